//! A cfg name that no Kconfig symbol has is a compiler warning in the library.

#[path = "common/tree.rs"]
mod tree;

use tree::Tree;

#[test]
fn a_cfg_that_no_symbol_has_is_a_warning() {
    let tree = Tree::copy("check_cfg");
    let check = || tree.cargo(&["check", "-p", "los-mem"]);
    let original = tree.read("src/lib.rs");
    let warned = |text: &str| {
        tree.write("src/lib.rs", &format!("{original}\n{text}\n"));
        let run = check();
        assert!(run.success, "{}", run.stderr);
        run.stderr.contains("unexpected `cfg` condition name")
    };
    assert!(warned("#[cfg(LOSCFG_KERNEL_MEM_BESTFITT)]\npub struct Misspelt;"));
    assert!(!warned("/// A type.\n#[cfg(LOSCFG_KERNEL_MEM_BESTFIT)]\npub struct Spelt;"));
    tree.write("src/lib.rs", &original);
}
