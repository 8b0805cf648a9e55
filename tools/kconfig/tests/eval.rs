//! The rules of evaluation that a user of the library sees, beyond what the case directories compare.

use kconfig::dotconfig::{Saved, save_text};
use kconfig::eval::{Origin, SetError, Tristate};
use kconfig::model::SymbolId;
use kconfig::source::Memory;
use kconfig::{Config, LoadOptions, Project, Tree};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

fn tree(kconfig: &str) -> Tree {
    Tree::load(&LoadOptions::new("Kconfig", &Memory::default().with("Kconfig", kconfig)))
}

fn config(kconfig: &str) -> Config {
    let tree = tree(kconfig);
    assert!(tree.is_usable(), "{:?}", tree.diagnostics());
    Config::new(Arc::new(tree))
}

fn id(config: &Config, name: &str) -> SymbolId {
    config.tree().symbol_named(name).expect("the symbol is defined")
}

fn set(config: &mut Config, name: &str, value: &str) -> Result<(), SetError> {
    let symbol = id(config, name);
    config.set(symbol, value)
}

fn text(config: &Config, name: &str) -> String {
    config.text(id(config, name)).into_owned()
}

const MACHINE: &str = r#"
config MODULES
	bool "modules"
	modules
	default y

config BUS
	tristate "bus"

config CARD
	tristate "card"
	depends on BUS
	select LIB

config LIB
	tristate "lib"

config SLOTS
	int "slots"
	range 1 LIMIT
	default 4
	depends on CARD

config LIMIT
	int "limit"
	default 8

config BASE
	hex "base"
	range 0x10 0xff
	default 0x20

config NAME
	string "name"
	default "it"

config SILENT
	def_bool CARD = y

choice
	prompt "speed"
	default FAST

config SLOW
	bool "slow"

config FAST
	bool "fast"

config TURBO
	bool "turbo"
	depends on BUS = y

endchoice
"#;

#[test]
fn a_change_reaches_everything_that_depends_on_it() {
    let mut config = config(MACHINE);
    assert_eq!(config.visibility(id(&config, "CARD")), Tristate::No);
    set(&mut config, "BUS", "m").expect("visible");
    assert_eq!(config.assignable(id(&config, "CARD")), [Tristate::No, Tristate::Mod]);
    set(&mut config, "CARD", "m").expect("visible");
    assert_eq!((text(&config, "LIB").as_str(), text(&config, "SLOTS").as_str()), ("m", "4"));
    assert_eq!(config.assignable(id(&config, "LIB")), [Tristate::Mod, Tristate::Yes]);
    set(&mut config, "LIMIT", "2").expect("visible");
    assert_eq!(text(&config, "SLOTS"), "2");
    // The user's value is kept while it does not count, and counts again.
    set(&mut config, "BUS", "n").expect("visible");
    assert_eq!(text(&config, "CARD"), "n");
    set(&mut config, "BUS", "y").expect("visible");
    assert_eq!(text(&config, "CARD"), "m");
    let bus = id(&config, "BUS");
    config.unset(bus);
    assert_eq!(text(&config, "CARD"), "n");
}

#[test]
fn without_modules_m_is_y() {
    let mut config = config(MACHINE);
    set(&mut config, "BUS", "m").expect("visible");
    set(&mut config, "MODULES", "n").expect("visible");
    assert_eq!(text(&config, "BUS"), "y");
    assert_eq!(config.assignable(id(&config, "BUS")), [Tristate::No, Tristate::Yes]);
}

#[test]
fn the_member_chosen_last_is_selected_while_it_is_visible() {
    let mut config = config(MACHINE);
    assert_eq!(text(&config, "FAST"), "y");
    set(&mut config, "BUS", "y").expect("visible");
    set(&mut config, "TURBO", "y").expect("visible");
    assert_eq!((text(&config, "TURBO").as_str(), text(&config, "FAST").as_str()), ("y", "n"));
    set(&mut config, "BUS", "m").expect("visible");
    assert_ne!(text(&config, "TURBO"), "y");
    set(&mut config, "BUS", "y").expect("visible");
    assert_eq!(text(&config, "TURBO"), "y");
    let turbo = id(&config, "TURBO");
    config.unset(turbo);
    assert_eq!(text(&config, "FAST"), "y");
}

#[test]
fn a_value_that_cannot_be_is_refused_with_reason_and_cure() {
    let mut config = config(MACHINE);
    let mut refused = |name: &str, value: &str| {
        let before = config.write();
        let error = set(&mut config, name, value).expect_err("cannot be").to_string();
        assert_eq!(config.write(), before, "nothing has changed");
        error
    };
    for (name, value, words) in [
        ("CARD", "y", ["CARD cannot be set now", "BUS [=n]"]),
        ("LIMIT", "0x10", ["LIMIT cannot be `0x10`", "decimal"]),
        ("BASE", "100", ["BASE cannot be 0x100", "from 0x10 to 0xff"]),
        ("BASE", "q", ["BASE cannot be `q`", "hexadecimal"]),
        ("SILENT", "y", ["SILENT has no prompt", "defaults"]),
        ("FAST", "n", ["FAST cannot be n", "select another member"]),
        ("MODULES", "m", ["MODULES cannot be `m`", "y or n"]),
        ("NAME", "a\nb", ["NAME cannot be", "string"]),
    ] {
        let error = refused(name, value);
        for word in words {
            assert!(error.contains(word), "{name}={value}: {error}");
        }
    }
    set(&mut config, "BUS", "m").expect("visible");
    set(&mut config, "CARD", "m").expect("visible");
    let error = set(&mut config, "LIB", "n").expect_err("selected").to_string();
    assert!(error.contains("selected by CARD") && error.contains("possible: m, y"), "{error}");
    let error = set(&mut config, "CARD", "y").expect_err("limited").to_string();
    assert!(error.contains("BUS [=m]"), "{error}");
}

#[test]
fn a_hex_may_be_given_without_its_prefix() {
    let mut config = config(MACHINE);
    set(&mut config, "BASE", "1f").expect("a hex");
    assert_eq!(text(&config, "BASE"), "0x1f");
}

#[test]
fn every_value_says_where_it_comes_from() {
    let mut config = config(MACHINE);
    config.read(".config", b"CONFIG_BUS=y\nCONFIG_CARD=y\nCONFIG_SLOTS=9\n");
    let origin = |name: &str| config.origin(id(&config, name));
    let line = |origin: Origin| match origin {
        Origin::User(Some(span)) => config.sources().position(span).to_string(),
        other => panic!("not the user's: {other:?}"),
    };
    assert_eq!(line(origin("BUS")), ".config:1:1");
    assert_eq!(origin("LIB"), Origin::Select(vec![id(&config, "CARD")]));
    assert!(matches!(origin("SLOTS"), Origin::Range { wanted, .. } if wanted == "9"));
    assert!(matches!(origin("NAME"), Origin::Default(_)));
    assert!(
        matches!(origin("SLOW"), Origin::Choice { selected: Some(other), .. } if other == id(&config, "FAST"))
    );
    let why = config.why(id(&config, "SILENT"));
    assert_eq!(why.text, "SILENT is y by its default");
    let names: Vec<&str> = why.because.iter().map(|reason| config.tree().name(reason.symbol)).collect();
    assert_eq!(names, ["CARD"]);
    assert_eq!(why.because[0].text, "CARD is y because the user set it");
}

#[test]
fn a_reason_says_what_an_invisible_symbol_waits_for() {
    let config = config(MACHINE);
    let why = config.why(id(&config, "SLOTS"));
    let conditions: Vec<&str> = why.conditions.iter().map(|condition| condition.text.as_str()).collect();
    assert_eq!(conditions, ["CARD [=n]"]);
    assert_eq!(config.tree().name(why.because[0].symbol), "CARD");
    assert_eq!(config.tree().name(why.because[0].because[0].symbol), "BUS");
}

#[test]
fn requests_that_were_not_honoured_are_listed_with_line_and_cause() {
    let mut config = config(MACHINE);
    config.read(
        ".config",
        b"CONFIG_SLOW=y\nCONFIG_TURBO=y\nCONFIG_FAST=y\nCONFIG_CARD=y\nCONFIG_LIMIT=8\nCONFIG_BASE=0x1000\n",
    );
    let found: Vec<String> = config
        .unmet_requests()
        .iter()
        .map(|request| {
            let line = request.span.map_or(0, |span| config.sources().line(span));
            format!("{line}: {} {}->{}", config.tree().name(request.symbol), request.wanted, request.got)
        })
        .collect();
    assert_eq!(found, ["1: SLOW y->n", "2: TURBO y->n", "4: CARD y->n", "6: BASE 0x1000->0xff"]);
    let whys: Vec<String> = config.unmet_requests().into_iter().map(|request| request.why).collect();
    for (why, word) in whys.iter().zip(["FAST", "BUS", "BUS [=n]", "from 0x10 to 0xff"]) {
        assert!(why.contains(word), "{why}");
    }
}

#[test]
fn findings_in_a_config_name_line_cause_and_cure() {
    let mut config = config(MACHINE);
    let found = config.read(
        ".config",
        b"CONFIG_BUSS=y\nCONFIG_BASE=zz\nnonsense\nCONFIG_BUS=y\nCONFIG_BUS=n\nCONFIG_NAME=\"open\n",
    );
    let lines: Vec<u32> = found.iter().map(|d| config.sources().line(d.span.expect("a place"))).collect();
    assert_eq!(lines, [1, 2, 3, 5, 6]);
    assert!(found.iter().all(|finding| finding.help.is_some()));
    let first = found.iter().next().expect("a finding");
    assert_eq!(first.help.as_deref(), Some("did you mean CONFIG_BUS?"));
}

#[test]
fn a_configuration_is_changed_when_its_file_would_be() {
    let mut config = config(MACHINE);
    assert!(config.is_changed(), "nothing was read yet");
    let file = config.write();
    config.read(".config", file.as_bytes());
    assert!(!config.is_changed());
    set(&mut config, "NAME", "other").expect("visible");
    assert!(config.is_changed());
    set(&mut config, "NAME", "it").expect("visible");
    assert!(!config.is_changed());
    config.read(".config", b"CONFIG_BUS=y\n");
    assert!(config.is_changed(), "the file lacks symbols");
}

#[test]
fn the_minimal_form_gives_the_same_configuration() {
    let mut config = config(MACHINE);
    for (name, value) in [("BUS", "y"), ("CARD", "m"), ("TURBO", "y"), ("LIMIT", "3"), ("NAME", "")] {
        set(&mut config, name, value).expect("visible");
    }
    let (full, minimal) = (config.write(), config.write_minimal());
    assert_eq!(
        minimal,
        "CONFIG_BUS=y\nCONFIG_CARD=m\nCONFIG_SLOTS=3\nCONFIG_LIMIT=3\nCONFIG_NAME=\"\"\nCONFIG_TURBO=y\n"
    );
    config.read("defconfig", minimal.as_bytes());
    assert_eq!(config.write(), full);
}

#[test]
fn saving_replaces_the_file_only_when_its_bytes_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sub/.config");
    let mut config = config(MACHINE);
    assert_eq!(config.save(&path).expect("a file"), Saved::Written);
    let before = std::fs::metadata(&path).expect("a file").modified().expect("a time");
    assert_eq!(config.save(&path).expect("a file"), Saved::Unchanged);
    assert_eq!(std::fs::metadata(&path).expect("a file").modified().expect("a time"), before);
    let old = std::fs::read_to_string(&path).expect("a file");
    set(&mut config, "BUS", "y").expect("visible");
    assert_eq!(config.save(&path).expect("a file"), Saved::Written);
    assert!(!config.is_changed());
    let kept = std::fs::read_to_string(folder.path().join("sub/.config.old")).expect("the previous file");
    assert_eq!(kept, old);
    let names = std::fs::read_dir(folder.path().join("sub")).expect("a folder").count();
    assert_eq!(names, 2, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn saving_keeps_permissions_and_follows_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    std::fs::write(&real, "old").expect("a file");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink("real", &link).expect("a link");
    assert_eq!(save_text(&link, "new").expect("a file"), Saved::Written);
    assert!(std::fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(std::fs::read_to_string(&real).expect("a file"), "new");
    assert_eq!(std::fs::metadata(&real).expect("a file").permissions().mode() & 0o777, 0o640);
    let dangling = folder.path().join("dangling");
    symlink("later", &dangling).expect("a link");
    save_text(&dangling, "there").expect("a file");
    assert_eq!(std::fs::read_to_string(folder.path().join("later")).expect("a file"), "there");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_and_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = config(MACHINE);
    assert!(config.save(folder.path()).is_err(), "a folder is no file");
    assert!(save_text(&folder.path().join("missing/file"), "text").is_err());
    assert!(folder.path().is_dir());
}

#[test]
fn a_chain_as_long_as_the_tree_is_evaluated() {
    let mut kconfig = String::from("config S0\n\tbool \"s0\"\n");
    let length = 50_000;
    for i in 1..length {
        let _ = write!(kconfig, "config S{i}\n\tbool\n\tdefault y if S{}\n", i - 1);
    }
    let mut config = config(&kconfig);
    let last = id(&config, &format!("S{}", length - 1));
    assert_eq!(config.tristate(last), Tristate::No);
    set(&mut config, "S0", "y").expect("visible");
    assert_eq!(config.tristate(last), Tristate::Yes);
}

#[test]
fn an_expression_as_long_as_the_file_is_evaluated_and_printed() {
    let terms: Vec<String> = (0..20_000).map(|i| format!("S{i}")).collect();
    let kconfig = format!(
        "config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on {} || A\n\tdefault y\n",
        terms.join(" || ")
    );
    let mut config = config(&kconfig);
    assert_eq!(text(&config, "B"), "n");
    set(&mut config, "A", "y").expect("visible");
    assert_eq!(text(&config, "B"), "y");
    let dependency = config.tree().symbol(id(&config, "B")).direct_dep().expect("a dependency");
    assert!(config.describe_expr(dependency).ends_with("|| S19999 || A [=y]"));
}

#[test]
fn a_loop_is_reported_with_its_chain_and_does_not_hang_the_values() {
    let mut kconfig = String::from("config S0\n\tbool \"s0\"\n\tdepends on S19999\n");
    for i in 1..20_000 {
        let _ = write!(kconfig, "config S{i}\n\tbool \"s{i}\"\n\tdepends on S{}\n", i - 1);
    }
    let tree = tree(&kconfig);
    assert!(!tree.is_usable());
    let found: Vec<_> = tree.diagnostics().iter().collect();
    assert_eq!(found.len(), 1);
    let message = &found[0].message;
    assert!(message.contains("S0 depends on S19999; symbol S19999 depends on S19998"), "{message}");
    assert!(message.contains("19989 more") && message.ends_with("S1 depends on S0"), "{message}");
    // A menu starts on such a tree too.
    let mut config = Config::new(Arc::new(tree));
    let _ = set(&mut config, "S0", "y");
    assert!(config.write().starts_with("#\n"));
}

#[test]
fn a_broken_tree_has_values_for_what_was_understood() {
    let tree = tree("config A\n\tbool \"a\"\n\tdefualt y\nconfig B\n\tbool \"b\"\n\tdefault y\n");
    assert!(!tree.is_usable());
    let config = Config::new(Arc::new(tree));
    assert_eq!(text(&config, "B"), "y");
}

#[test]
fn what_depends_on_a_symbol_nests_below_it() {
    let config = config(
        "config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\n\tdepends on A\nif A && B\nconfig C\n\tbool \"c\"\nendif\n\
         config D\n\tbool \"d\"\nmenu \"m\"\nconfig E\n\tbool \"e\"\nendmenu\n",
    );
    let tree = config.tree();
    let mut outline = String::new();
    let mut stack = vec![(tree.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        let _ = writeln!(outline, "{:depth$}{}", "", tree.prompt(node).unwrap_or("-"));
        let children: Vec<_> = tree.children(node).collect();
        stack.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    assert_eq!(outline, "Main menu\n a\n  b\n   c\n d\n m\n  e\n");
}

#[test]
fn a_project_takes_prefix_and_dialect_from_its_manifest() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("src/deep");
    std::fs::create_dir_all(&inner).expect("a folder");
    std::fs::write(folder.path().join("Kconfig"), "config A\n\tbool \"a\"\n").expect("a file");
    let manifest = folder.path().join("Cargo.toml");
    let write =
        |text: &str| std::fs::write(&manifest, format!("[package]\nname = \"x\"\n\n{text}")).expect("a file");
    let find = |variables: &[(&str, &str)]| {
        let variables: BTreeMap<String, String> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Project::find_with(&inner, &variables)
    };
    write("[package.metadata.kconfig]\nprefix = \"\"\ndialect = \"legacy\"\n");
    let project = find(&[]).expect("a project");
    assert_eq!((project.prefix.as_str(), project.dialect.name()), ("", "legacy"));
    assert_eq!(project.config, project.folder.join(".config"));
    let project = find(&[("CONFIG_", "X_"), ("KCONFIG_CONFIG", "a/b")]).expect("a project");
    assert_eq!((project.prefix.as_str(), project.config), ("X_", project.folder.join("a/b")));
    write("[package.metadata.kconfig]\ndialect = \"linux-5\"\n");
    let error = find(&[]).expect_err("no such dialect").to_string();
    assert!(error.contains("Cargo.toml:5:11") && error.contains("linux-6.12"), "{error}");
    write("[package.metadata.kconfig]\nprefx = \"\"\n");
    let error = find(&[]).expect_err("a slip").to_string();
    assert!(error.contains("Cargo.toml:5:1:") && error.contains("prefx"), "{error}");
    let error = Project::find_with(Path::new("/"), &BTreeMap::new()).expect_err("nothing there").to_string();
    assert!(error.contains("has a Kconfig"), "{error}");
}
