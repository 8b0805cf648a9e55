//! Each rule is seen to fail, and to let pass what it should.

use super::{Finding, RustFile, cfg, edges, modules, options, paths, size, symbols, unsafety};
use crate::workspace::Workspace;
use std::fs;

type Rule = fn(&RustFile, &mut Vec<Finding>);

/// The findings of one rule in one file, as `line: cure`.
fn in_file(rule: Rule, path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    rule(&RustFile::new(path, text), &mut findings);
    findings.iter().map(|finding| format!("{}: {}", finding.line, finding.cure)).collect()
}

#[track_caller]
fn passes(rule: Rule, path: &str, text: &str) {
    assert_eq!(in_file(rule, path, text), Vec::<String>::new());
}

#[track_caller]
fn fails(rule: Rule, path: &str, text: &str, expected: &[&str]) {
    let found = in_file(rule, path, text);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found} does not begin with {expected}");
    }
}

/// A small repository on disk.
fn repository(files: &[(&str, &str)]) -> (tempfile::TempDir, Workspace) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let workspace = Workspace::at(folder.path());
    (folder, workspace)
}

#[test]
fn loscfg_conditions_stand_in_the_switchboard_only() {
    let text = "const A: bool = cfg!(LOSCFG_A);\n#[cfg(all(LOSCFG_B, not(LOSCFG_C)))]\nfn f() {}\n";
    passes(cfg::check, "src/config.rs", text);
    fails(cfg::check, "src/pool.rs", text, &["1: LOSCFG_A ", "2: LOSCFG_B ", "2: LOSCFG_C "]);
    fails(cfg::check, "src/lib.rs", "#![cfg_attr(LOSCFG_A, no_std)]\n", &["1: LOSCFG_A "]);
    fails(cfg::check, "tools/conf/src/main.rs", text, &["1: ", "2: ", "2: "]);
}

#[test]
fn loscfg_conditions_may_choose_modules_of_the_c_api() {
    let module = "/// Pools.\n#[cfg(LOSCFG_A)]\n#[doc(inline)]\npub(crate) mod multipool;\n";
    passes(cfg::check, "src/capi/mod.rs", module);
    passes(cfg::check, "src/capi/mod.rs", "#[cfg(LOSCFG_A)]\npub use multipool::*;\n");
    passes(cfg::check, "tests/pool_capi/main.rs", module);
    fails(cfg::check, "src/capi/info.rs", module, &["2: LOSCFG_A "]);
    fails(cfg::check, "tests/pool_capi/basics.rs", module, &["2: LOSCFG_A "]);
    fails(cfg::check, "src/capi/mod.rs", "#[cfg(LOSCFG_A)]\npub fn f() {}\n", &["1: LOSCFG_A "]);
}

#[test]
fn one_field_of_the_c_status_structure_is_conditional() {
    let field = "struct S {\n    #[cfg(LOSCFG_A)]\n    pub uwUsageWaterLine: u32,\n}\n";
    passes(cfg::check, "src/stat/pool.rs", field);
    fails(cfg::check, "src/stat/pool.rs", &field.replace("uwUsageWaterLine", "other"), &["2: LOSCFG_A "]);
}

#[test]
fn target_conditions_stand_in_two_files() {
    let text = "#[cfg(target_has_atomic = \"8\")]\nfn f() {}\n";
    passes(cfg::check, "src/sync.rs", text);
    passes(cfg::check, "src/raw/mod.rs", text);
    fails(cfg::check, "src/raw/node.rs", text, &["1: target_has_atomic "]);
    fails(cfg::check, "tools/conf/src/main.rs", "fn f() -> bool { cfg!(windows) }\n", &["1: windows "]);
}

#[test]
fn test_modules_end_the_file() {
    let module = "#[cfg(test)]\nmod tests { fn f() {} }\n";
    passes(cfg::check, "src/pool.rs", &format!("fn f() {{}}\n{module}"));
    passes(cfg::check, "src/pool.rs", "#[cfg(test)]\nmod tests;\nfn f() {}\n");
    fails(cfg::check, "src/pool.rs", &format!("{module}fn f() {{}}\n"), &["1: cfg(test) "]);
    fails(cfg::check, "src/pool.rs", "#[cfg(test)]\nfn helper() {}\n", &["1: cfg(test) "]);
}

#[test]
fn features_have_their_file() {
    let text = "#[cfg(feature = \"emit\")]\npub mod emit;\n";
    passes(cfg::check, "tools/kconfig/src/lib.rs", text);
    fails(cfg::check, "tools/kconfig/src/modes/mod.rs", text, &["1: the feature emit "]);
    passes(cfg::check, "src/lib.rs", "#[cfg(feature = \"allocator-api2\")]\nmod adapter;\n");
    let twin = "#[cfg_attr(feature = \"poison\", path = \"twin.rs\")]\nmod one;\n";
    passes(cfg::check, "src/raw/mod.rs", twin);
    passes(cfg::check, "tests/common/mod.rs", twin);
    fails(cfg::check, "src/raw/node.rs", twin, &["1: the feature poison "]);
}

#[test]
fn other_conditions_are_refused() {
    fails(
        cfg::check,
        "src/pool.rs",
        "fn f() { if cfg!(debug_assertions) {} }\n",
        &["1: cfg(debug_assertions) "],
    );
}

#[test]
fn comments_and_strings_are_no_conditions() {
    passes(
        cfg::check,
        "src/pool.rs",
        "// #[cfg(LOSCFG_A)]\n/// `cfg!(LOSCFG_A)`\nconst A: &str = \"#[cfg(LOSCFG_A)]\";\n",
    );
    passes(unsafety::check, "src/pool.rs", "// unsafe\nconst A: &str = \"unsafe\";\n");
}

#[test]
fn unsafe_stands_in_the_marked_modules() {
    let text = "fn f() {\n    unsafe { g() }\n}\n";
    for path in ["src/raw/node.rs", "src/global.rs", "src/capi/alloc.rs", "tools/los-mem-capi/src/lib.rs"] {
        passes(unsafety::check, path, text);
    }
    fails(unsafety::check, "src/pool.rs", text, &["2: "]);
    fails(unsafety::check, "tools/memlab/src/map.rs", text, &["2: "]);
}

#[test]
fn the_unsafe_lint_is_lifted_in_the_root_only() {
    let text = "#[allow(unsafe_code)]\nmod raw;\n";
    passes(unsafety::check, "src/lib.rs", text);
    fails(unsafety::check, "src/pool.rs", text, &["1: the lint "]);
}

#[test]
fn tools_forbid_unsafe_code() {
    passes(unsafety::check, "tools/conf/src/main.rs", "#![forbid(unsafe_code)]\nfn main() {}\n");
    fails(unsafety::check, "tools/conf/src/main.rs", "fn main() {}\n", &["1: a host tool "]);
    passes(unsafety::check, "tools/conf/src/ask.rs", "fn f() {}\n");
}

#[test]
fn engine_modules_use_only_what_lies_below() {
    let text = "use crate::span::Span;\nuse crate::{expr::Expr, eval::{self, Value}};\n";
    passes(modules::check, "tools/kconfig/src/modes/old.rs", text);
    fails(modules::check, "tools/kconfig/src/parser/mod.rs", text, &["2: parser lies below eval"]);
    fails(
        modules::check,
        "tools/kconfig/src/source.rs",
        "fn f() { super::lexer::g() }\n",
        &["1: source lies below lexer"],
    );
    let deep = "use super::super::emit::x;\nuse super::mode::y;\n";
    fails(modules::check, "tools/kconfig/src/eval/value.rs", deep, &["1: eval lies below emit"]);
}

#[test]
fn tests_of_engine_modules_may_use_everything() {
    passes(modules::check, "tools/kconfig/src/span.rs", "#[cfg(test)]\nmod tests { use crate::eval::x; }\n");
}

#[test]
fn an_engine_module_without_a_layer_is_found() {
    fails(modules::check, "tools/kconfig/src/utils.rs", "fn f() {}\n", &["1: utils has no layer"]);
    passes(modules::check, "tools/kconfig/src/lib.rs", "pub mod utils;\n");
}

#[test]
fn the_raw_core_knows_no_policy() {
    fails(
        modules::check,
        "src/raw/node.rs",
        "use crate::fit::Fit;\nuse crate::size::Size;\n",
        &["1: src/raw knows nothing of fit"],
    );
    passes(modules::check, "src/pool.rs", "use crate::fit::Fit;\n");
}

#[test]
fn long_files_need_a_reason_and_very_long_ones_are_split() {
    let lines = |count: usize| "//! A file.\n".to_owned() + &"// line\n".repeat(count - 1);
    passes(size::check, "src/pool.rs", &lines(600));
    fails(size::check, "src/pool.rs", &lines(601), &["1: 601 lines, over 600"]);
    passes(size::check, "src/pool.rs", &format!("//! Long because of a table.\n{}", lines(600)));
    fails(
        size::check,
        "src/pool.rs",
        &format!("//! Long because of a table.\n{}", lines(1000)),
        &["1: 1001 lines, over 1000"],
    );
    passes(size::check, "tests/pool_model.rs", &format!("//! Long because of a table.\n{}", lines(1000)));
    fails(size::check, "build.rs", &lines(31), &["1: 31 lines, at most 30"]);
    fails(size::check, "src/lib.rs", &lines(81), &["1: 81 lines, at most 80"]);
}

#[test]
fn machine_paths_are_found_in_any_text() {
    let place = |folder: &str| format!("see \"/{folder}/me/file\"\n");
    let lines = |text: &str| {
        let mut findings = Vec::new();
        paths::check("README.md", text, &mut findings);
        findings.len()
    };
    assert_eq!(lines(&place("home")), 1);
    assert_eq!(lines(&place("root")), 1);
    assert_eq!(lines(&place("usr")), 0);
    assert_eq!(lines("tests/data/work/x ../home/y https://example.org/home/z"), 0);
}

#[test]
fn crates_depend_downwards() {
    let (_folder, workspace) = repository(&[
        (
            "tools/kconfig/Cargo.toml",
            "[dependencies]\nclap = \"4\"\n[dev-dependencies]\nlos-mem = { path = \"../..\" }\n",
        ),
        ("tools/conf/Cargo.toml", "[dependencies]\nkconfig = { path = \"../kconfig\" }\nclap = \"4\"\n"),
        ("Cargo.toml", "[target.'cfg(unix)'.dependencies]\nmemlab = \"1\"\n"),
        ("tools/stray/Cargo.toml", "[package]\nname = \"stray\"\n"),
    ]);
    let mut findings = Vec::new();
    edges::check(&workspace, &mut findings).expect("readable");
    let found: Vec<_> = findings.iter().map(|f| format!("{}:{}: {}", f.path, f.line, f.cure)).collect();
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[0].starts_with("Cargo.toml:2: may not depend on memlab"), "{found:#?}");
    assert!(
        found[1].starts_with("tools/kconfig/Cargo.toml:2: the engine knows nothing of clap"),
        "{found:#?}"
    );
    assert!(found[2].starts_with("tools/kconfig/Cargo.toml:4: may not depend on los-mem"), "{found:#?}");
    assert!(found[3].starts_with("tools/stray/Cargo.toml:1: this crate has no line"), "{found:#?}");
}
/// The findings about symbols in a small tree with one Rust file.
fn in_tree(kconfig: &str, code: &str) -> Vec<String> {
    let (_folder, workspace) = repository(&[("Kconfig", kconfig)]);
    let mut findings = Vec::new();
    symbols::check(&workspace, &[RustFile::new("src/config.rs", code)], &mut findings).expect("readable");
    findings.iter().map(|f| format!("{}:{}: {}", f.path, f.line, f.cure)).collect()
}

#[test]
fn symbols_and_choices_have_help() {
    let tree = "choice\n\tprompt \"p\"\nconfig LOSCFG_A\n\tbool \"a\"\nendchoice\nconfig LOSCFG_B\n\tbool \"b\"\n\thelp\n\t  Text.\n";
    let found = in_tree(tree, "const C: [bool; 2] = [cfg!(LOSCFG_A), cfg!(LOSCFG_B)];\n");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("Kconfig:1: the choice has no help"), "{found:#?}");
    assert!(found[1].starts_with("Kconfig:3: LOSCFG_A has no help"), "{found:#?}");
}

#[test]
fn symbols_have_an_effect() {
    let tree = "config LOSCFG_A\n\tbool \"a\"\n\thelp\n\t  Text.\nconfig LOSCFG_B\n\tbool \"b\"\n\tdepends on LOSCFG_C = y\n\
        \thelp\n\t  Text.\nconfig LOSCFG_C\n\tbool \"c\"\n\thelp\n\t  Text.\n";
    let found = in_tree(tree, "//! LOSCFG_A is only mentioned.\nconst B: bool = cfg!(LOSCFG_B);\n");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("Kconfig:1: LOSCFG_A has no effect"), "{found:#?}");
}

#[test]
fn one_way_of_a_choice_keeps_the_others_alive() {
    let tree = "choice\n\tprompt \"p\"\n\thelp\n\t  Text.\nconfig LOSCFG_A\n\tbool \"a\"\n\thelp\n\t  Text.\n\
        config LOSCFG_B\n\tbool \"b\"\n\thelp\n\t  Text.\nendchoice\n";
    assert_eq!(in_tree(tree, "const B: bool = cfg!(LOSCFG_B);\n"), Vec::<String>::new());
    assert_eq!(in_tree(tree, "").len(), 2);
}

#[test]
fn names_in_the_code_are_symbols() {
    let tree = "config LOSCFG_A\n\tbool \"a\"\n\thelp\n\t  Text.\n";
    let found = in_tree(tree, "const A: bool = cfg!(LOSCFG_A);\n// LOSCFG_TYPO, LOSCFG_* is a pattern\n");
    assert_eq!(
        found,
        ["src/config.rs:2: LOSCFG_TYPO is no symbol of the Kconfig tree: correct the name or add the symbol"]
    );
}

/// The findings about the message of an option that depends on another.
fn in_message(notes: &str) -> Vec<String> {
    let tree = "menu \"M\"\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on A\nendmenu\n";
    let (_folder, workspace) =
        repository(&[("Kconfig", tree), ("Cargo.toml", "[package.metadata.kconfig]\nprefix = \"\"\n")]);
    let code =
        format!("#[diagnostic::on_unimplemented(message = \"B is off: no b\", {notes})]\ntrait T {{}}\n");
    let mut findings = Vec::new();
    options::check(&workspace, &[RustFile::new("src/option.rs", code)], &mut findings).expect("readable");
    findings.iter().map(|f| f.cure.clone()).collect()
}

#[test]
fn a_message_about_an_option_says_where_the_menu_has_it_and_what_switches_it_on() {
    let menu = "note = \"switch it on in the menu (cargo run -p menuconfig): M > a > b\"";
    let command = "note = \"or: cargo run -p conf -- set A=y B=y\"";
    assert_eq!(in_message(&format!("{menu}, {command}")), Vec::<String>::new());
    let short = in_message(&format!("{menu}, {}", command.replace("A=y ", "")));
    assert_eq!(short.len(), 1, "{short:#?}");
    assert!(short[0].starts_with("\"conf set B=y\" does not always switch B on"), "{short:#?}");
    let elsewhere = in_message(&format!("{}, {command}", menu.replace("M > a", "M")));
    assert_eq!(elsewhere.len(), 1, "{elsewhere:#?}");
    assert!(elsewhere[0].ends_with("menu (cargo run -p menuconfig): M > a > b\""), "{elsewhere:#?}");
    assert!(in_message(menu)[0].contains("needs a note"));
}
