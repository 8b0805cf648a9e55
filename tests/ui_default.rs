//! What compiles with `configs/default_defconfig`.
#![allow(unsafe_code)] // sets the environment

#[path = "common/ui.rs"]
mod ui;

#[test]
fn functions_of_an_option_compile_exactly_if_it_is_on() {
    ui::check("default_defconfig", &["task_stat"]);
}
