//! What compiles with `configs/debug_defconfig`.
#![allow(unsafe_code)] // sets the environment

#[path = "common/ui.rs"]
mod ui;

#[test]
fn functions_of_an_option_compile_exactly_if_it_is_on() {
    ui::check(
        "debug_defconfig",
        &["leak_check", "mul_module", "mul_pool", "node_size_check", "slab_extention", "task_stat"],
    );
}
