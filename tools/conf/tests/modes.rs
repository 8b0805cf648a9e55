//! What the reference's stored answers cannot hold: times of change, several runs in a row, random values.

mod program;

use program::Folder;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::time::{Duration, SystemTime};

const KCONFIG: &str = r#"config MODULES
	bool "modules"
	modules
	default y
config A
	bool "a"
	default y
config B
	bool "b"
config T
	tristate "t"
config S
	string "s"
	default "x"
choice
	prompt "c"
config C1
	bool "c1"
config C2
	bool "c2"
	depends on B
config C3
	bool "c3"
endchoice
"#;

/// A tree whose files are all an hour old.
fn tree() -> Folder {
    let folder = Folder::new().with("Kconfig", KCONFIG);
    folder.run(&["--alldefconfig", "Kconfig"]).ok();
    age(&folder);
    folder
}

fn age(folder: &Folder) {
    let before = SystemTime::now() - Duration::from_secs(3600);
    for name in all(folder) {
        File::options()
            .append(true)
            .open(folder.path(&name))
            .and_then(|file| file.set_modified(before))
            .expect("a file of ours");
    }
}

fn all(folder: &Folder) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for below in ["", "include/config", "include/generated"] {
        let Ok(entries) = fs::read_dir(folder.path(below)) else { continue };
        for entry in entries.map(|entry| entry.expect("an entry")) {
            if entry.path().is_file() {
                found.insert(
                    format!("{below}/{}", entry.file_name().to_string_lossy()).trim_matches('/').to_owned(),
                );
            }
        }
    }
    found
}

/// The files that changed since [`age`].
fn fresh(folder: &Folder) -> BTreeSet<String> {
    let young = |name: &String| {
        let changed =
            fs::metadata(folder.path(name)).and_then(|data| data.modified()).expect("a file of ours");
        changed.elapsed().unwrap_or_default() < Duration::from_secs(1800)
    };
    all(folder).into_iter().filter(young).collect()
}

/// What every run of `--syncconfig` writes.
fn with_outputs(names: &[&str]) -> BTreeSet<String> {
    let outputs = [
        "include/config/auto.conf",
        "include/config/auto.conf.cmd",
        "include/generated/autoconf.h",
        "include/generated/rustc_cfg",
    ];
    outputs.iter().chain(names).map(|name| (*name).to_owned()).collect()
}

#[test]
fn without_changes_the_outputs_are_new_to_make_and_nothing_else_is() {
    let tree = tree();
    assert_eq!(tree.run(&["--syncconfig", "Kconfig"]).ok(), "");
    assert_eq!(fresh(&tree), with_outputs(&[]));
}

#[test]
fn a_file_is_touched_for_each_symbol_that_changed_came_or_went() {
    let tree = tree();
    let config = tree.read(".config");
    let config = config.replace("# CONFIG_T is not set", "CONFIG_T=m").replace("\"x\"", "\"y\"");
    let config = config.replace("CONFIG_A=y", "# CONFIG_A is not set");
    tree.write(".config", config);
    tree.run(&["--syncconfig", "Kconfig"]).ok();
    let touched = [".config", "include/config/A", "include/config/S", "include/config/T"];
    assert_eq!(fresh(&tree), with_outputs(&touched));

    age(&tree);
    tree.write("Kconfig", KCONFIG.replace("config T\n\ttristate \"t\"\n", "config N\n\tbool\n\tdefault y\n"));
    tree.run(&["--syncconfig", "Kconfig"]).ok();
    let mut expected = with_outputs(&["Kconfig", ".config", "include/config/N", "include/config/T"]);
    expected.extend(fresh(&tree).into_iter().filter(|name| name.ends_with(".old")));
    assert_eq!(fresh(&tree), expected);
}

#[test]
fn other_modes_write_the_outputs_only_if_there_are_none() {
    let tree = tree();
    let before = tree.read("include/config/auto.conf");
    tree.run(&["--allyesconfig", "Kconfig"]).ok();
    assert_eq!(tree.read("include/config/auto.conf"), before);
    fs::remove_file(tree.path("include/config/auto.conf")).expect("it was there");
    tree.run(&["--olddefconfig", "Kconfig"]).ok();
    assert!(tree.read("include/config/auto.conf").contains("CONFIG_B=y\n"));
}

#[test]
fn a_cargo_project_is_spared_them_unless_it_asks() {
    let cargo = "[package]\nname = \"x\"\n[package.metadata.kconfig]\n";
    let tree = Folder::new().with("Kconfig", KCONFIG).with("Cargo.toml", cargo);
    tree.run(&["--alldefconfig", "Kconfig"]).ok();
    assert!(!tree.path("include").exists());
    tree.run(&["--syncconfig", "Kconfig"]).ok();
    assert!(tree.path("include/config/auto.conf").exists());
}

#[test]
fn the_outputs_can_be_elsewhere() {
    let tree = tree();
    let variables =
        [("KCONFIG_AUTOCONFIG", "o/p/ac"), ("KCONFIG_AUTOHEADER", "q/h.h"), ("KCONFIG_RUSTCCFG", "rc")];
    tree.run_with(&["--syncconfig", "Kconfig"], &variables, b"").ok();
    assert!(tree.read("o/p/ac").contains("CONFIG_A=y\n") && tree.path("o/p/A").exists());
    assert!(tree.read("o/p/ac.cmd").starts_with("autoconfig := o/p/ac\n"));
    assert!(tree.read("q/h.h").contains("#define CONFIG_A 1\n"));
    assert!(tree.read("rc").contains("--cfg=CONFIG_A=\"y\"\n"));
}

#[test]
fn auto_conf_is_written_last_so_that_a_run_that_was_cut_short_is_repeated() {
    let tree = tree();
    let before = tree.read("include/config/auto.conf");
    fs::remove_file(tree.path("include/generated/autoconf.h")).expect("it was there");
    tree.write("include/generated/autoconf.h/in_the_way", "");
    tree.write(".config", tree.read(".config").replace("# CONFIG_B is not set", "CONFIG_B=y"));
    let said = tree.run(&["--syncconfig", "Kconfig"]).refused();
    assert!(said.contains("include/generated/autoconf.h") && said.contains("Error during sync"), "{said}");
    assert_eq!(tree.read("include/config/auto.conf"), before);
    assert!(!all(&tree).iter().any(|name| name.contains("tmp")), "{:?}", all(&tree));
}

fn random(folder: &Folder, seed: &str, probability: &str) -> String {
    let variables = [("KCONFIG_SEED", seed), ("KCONFIG_PROBABILITY", probability)];
    let said = folder.run_with(&["--randconfig", "Kconfig"], &variables, b"").ok();
    assert!(said.starts_with("KCONFIG_SEED=0x"), "{said}");
    folder.read(".config")
}

#[test]
fn the_same_seed_gives_the_same_configuration() {
    let tree = tree();
    let results: BTreeSet<String> = (0..32).map(|seed| random(&tree, &seed.to_string(), "")).collect();
    assert!(results.len() > 8, "{results:?}");
    for seed in 0..32 {
        assert_eq!(random(&tree, &seed.to_string(), ""), random(&tree, &format!("0x{seed:x}"), ""));
    }
}

#[test]
fn random_values_are_as_frequent_as_was_asked_for() {
    let tree = tree();
    let mut counts = [0; 4];
    for seed in 0..200 {
        let config = random(&tree, &seed.to_string(), "80:10:30");
        let lines = ["CONFIG_B=y\n", "CONFIG_C1=y\n", "CONFIG_C2=y\n", "CONFIG_C3=y\n"];
        for (count, line) in counts.iter_mut().zip(lines) {
            *count += usize::from(config.contains(line));
        }
    }
    let [b, c1, c2, c3] = counts;
    assert!((130..190).contains(&b), "B is on in {b} of 200");
    assert_eq!(c1 + c2 + c3, 200, "one member of the choice is on");
    assert!([c1, c2, c3].iter().all(|count| (25..110).contains(count)), "{c1} {c2} {c3}");
}

#[test]
fn a_random_configuration_is_one_that_can_be_kept() {
    let tree = tree();
    for seed in 0..50 {
        let config = random(&tree, &seed.to_string(), "");
        tree.run(&["--olddefconfig", "Kconfig"]).ok();
        assert_eq!(tree.read(".config"), config, "seed {seed}");
    }
}
