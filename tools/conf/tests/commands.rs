//! `conf set`, `conf get`, `conf explain`, and what no reference program has a word for.

mod program;

use program::{Folder, command};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::process::Stdio;

const KCONFIG: &str = r#"mainmenu "Test"
config NET
	bool "network"
config TCP
	bool "tcp"
	depends on NET
config BUFFERS
	int "buffers"
	range 1 64
	default 8
config BASE
	hex "base address"
	default 0x1000
config NAME
	string "name"
	default "board"
choice
	prompt "fit"
config FIT_BEST
	bool "best"
config FIT_FIRST
	bool "first"
endchoice
config HIDDEN
	bool
	default y
config HEAVY
	bool "heavy"
	select LIGHT
config LIGHT
	bool "light"
"#;

fn tree() -> Folder {
    Folder::new().with("Kconfig", KCONFIG)
}

#[test]
fn set_creates_a_configuration_and_get_reads_it() {
    let tree = tree();
    tree.run(&["set", "NET=y", "CONFIG_BUFFERS=12", "NAME=a \"b\" \\c", "BASE=0xff"]).ok();
    let config = tree.read(".config");
    for line in ["CONFIG_NET=y", "CONFIG_BUFFERS=12", r#"CONFIG_NAME="a \"b\" \\c""#, "CONFIG_BASE=0xff"] {
        assert!(config.lines().any(|l| l == line), "{line} in\n{config}");
    }
    let values = tree.run(&["get", "NET", "CONFIG_BUFFERS", "NAME", "BASE", "TCP", "HIDDEN"]).ok();
    assert_eq!(values, "y\n12\na \"b\" \\c\n0xff\nn\ny\n");
}

#[test]
fn set_applies_all_assignments_before_it_judges_any() {
    let tree = tree();
    tree.run(&["set", "TCP=y", "NET=y"]).ok();
    assert_eq!(tree.run(&["get", "NET", "TCP"]).ok(), "y\ny\n");
}

#[test]
fn set_moves_a_choice() {
    let tree = tree();
    tree.run(&["set", "FIT_FIRST=y"]).ok();
    assert_eq!(tree.run(&["get", "FIT_BEST", "FIT_FIRST"]).ok(), "n\ny\n");
    tree.run(&["set", "FIT_BEST=y"]).ok();
    assert_eq!(tree.run(&["get", "FIT_BEST", "FIT_FIRST"]).ok(), "y\nn\n");
}

#[test]
fn set_takes_lines_of_a_configuration() {
    let tree = tree();
    tree.run(&["set", r#"CONFIG_NAME="two \"words\"""#]).ok();
    assert_eq!(tree.run(&["get", "NAME"]).ok(), "two \"words\"\n");
}

#[test]
fn set_refuses_what_would_not_hold_and_says_why() {
    for (assignments, words) in [
        (&["TCP=y"][..], &["TCP", "NET", "conf set CONFIG_NET=y CONFIG_TCP=y"][..]),
        (&["BUFFERS=1000"], &["BUFFERS", "64"]),
        (&["BUFFERS=many"], &["BUFFERS", "many", "int"]),
        (&["NET=5"], &["NET", "bool", "y or n"]),
        (&["BASE=xyz"], &["BASE", "hex"]),
        (&["HIDDEN=n"], &["HIDDEN", "prompt"]),
        (&["HEAVY=y", "LIGHT=n"], &["LIGHT", "HEAVY"]),
        (&["FIT_BEST=y", "FIT_FIRST=y"], &["FIT_BEST", "FIT_FIRST", "choice"]),
        (&["NET=y", "NET=n"], &["NET", "both"]),
        (&["NTE=y"], &["NTE", "CONFIG_NET"]),
        (&["NET"], &["NET", "NET=y"]),
        (&["NAME=a\nb"], &["NAME", "line"]),
        (&["=y"], &["no symbol"]),
        (&["FIT_BEST=n", "FIT_FIRST=n"], &["FIT_BEST", "choice"]),
    ] {
        let tree = tree().with(".config", "CONFIG_BUFFERS=9\n");
        let said = tree.run(&[&["set"], assignments].concat()).refused();
        for word in words {
            assert!(said.contains(word), "{assignments:?}: `{word}` in\n{said}");
        }
        assert_eq!(tree.read(".config"), "CONFIG_BUFFERS=9\n", "{assignments:?} wrote something");
        assert!(!tree.path(".config.old").exists());
    }
}

#[test]
fn set_begins_where_a_build_would() {
    let tree = tree()
        .with("Cargo.toml", "[package]\nname = \"x\"\n[package.metadata.kconfig]\nprefix = \"\"\n")
        .with("configs/default_defconfig", "BUFFERS=33\n")
        .with("src/lib.rs", "");
    assert_eq!(tree.run(&["get", "BUFFERS"]).ok(), "33\n");
    // From any folder below, and with the prefix that Cargo.toml says.
    tree.run_in("src", &["set", "NET=y"], &[], b"").ok();
    let config = tree.read(".config");
    assert!(config.contains("\nNET=y\n") && config.contains("\nBUFFERS=33\n"), "{config}");
}

#[test]
fn the_prefix_of_the_environment_wins() {
    let tree =
        tree().with("Cargo.toml", "[package]\nname = \"x\"\n[package.metadata.kconfig]\nprefix = \"A_\"\n");
    tree.run(&["set", "A_NET=y"]).ok();
    assert!(tree.read(".config").contains("\nA_NET=y\n"));
    tree.run_with(&["set", "B_NET=y"], &[("CONFIG_", "B_")], b"").ok();
    assert!(tree.read(".config").contains("\nB_NET=y\n"));
}

#[test]
fn get_prints_nothing_if_a_name_is_unknown() {
    let outcome = tree().run(&["get", "NET", "BUFERS", "QQQ"]);
    assert_eq!(outcome.stdout(), "");
    let said = outcome.refused();
    assert!(said.contains("BUFERS") && said.contains("CONFIG_BUFFERS") && said.contains("QQQ"), "{said}");
}

#[test]
fn a_file_that_would_not_change_is_not_touched() {
    let tree = tree();
    tree.run(&["--alldefconfig", "Kconfig"]).ok();
    let before = std::fs::metadata(tree.path(".config")).expect(".config");
    for arguments in [
        &["set", "NET=n"][..],
        &["--olddefconfig", "Kconfig"],
        &["--alldefconfig"],
        &["--oldconfig", "Kconfig"],
    ] {
        assert_eq!(tree.run(arguments).ok(), "#\n# No change to .config\n#\n", "{arguments:?}");
        let after = std::fs::metadata(tree.path(".config")).expect(".config");
        assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()), "{arguments:?}");
    }
    assert!(!tree.path(".config.old").exists());
}

#[test]
fn a_changed_file_leaves_the_former_one_beside_it() {
    let tree = tree().with(".config", "CONFIG_NET=y\n");
    tree.run(&["--olddefconfig", "Kconfig"]).ok();
    assert_eq!(tree.read(".config.old"), "CONFIG_NET=y\n");
}

#[test]
fn a_configuration_keeps_its_link_and_permissions() {
    let tree = tree().with("real", "CONFIG_NET=y\n");
    std::os::unix::fs::symlink("real", tree.path(".config")).expect("a link");
    std::fs::set_permissions(tree.path("real"), std::fs::Permissions::from_mode(0o640)).expect("permissions");
    tree.run(&["set", "TCP=y"]).ok();
    assert!(std::fs::symlink_metadata(tree.path(".config")).expect(".config").is_symlink());
    assert!(tree.read("real").contains("CONFIG_TCP=y"));
    assert_eq!(std::fs::metadata(tree.path("real")).expect("real").mode() & 0o777, 0o640);
}

#[test]
fn a_broken_configuration_is_reported_and_read_as_far_as_it_goes() {
    let broken =
        b"CONFIG_NET=y\n\xff\xfe\0\nCONFIG_BUFFERS=abc\nCONFIG_GONE=y\nCONFIG_NAME=\"open\nCONFIG_TCP=y";
    let tree = tree().with(".config", broken);
    let outcome = tree.run(&["--style", "short", "--olddefconfig", "Kconfig"]);
    outcome.ok();
    let said = outcome.stderr();
    for (line, word) in [(2, "warning"), (3, "BUFFERS"), (4, "GONE"), (5, "NAME")] {
        let place = format!(".config:{line}:");
        assert!(said.lines().any(|l| l.starts_with(&place) && l.contains(word)), "{place} {word} in\n{said}");
    }
    assert_eq!(tree.run(&["get", "NET", "TCP", "BUFFERS"]).ok(), "y\ny\n8\n");
}

#[test]
fn each_contradiction_in_a_configuration_is_said_with_line_and_cause() {
    let config = "CONFIG_FIT_BEST=y\nCONFIG_FIT_FIRST=y\nCONFIG_NET=0x10\nCONFIG_NO_SUCH=y\nCONFIG_BUFFERS=1000\nCONFIG_TCP=y\n";
    let tree = tree().with(".config", config);
    let outcome = tree.run(&["--style", "short", "--olddefconfig", "Kconfig"]);
    outcome.ok();
    let said = outcome.stderr();
    for (line, words) in [
        (1, &["FIT_BEST", "FIT_FIRST"][..]),
        (3, &["NET", "0x10"]),
        (4, &["NO_SUCH"]),
        (5, &["BUFFERS", "64"]),
        (6, &["TCP", "NET"]),
    ] {
        let place = format!(".config:{line}:");
        let found = said.lines().any(|l| l.starts_with(&place) && words.iter().all(|word| l.contains(word)));
        assert!(found, "{place} {words:?} in\n{said}");
    }
}

#[test]
fn plain_style_shows_the_line_and_a_caret() {
    let tree = Folder::new().with("Kconfig", "config A\n\tbool \"a\"\n\tfrobnicate\n");
    let outcome = tree.run(&["--style=plain", "--olddefconfig", "Kconfig"]);
    let said = outcome.refused();
    assert!(said.contains("frobnicate") && said.contains('^') && said.contains("Kconfig:3"), "{said}");
    assert!(!said.contains('\x1b'), "colours without a terminal:\n{said}");
    assert!(!tree.path(".config").exists());
}

#[test]
fn explain_prints_the_long_text_of_a_code() {
    let printed = String::from_utf8(tree().run(&["explain", "K0008"]).stdout).expect("text");
    assert!(printed.starts_with("K0008\n") && printed.contains("endmenu"), "{printed}");
}

#[test]
fn explain_refuses_what_is_no_code() {
    assert!(tree().run(&["explain", "K9999"]).refused().contains("K9999"));
    assert!(tree().run(&["explain", "what"]).refused().contains("K0012"));
}

#[test]
fn what_cannot_be_written_is_said_and_loses_nothing() {
    let tree = tree().with("file", "kept\n");
    for name in ["file/config", "/proc/no/such"] {
        let outcome = tree.run_with(&["--alldefconfig", "Kconfig"], &[("KCONFIG_CONFIG", name)], b"");
        let said = outcome.refused();
        assert!(
            said.contains(name) && said.contains("*** Error during writing of the configuration."),
            "{said}"
        );
        assert_eq!(outcome.stdout(), "");
    }
    std::fs::create_dir(tree.path("folder")).expect("a folder");
    let said = tree.run_with(&["--olddefconfig", "Kconfig"], &[("KCONFIG_CONFIG", "folder")], b"").refused();
    assert!(said.contains("folder"), "{said}");
    assert_eq!(tree.read("file"), "kept\n");
    assert!(tree.run(&["--savedefconfig=file/x", "Kconfig"]).refused().contains("file/x"));
}

#[test]
fn a_tree_with_errors_writes_nothing() {
    let tree = Folder::new().with("Kconfig", "menu \"open\"\n").with(".config", "CONFIG_A=y\n");
    for arguments in [&["--olddefconfig", "Kconfig"][..], &["set", "A=y"], &["get", "A"]] {
        tree.run(arguments).refused();
        assert_eq!(tree.read(".config"), "CONFIG_A=y\n");
    }
}

#[test]
fn without_a_tree_the_error_says_what_was_looked_for() {
    let folder = Folder::new();
    assert!(folder.run(&["--olddefconfig"]).refused().contains("Kconfig"));
    assert!(folder.run(&["--olddefconfig", "no/such"]).refused().contains("no/such"));
}

#[test]
fn the_last_mode_counts_and_may_follow_the_tree() {
    let tree = tree();
    tree.run(&["--alldefconfig", "Kconfig", "--listnewconfig"]).ok();
    assert!(!tree.path(".config").exists());
    tree.run(&["--listnewconfig", "--alldefc", "Kconfig"]).ok();
    assert!(tree.path(".config").exists());
}

#[test]
fn errors_of_the_command_line_end_with_one_and_help_with_zero() {
    let tree = tree();
    for arguments in
        [&[][..], &["--nonsense"], &["--defconfig"], &["set"], &["--olddefconfig", "set", "NET=y"]]
    {
        assert!(!tree.run(arguments).refused().is_empty(), "{arguments:?}");
    }
    let help = tree.run(&["--help"]).ok();
    for mode in
        ["--olddefconfig", "--savedefconfig [<FILE>]", "KCONFIG_ALLCONFIG", "conf --oldconfig Kconfig"]
    {
        assert!(help.contains(mode), "{mode} in\n{help}");
    }
}

#[test]
fn questions_end_with_their_input() {
    // A default that is no number can be neither kept nor asked for for ever.
    let tree = Folder::new().with("Kconfig", "config I\n\tint \"i\"\n\tdefault 07\n");
    let said = tree.run(&["--oldconfig", "Kconfig"]).refused();
    assert!(said.contains("no value for new symbol 'I' at end of input"), "{said}");
    assert!(!tree.path(".config").exists());
    tree.run_with(&["--oldconfig", "Kconfig"], &[], b"x\n\n8\n").ok();
    assert_eq!(tree.run(&["get", "I"]).ok(), "8\n");
    // A choice of which nothing is visible.
    let kconfig =
        "config OFF\n\tbool \"off\"\nchoice\n\tprompt \"none\"\nconfig C\n\tbool \"c\" if OFF\nendchoice\n";
    let tree = Folder::new().with("Kconfig", kconfig);
    tree.run(&["--oldaskconfig", "Kconfig"]).ok();
}

#[test]
fn a_reader_that_goes_away_is_no_error_worth_a_word() {
    let mut kconfig = String::new();
    for i in 0..5000 {
        kconfig += &format!("config S{i}\n\tbool \"s\"\n");
    }
    let tree = Folder::new().with("Kconfig", kconfig);
    let mut child = command(&tree.path(""), &["--listnewconfig", "Kconfig"], &[])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("its end");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
