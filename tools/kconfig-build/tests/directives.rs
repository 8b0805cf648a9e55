//! What a build script tells Cargo, for small trees on disk.

use kconfig::project::Project;
use kconfig_build::{Build, Error};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

const KCONFIG: &str = r#"mainmenu "Example"

config NET
	bool "Networking"
	default y

config IPV6
	bool "IPv6"
	depends on NET

config MTU
	int "Largest packet"
	default 1500
	range 576 9000

config BUFFERS
	int "Number of buffers"
	depends on IPV6
	default 4

source "Kconfig.debug"
"#;

const DEBUG: &str = "config TRACE\n\tbool \"Trace $(LEVEL)\"\n";

/// A project in a folder of its own.
struct Example(TempDir);

impl Example {
    fn new(config: Option<&str>) -> Example {
        let folder = tempfile::tempdir().unwrap();
        let example = Example(folder);
        example.write("Cargo.toml", "[package.metadata.kconfig]\nprefix = \"EX_\"\n");
        example.write("Kconfig", KCONFIG);
        example.write("Kconfig.debug", DEBUG);
        if let Some(text) = config {
            example.write(".config", text);
        }
        example
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn build_with(&self, environment: &[(&str, &str)]) -> Result<Build, Error> {
        let environment: BTreeMap<String, String> =
            environment.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let project = Project::find_with(self.path(), &environment).unwrap();
        Build::of(project, self.path().join("out"))
    }

    fn build(&self) -> Build {
        self.build_with(&[]).unwrap()
    }

    fn warnings(&self) -> Vec<String> {
        with_prefix(&self.build(), "cargo::warning=")
    }

    fn error(&self) -> String {
        self.build_with(&[]).err().expect("the build stops").to_string()
    }
}

fn with_prefix(build: &Build, prefix: &str) -> Vec<String> {
    build.directives().iter().filter_map(|line| line.strip_prefix(prefix)).map(str::to_owned).collect()
}

#[test]
fn every_bool_is_checked_and_each_that_is_on_is_set() {
    let build = Example::new(Some("EX_NET=y\n# EX_TRACE is not set\n")).build();
    assert_eq!(with_prefix(&build, "cargo::rustc-cfg="), ["EX_NET"]);
    assert_eq!(
        with_prefix(&build, "cargo::rustc-check-cfg="),
        ["cfg(EX_NET)", "cfg(EX_IPV6)", "cfg(EX_TRACE)"]
    );
}

#[test]
fn constants_have_the_types_of_their_symbols() {
    let build = Example::new(Some("EX_MTU=9000\n")).build();
    let text = build.rust_constants();
    assert!(text.contains("/// Largest packet\npub const EX_MTU: i64 = 9000;\n"), "{text}");
    assert!(text.contains("pub const EX_IPV6: bool = false;\n"), "{text}");
    assert_eq!(build.number("EX_MTU"), Some(9000));
    assert_eq!(build.number("EX_BUFFERS"), None);
    assert!(!text.contains("EX_BUFFERS"), "{text}");
    assert!(build.is_on("EX_NET") && !build.is_on("EX_IPV6") && !build.is_on("NET"));
    let header = build.c_header("extern int more;\n");
    assert!(header.contains("#define EX_NET 1\n#define EX_MTU 9000\n\nextern int more;\n"), "{header}");
}

#[test]
fn exactly_what_was_read_is_watched() {
    let example = Example::new(Some(""));
    let build = example.build();
    let files = with_prefix(&build, "cargo::rerun-if-changed=");
    assert_eq!(files, ["Kconfig", "Kconfig.debug", "Cargo.toml", "build.rs", ".config"]);
    let variables = with_prefix(&build, "cargo::rerun-if-env-changed=");
    assert_eq!(variables, ["KCONFIG_CONFIG", "KCONFIG_DEFCONFIG", "CONFIG_", "srctree", "LEVEL"]);
}

#[test]
fn an_absent_configuration_is_looked_for_at_every_build() {
    let example = Example::new(None);
    let files = with_prefix(&example.build(), "cargo::rerun-if-changed=");
    assert!(files.contains(&".config".to_owned()));
    let absent = files.last().unwrap();
    assert!(absent.ends_with("absent") && !Path::new(absent).exists(), "{absent}");
}

#[test]
fn the_configuration_is_the_first_that_is_there_and_is_named() {
    let example = Example::new(None);
    let used = |environment: &[(&str, &str)]| {
        with_prefix(&example.build_with(environment).unwrap(), "cargo::warning=")[0].clone()
    };
    assert_eq!(used(&[]), "every option at its default");
    example.write("configs/default_defconfig", "");
    assert_eq!(used(&[]), "configured by configs/default_defconfig");
    example.write(".config", "");
    assert_eq!(used(&[]), "configured by .config");
    example.write("configs/small_defconfig", "");
    assert_eq!(used(&[("KCONFIG_DEFCONFIG", "small_defconfig")]), "configured by configs/small_defconfig");
    example.write("other", "");
    let both = [("KCONFIG_DEFCONFIG", "small_defconfig"), ("KCONFIG_CONFIG", "other")];
    assert_eq!(used(&both), "configured by other");
    assert_eq!(used(&[("KCONFIG_CONFIG", "")]), "configured by .config");
}

#[test]
fn a_named_configuration_that_is_absent_stops_the_build() {
    let example = Example::new(None);
    for variable in ["KCONFIG_CONFIG", "KCONFIG_DEFCONFIG"] {
        let error = example.build_with(&[(variable, "nowhere")]).err().unwrap().to_string();
        assert!(error.starts_with(variable) && error.contains("nowhere"), "{error}");
        assert!(error.contains("correct the name, or unset the variable"), "{error}");
    }
}

#[test]
fn a_request_that_could_not_be_honoured_is_a_warning_with_its_line() {
    let warnings = Example::new(Some("# EX_NET is not set\nEX_IPV6=y\n")).warnings();
    assert_eq!(warnings.len(), 2, "{warnings:#?}");
    assert!(warnings[1].starts_with(".config:2:1: ") && warnings[1].contains("NET"), "{warnings:#?}");
}

#[test]
fn lines_that_cannot_be_understood_are_named_with_cause_and_cure() {
    for (line, words) in [
        ("EX_NET=0x10", "NET"),
        ("EX_UNKNOWN=y", "UNKNOWN"),
        ("EX_MTU=99999", "9000"),
        ("EX_MTU=many", "many"),
        ("nonsense", "nonsense"),
    ] {
        let example = Example::new(Some(&format!("\n{line}\n")));
        let findings = match example.build_with(&[]) {
            Ok(_) => example.warnings()[1..].to_vec(),
            Err(error) => vec![error.to_string()],
        };
        assert_eq!(findings.len(), 1, "{line}: {findings:#?}");
        assert!(
            findings[0].starts_with(".config:2:") && findings[0].contains(words),
            "{line}: {findings:#?}"
        );
    }
}

#[test]
fn a_broken_tree_stops_the_build_with_file_line_and_column() {
    let example = Example::new(Some(""));
    example.write("Kconfig.debug", "config TRACE\n\tboolean \"Trace\"\n");
    let error = example.error();
    assert!(error.starts_with("Kconfig.debug:2:2: error[K"), "{error}");
    example.write("Kconfig", "source \"nowhere\"\n");
    let error = example.error();
    assert!(error.starts_with("Kconfig:1:") && error.contains("nowhere"), "{error}");
}

#[test]
fn generated_files_are_the_same_for_the_same_inputs_and_only_written_once() {
    let (one, two) = (Example::new(Some("EX_MTU=700\n")), Example::new(Some("EX_MTU=700\n")));
    assert_eq!(one.build().rust_constants(), two.build().rust_constants());
    assert!(!one.build().rust_constants().contains(one.path().to_str().unwrap()));
    one.write("out/config.rs", "");
    let build = one.build();
    build.write("config.rs", "text").unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    let path = one.path().join("out/config.rs");
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    build.write("config.rs", "text").unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}
