//! What cargo compiles, warns of and leaves alone, from its own messages, in a copy of the repository.

#[path = "common/tree.rs"]
mod tree;

use std::collections::BTreeSet;
use tree::{Build, Tree};

const PACKAGES: [&str; 4] = ["los-mem", "memlab", "conf", "menuconfig"];

fn assert_only_the_library_and_its_dependants(build: &Build) {
    let expected: BTreeSet<String> = ["los_mem", "memlab"].map(str::to_owned).into();
    assert_eq!(build.compiled, expected, "{}", build.stderr);
    for tool in ["kconfig", "conf", "menuconfig"] {
        assert!(build.fresh.contains(tool), "{tool} was not reported as fresh");
    }
}

fn assert_nothing_compiled(build: &Build) {
    assert_eq!(build.compiled, BTreeSet::new(), "{}", build.stderr);
}

fn conf(tree: &Tree, arguments: &[&str]) {
    let mut all = vec!["run", "--quiet", "-p", "conf", "--"];
    all.extend(arguments);
    let run = tree.cargo(&all);
    assert!(run.success, "conf {arguments:?}: {}", run.stderr);
}

fn copy_file(tree: &Tree, from: &str, to: &str) {
    std::fs::copy(tree.path(from), tree.path(to)).unwrap_or_else(|e| panic!("{from} to {to}: {e}"));
}

/// One test with steps in order: each is about what the one before it left behind.
#[test]
fn only_a_change_of_the_configuration_compiles_and_only_the_library() {
    let tree = Tree::copy("rebuild");
    let build = || tree.build(&PACKAGES);

    // Without a .config the default is used, and said.
    tree.remove(".config");
    let first = build();
    assert!(first.stderr.contains("configs/default_defconfig"), "{}", first.stderr);

    // Creating it is noticed, also when the new file is older than the last build.
    copy_file(&tree, "configs/tiny_defconfig", ".config");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    std::fs::File::options().write(true).open(tree.path(".config")).unwrap().set_modified(long_ago).unwrap();
    let created = build();
    assert_only_the_library_and_its_dependants(&created);
    assert!(created.stderr.contains(".config"), "{}", created.stderr);

    assert_nothing_compiled(&build());

    // `conf` completes the minimal file: its bytes change once, and not again.
    conf(&tree, &["--olddefconfig", "Kconfig"]);
    assert_only_the_library_and_its_dependants(&build());
    conf(&tree, &["--olddefconfig", "Kconfig"]);
    assert_nothing_compiled(&build());

    // A changed option.
    assert!(tree.read(".config").contains("LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y\n"));
    conf(&tree, &["set", "LOSCFG_KERNEL_MEM_BESTFIT=y"]);
    assert!(tree.read(".config").contains("LOSCFG_KERNEL_MEM_BESTFIT=y\n"));
    assert_only_the_library_and_its_dependants(&build());
    conf(&tree, &["set", "LOSCFG_KERNEL_MEM_BESTFIT=y"]);
    assert_nothing_compiled(&build());

    // A changed Kconfig file.
    let kconfig = tree.read("src/Kconfig");
    tree.write("src/Kconfig", &kconfig.replacen("How a pool finds", "In which way a pool finds", 1));
    assert_only_the_library_and_its_dependants(&build());

    // Deleting the file is noticed.
    tree.remove(".config");
    let deleted = build();
    assert_only_the_library_and_its_dependants(&deleted);
    assert!(deleted.stderr.contains("configs/default_defconfig"), "{}", deleted.stderr);
}

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
