//! The program without a terminal: a text, and an exit code.

mod common;

use common::Kitchen;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_menuconfig"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .env_remove("CONFIG_")
        .env_remove("KCONFIG_CONFIG")
        .env_remove("srctree")
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn without_a_terminal_the_tree_is_printed() {
    let kitchen = Kitchen::of("repository");
    kitchen.write(".config", "LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y\n");
    let output = run(kitchen.folder.path(), &[]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "");
    let stdout = text(&output.stdout);
    let has = |line: &str| stdout.lines().any(|other| other.split_whitespace().eq(line.split_whitespace()));
    assert!(has("Memory Management"), "{stdout}");
    assert!(has("(X) bestfit_little LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y"), "{stdout}");
    assert!(has("( ) bestfit LOSCFG_KERNEL_MEM_BESTFIT=n"), "{stdout}");
    assert!(has("(64) Max Task Number (NEW) LOSCFG_BASE_CORE_TSK_LIMIT=64"), "{stdout}");
    assert!(has("cargo run -p conf -- set SYMBOL=VALUE"), "{stdout}");
}

#[test]
fn a_folder_below_the_tree_finds_it() {
    let kitchen = Kitchen::of("repository");
    let output = run(&kitchen.folder.path().join("src"), &[]);
    assert!(output.status.success());
    assert!(text(&output.stdout).starts_with("LOS_Mem Configuration (defaults: there is no .config)"));
}

#[test]
fn a_named_file_is_the_tree() {
    let kitchen = Kitchen::of("basic");
    let output = run(kitchen.folder.path(), &["Kconfig"]);
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("CONFIG_OVEN=m"));
}

#[test]
fn what_is_wrong_goes_to_standard_error() {
    let mut kitchen = Kitchen::of("broken");
    kitchen.config("broken/old.config");
    let output = run(kitchen.folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "a tree with errors is no success");
    let stderr = text(&output.stderr);
    assert!(stderr.contains("Kconfig:9:13") && stderr.contains(".config:3:1"), "{stderr}");
    assert!(text(&output.stdout).contains("CONFIG_GOOD=n"), "what is usable is printed");
}

#[test]
fn a_folder_without_a_tree_is_an_error_in_one_line() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let output = run(folder.path(), &["nowhere/Kconfig"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("nowhere/Kconfig"), "{}", text(&output.stderr));
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = text(&output.stderr);
    assert!(stderr.starts_with("menuconfig: neither") && stderr.lines().count() == 1, "{stderr}");
}
