//! Inputs that break programs: damaged, endless, deep, in the wrong place. Each ends with a status and a reason, never
//! with a signal, in bounded memory and with a small stack.

mod program;

use program::{Folder, Outcome, command};
use std::fmt::Write as _;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::{Command, Stdio};

const SMALL: &str = "config A\n\tbool \"a\"\nconfig S\n\tstring \"s\"\n";

/// Limits for a shell: 1 GiB of address space, a stack of 1 MiB, a minute of processor time.
const LIMITS: &str = "ulimit -v 1048576; ulimit -s 1024; ulimit -t 60";

/// Runs the program in a shell after `before`; `after` stands behind its arguments, for redirections.
fn shell(
    folder: &Folder,
    before: &str,
    arguments: &[&str],
    variables: &[(&str, &str)],
    after: &str,
) -> Outcome {
    let program = command(&folder.path(""), arguments, variables);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{before}\n\"$0\" \"$@\" {after}"));
    shell.arg(program.get_program()).args(program.get_args());
    shell.current_dir(folder.path("")).env_clear();
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = shell.stdin(Stdio::null()).output().expect("a shell");
    Outcome { status: output.status.code(), stdout: output.stdout, stderr: output.stderr }
}

/// Runs the program with limits.
fn limited(folder: &Folder, arguments: &[&str]) -> Outcome {
    shell(folder, LIMITS, arguments, &[], "")
}

/// That a run with limits ended with this status and says this.
#[track_caller]
fn ends(folder: &Folder, arguments: &[&str], status: i32, says: &str) {
    let outcome = limited(folder, arguments);
    let said: String = outcome.stderr().chars().take(2000).collect();
    assert_eq!(outcome.status, Some(status), "{arguments:?}: {said}");
    assert!(said.contains(says), "{arguments:?}: {says:?} in {said}");
}

/// The name of a deep tree, its text, and what is said of it; nothing if it is accepted.
fn deep(n: usize) -> Vec<(&'static str, String, &'static str)> {
    let chain = |link: &dyn Fn(usize) -> String| -> String { (0..n).map(link).collect() };
    let symbols = |property: &dyn Fn(usize) -> String| {
        chain(&|i| format!("config S{i}\n\tbool \"s\"\n{}", property(i)))
    };
    let terms = |between: &str| vec!["A"; n].join(between);
    let on_a = |expr: &str| format!("{SMALL}config B\n\tbool \"b\"\n\tdepends on {expr}\n");
    let last = format!("config S{n}\n\tbool \"s\"\n");
    vec![
        (
            "parentheses",
            on_a(&format!("{}A{}", "(".repeat(n), ")".repeat(n))),
            "Kconfig:7:1013: error[K0007]",
        ),
        ("negations", on_a(&format!("{}A", "!".repeat(n))), "Kconfig:7:1013: error[K0007]"),
        ("alternating", on_a(&format!("{}A{}", "(A && (A || ".repeat(n), "))".repeat(n))), "error[K0007]"),
        ("open parentheses", on_a(&"(".repeat(n)), "error[K0007]"),
        ("conjunction", on_a(&terms(" && ")), ""),
        ("disjunction", on_a(&terms(" || ")), ""),
        ("lines of dependencies", on_a("A") + &"\tdepends on A\n".repeat(n), ""),
        ("menus", "menu \"m\"\n".repeat(n) + &"endmenu\n".repeat(n), "Kconfig:1001:1: error[K0007]"),
        ("open menus", "menu \"m\"\n".repeat(n), "error[K0007]"),
        (
            "ifs",
            SMALL.to_owned() + &"if A\n".repeat(n) + &"endif\n".repeat(n),
            "Kconfig:1005:1: error[K0007]",
        ),
        ("choices", "choice\n\tprompt \"c\"\n".repeat(n) + &"endchoice\n".repeat(n), "error[K0017]"),
        ("macro calls", format!("X := {}x{}\n{SMALL}", "$(f,".repeat(n), ")".repeat(n)), "warning[K0117]"),
        ("open macro calls", format!("X := {}\n{SMALL}", "$(f,".repeat(n)), "error[K0106]"),
        (
            "variables of variables",
            format!("V0 = x\n{}X := $(V{n})\n{SMALL}", chain(&|i| format!("V{} = $(V{i})\n", i + 1))),
            "",
        ),
        ("a function in itself", format!("f = $(f,$(1))\nX := $(f,1)\n{SMALL}"), "error[K0108]"),
        ("selects", symbols(&|i| format!("\tselect S{}\n", i + 1)) + &last, ""),
        ("implies", symbols(&|i| format!("\timply S{}\n", i + 1)) + &last, ""),
        ("dependencies", last.clone() + &symbols(&|i| format!("\tdepends on S{}\n", i + 1)), ""),
        (
            "submenus",
            format!(
                "config S0\n\tbool \"s\"\n{}",
                chain(&|i| { format!("config S{}\n\tbool \"s\"\n\tdepends on S{i}\n", i + 1) })
            ),
            "",
        ),
        ("defaults", symbols(&|i| format!("\tdefault S{}\n", i + 1)) + &last, ""),
        ("a loop of dependencies", symbols(&|i| format!("\tdepends on S{}\n", (i + 1) % n)), "error[K0230]"),
        ("a loop of selects", symbols(&|i| format!("\tselect S{}\n", (i + 1) % n)), "error[K0230]"),
        ("definitions", SMALL.to_owned() + &"config A\n\tdepends on S != y\n".repeat(n / 10), ""),
    ]
}

#[test]
fn nesting_overflows_no_stack() {
    for (name, text, says) in deep(100_000) {
        let folder = Folder::new().with("Kconfig", text);
        let status = i32::from(says.contains("error"));
        for mode in ["--alldefconfig", "--listnewconfig"] {
            let outcome = limited(&folder, &[mode, "--style=short", "Kconfig"]);
            let said: String = outcome.stderr().chars().take(500).collect();
            assert_eq!(outcome.status, Some(status), "{name}: {mode}: {said}");
            assert!(said.contains(says), "{name}: {mode}: {says} in {said}");
            if status != 0 {
                break;
            }
        }
        if status == 0 {
            assert_eq!(limited(&folder, &["--savedefconfig=d", "Kconfig"]).status, Some(0), "{name}");
        }
    }
}

#[test]
fn files_that_source_each_other_come_to_an_end() {
    let mut folder = Folder::new().with("Kconfig", "source \"k0\"\n");
    for i in 0..1200 {
        folder = folder.with(&format!("k{i}"), format!("source \"k{}\"\n", i + 1));
    }
    ends(
        &folder,
        &["--alldefconfig", "--style=short", "Kconfig"],
        1,
        "k998:1:1: error[K0103]: 1000 files source",
    );

    // 2^29 readings of 30 files.
    let mut folder = Folder::new().with("Kconfig", "source \"k0\"\n").with("k29", "");
    for i in 0..29 {
        folder = folder.with(&format!("k{i}"), format!("source \"k{0}\"\nsource \"k{0}\"\n", i + 1));
    }
    ends(&folder, &["--alldefconfig", "--style=short", "Kconfig"], 1, "error[K0118]: 262144 files");

    // As the reference program has it, a file is known by the name that sourced it.
    let folder = Folder::new().with("Kconfig", "source \"up/Kconfig\"\n");
    symlink(".", folder.path("up")).expect("a link");
    ends(
        &folder,
        &["--alldefconfig", "Kconfig"],
        1,
        "Recursive inclusion detected.\nInclusion path:\n  current file : up/Kconfig\n  included from: up/Kconfig:1\n  included from: Kconfig:1\n",
    );

    // A path that grows with each turn of the circle: the system ends it.
    let manifest = "[package]\nname = \"x\"\n[package.metadata.kconfig]\ndialect = \"kconfiglib\"\n";
    let folder = folder.with("Kconfig", "rsource \"up/Kconfig\"\n").with("Cargo.toml", manifest);
    ends(&folder, &["--alldefconfig", "--style=short", "Kconfig"], 1, "error[K0101]: the file `up/up/up/");
}

#[test]
fn macros_that_double_are_stopped() {
    // Also where there is nothing to double but the calls, and in every line again.
    let mut text = String::new();
    for i in 0..60 {
        let _ = writeln!(text, "V{} = $(V{i})$(V{i})", i + 1);
    }
    let folder = Folder::new().with("Kconfig", text + &"X := $(V60)\n".repeat(1000));
    ends(&folder, &["--alldefconfig", "--style=short", "Kconfig"], 1, "Kconfig:61:1: error[K0113]");
    for operator in ["=", ":="] {
        let mut text = format!("V0 {operator} xxxxxxxx\n");
        for i in 0..60 {
            let _ = writeln!(text, "V{} {operator} $(V{i})$(V{i})", i + 1);
        }
        let folder = Folder::new().with("Kconfig", text + "config $(V60)\n\tbool\n");
        ends(&folder, &["--alldefconfig", "--style=short", "Kconfig"], 1, "error[K0113]");
    }
    let folder =
        Folder::new().with("Kconfig", "V = x\n".to_owned() + &"V += $(V)\n".repeat(50) + "X := $(V)\n");
    ends(&folder, &["--alldefconfig", "--style=short", "Kconfig"], 1, "error[K0107]");
}

#[test]
fn damaged_text_is_reported_where_it_is() {
    let long = "x".repeat(3 << 20);
    for (text, status, says) in [
        (b"config A\n\tbool \"\xff\xfe\"\n".as_slice(), 0, "Kconfig:2:8: warning[K0016]"),
        (b"\xff\xfec\0o\0n\0f\0i\0g\0 \0A\0\n\0", 1, "Kconfig:1:1: warning[K0016]"),
        (b"\xef\xbb\xbfconfig A\n\tbool \"a\"\n", 0, "Kconfig:1:1: warning[K0012]: a byte order mark"),
        (b"config A\r\n\tbool \"a\"\r\n", 0, "Kconfig:1:9: warning[K0019]"),
        (b"config A\n\tbool \"a\0b\"\n", 0, "Kconfig:2:7: warning[K0015]"),
        (b"config A\n\0\tbool \"a\"\n", 0, "Kconfig:2:1: warning[K0015]"),
        (b"config A\n\tbool \"a\n", 0, "Kconfig:2:7: warning[K0013]"),
        (b"config A\n\tbool 'a\\", 1, "Kconfig:2:"),
        (b"config A\n\tdefault $(X\n", 1, "Kconfig:2:10: error[K0106]"),
        (format!("config {long}\n\tbool \"{long}\"\n\thelp\n\t  {long}\n").as_bytes(), 0, ""),
        (format!("{long}\n").as_bytes(), 1, "Kconfig:1:1: error[K0001]"),
        (format!("config A\n\tbool \"a\"\n\tdefault {}\n", "/".repeat(2000)).as_bytes(), 1, "warning[K0012]"),
    ] {
        let folder = Folder::new().with("Kconfig", text);
        let shown = String::from_utf8_lossy(&text[..text.len().min(40)]).into_owned();
        for style in ["--style=short", "--style=plain", "--style=classic"] {
            let outcome = limited(&folder, &["--alldefconfig", style, "Kconfig"]);
            assert_eq!(outcome.status, Some(status), "{shown:?}: {}", outcome.stderr());
            if style == "--style=short" {
                assert!(outcome.stderr().contains(says), "{shown:?}: {says} in {}", outcome.stderr());
            }
        }
    }
}

#[test]
fn a_damaged_configuration_costs_its_damaged_lines_only() {
    let long = "y".repeat(3 << 20);
    for (line, says) in [
        (b"CONFIG_A=\xff".as_slice(), ".config:1:1: warning[K0303]"),
        (b"\0\0\0\0", ".config:1:1: warning[K0301]"),
        (b"CONFIG_A=y\r", ""),
        (b"CONFIG_S=\"abc", ".config:1:1: warning[K0305]"),
        (format!("CONFIG_A={long}").as_bytes(), ""),
        (format!("CONFIG_{long}=y").as_bytes(), ".config:1:1: warning[K0302]"),
        (long.as_bytes(), ".config:1:1: warning[K0301]"),
        (format!("CONFIG_S={long}").as_bytes(), "warning[K0305]"),
    ] {
        let config = [line, b"\nCONFIG_S=\"kept\"\n"].concat();
        let folder = Folder::new().with("Kconfig", SMALL).with(".config", config);
        let outcome = limited(&folder, &["--olddefconfig", "--style=short", "Kconfig"]);
        outcome.ok();
        assert!(outcome.stderr().contains(says), "{says} in {}", outcome.stderr());
        assert!(outcome.stderr.len() < 10_000, "a line is not repeated whole");
        assert!(folder.read(".config").ends_with("CONFIG_S=\"kept\"\n"));
    }
}

#[test]
fn a_folder_in_place_of_a_file_is_named() {
    let folder = Folder::new().with("Kconfig", SMALL).with("dir/x", "").with("K", "\nsource \"dir\"\n");
    ends(&folder, &["--alldefconfig", "dir"], 2, "input in flex scanner failed\n");
    ends(&folder, &["--alldefconfig", "K"], 2, "input in flex scanner failed\n");
    ends(
        &folder,
        &["--alldefconfig", "--style=short", "K"],
        2,
        "K:2:1: error[K0119]: the file `dir` cannot be read",
    );
    ends(&folder, &["--defconfig=dir", "Kconfig"], 1, "cannot read dir: Is a directory");
    ends(&folder, &["--savedefconfig=dir", "Kconfig"], 1, "n*** Error while saving defconfig to: dir\n\n");
    let named = |mode| folder.run_with(&[mode, "Kconfig"], &[("KCONFIG_CONFIG", "dir")], b"");
    let words = "dir: Is a directory\n\n*** Error during writing of the configuration.\n\n";
    assert_eq!(named("--alldefconfig").refused(), words);
    assert!(named("--olddefconfig").refused().contains("cannot read dir: Is a directory"));
    assert!(folder.path("dir/x").exists());
}

#[test]
fn what_has_no_end_is_not_read_to_its_end() {
    let folder = Folder::new().with("Kconfig", SMALL).with("K", "source \"zero\"\n");
    symlink("/dev/zero", folder.path("zero")).expect("a link");
    ends(&folder, &["--alldefconfig", "zero"], 1, "can't find file zero");
    ends(
        &folder,
        &["--alldefconfig", "--style=short", "K"],
        1,
        "K:1:1: error[K0101]: the file `zero` cannot be read: it is larger than 128 MiB",
    );
    symlink("/dev/zero", folder.path(".config")).expect("a link");
    ends(&folder, &["--olddefconfig", "Kconfig"], 1, "cannot read .config: it is larger than 128 MiB");
    ends(&folder, &["--defconfig=zero", "Kconfig"], 1, "cannot read zero: it is larger than 128 MiB");

    // Five GiB, of which nothing is stored and nothing is read.
    for name in ["K", ".config", "large"] {
        let _ = std::fs::remove_file(folder.path(name));
        let file = std::fs::File::create(folder.path(name)).expect("a file");
        file.set_len(5 << 30).expect("a file with holes");
    }
    ends(&folder, &["--alldefconfig", "--style=short", "K"], 1, "error[K0101]: the file `K` cannot be read");
    ends(&folder, &["--olddefconfig", "Kconfig"], 1, "cannot read .config: it is larger than 128 MiB");
    ends(&folder, &["--defconfig=large", "Kconfig"], 1, "cannot read large: it is larger than 128 MiB");
}

#[test]
fn names_of_any_bytes_are_errors_at_most() {
    let folder = Folder::new().with("Kconfig", b"source \"K\xff\"\n").with("K", "source \"a\\nb\\\"\"\n");
    ends(&folder, &["--alldefconfig", "Kconfig"], 1, "can't open file");
    ends(&folder, &["--alldefconfig", "K"], 1, "can't open file \"anb\"\"");
    let name = "n".repeat(250);
    let folder = Folder::new().with("Kconfig", SMALL).with(&name, "CONFIG_A=y\n");
    let variables = [("KCONFIG_CONFIG", name.as_str())];
    folder.run_with(&["--olddefconfig", "Kconfig"], &variables, b"").ok();
    assert!(
        folder.read(&name).contains("\nCONFIG_A=y\n"),
        "written, though no name for a copy is short enough"
    );
    let odd = "conf \"x\"\n $(y)";
    folder.run_with(&["--alldefconfig", "Kconfig"], &[("KCONFIG_CONFIG", odd)], b"").ok();
    assert!(folder.path(odd).exists());
}

/// A tree whose `.config` is to change, with what it says now.
fn to_be_written() -> (Folder, &'static str) {
    let text = "# mine\nCONFIG_A=y\nCONFIG_S=\"kept\"\n";
    let folder = Folder::new().with("Kconfig", SMALL).with(".config", text);
    folder.write(".config.old", "older\n");
    (folder, text)
}

/// That nothing but the inputs is in the folder, as it was.
#[track_caller]
fn nothing_happened(folder: &Folder, text: &str) {
    assert_eq!(folder.read(".config"), text);
    assert_eq!(folder.read(".config.old"), "older\n");
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path("")).expect("the folder").flatten().map(|e| e.file_name()).collect();
    names.sort();
    assert_eq!(names, [".config", ".config.old", "Kconfig"]);
}

#[test]
fn a_write_that_fails_loses_nothing() {
    // The largest file is one of no bytes: every write fails, as on a full disk.
    let (folder, text) = to_be_written();
    let full = "trap '' XFSZ; ulimit -f 0";
    let outcome = shell(&folder, full, &["--olddefconfig", "Kconfig"], &[], "");
    assert!(outcome.refused().contains("*** Error during writing of the configuration."));
    nothing_happened(&folder, text);
    let outcome = shell(&folder, full, &["--savedefconfig=d", "Kconfig"], &[], "");
    assert!(outcome.refused().contains("*** Error while saving defconfig to: d"));
    nothing_happened(&folder, text);

    // The system ends the program in the middle of the write.
    let outcome = shell(&folder, "ulimit -c 0; ulimit -f 0", &["--olddefconfig", "Kconfig"], &[], "");
    assert_ne!(outcome.status, Some(0));
    assert_eq!(folder.read(".config"), text);
    assert_eq!(folder.read(".config.old"), "older\n");
}

#[test]
fn devices_are_written_to_and_not_replaced() {
    let folder = Folder::new().with("Kconfig", SMALL);
    folder.run_with(&["--alldefconfig", "Kconfig"], &[("KCONFIG_CONFIG", "/dev/null")], b"").ok();
    let full = folder.run_with(&["--alldefconfig", "Kconfig"], &[("KCONFIG_CONFIG", "/dev/full")], b"");
    assert!(full.refused().contains("*** Error during writing of the configuration."));
    for device in ["/dev/null", "/dev/full"] {
        assert!(!std::fs::metadata(device).expect("a device").is_file());
    }
    folder.write(".config", "CONFIG_A=y\n");
    folder.run(&["--savedefconfig=/dev/full", "Kconfig"]).refused();
    assert_eq!(folder.run(&["--savedefconfig=/dev/stdout", "Kconfig"]).ok(), "CONFIG_A=y\n");
    let nowhere =
        folder.run_with(&["--alldefconfig", "Kconfig"], &[("KCONFIG_CONFIG", "/proc/nowhere")], b"");
    nowhere.refused();
}

#[test]
fn a_save_keeps_links_permissions_owner_and_a_copy() {
    let folder = Folder::new().with("Kconfig", SMALL).with("real/config", "CONFIG_A=y\n");
    symlink("real/config", folder.path("second")).expect("a link");
    symlink("second", folder.path(".config")).expect("a link");
    let real = folder.path("real/config");
    std::fs::set_permissions(&real, PermissionsExt::from_mode(0o640)).expect("its owner may");
    // Only the administrator may give files away.
    let given = std::os::unix::fs::chown(&real, Some(12345), Some(23456)).is_ok();
    folder.run(&["--olddefconfig", "Kconfig"]).ok();
    for link in [".config", "second"] {
        assert!(std::fs::symlink_metadata(folder.path(link)).expect("the link").is_symlink());
    }
    let saved = std::fs::metadata(&real).expect("the file");
    assert_eq!(saved.mode() & 0o7777, 0o640);
    assert!(!given || (saved.uid(), saved.gid()) == (12345, 23456));
    assert!(folder.read("real/config").contains("CONFIG_S=\"\"\n"));
    assert_eq!(folder.read(".config.old"), "CONFIG_A=y\n");
    assert_eq!(std::fs::metadata(folder.path(".config.old")).expect("the copy").mode() & 0o7777, 0o640);

    // Links to nothing: what they name is made.
    let folder = Folder::new().with("Kconfig", SMALL).with("real/x", "");
    symlink("real/config", folder.path("second")).expect("a link");
    symlink("second", folder.path(".config")).expect("a link");
    folder.run(&["--alldefconfig", "Kconfig"]).ok();
    assert!(folder.path("real/config").is_file());
    // And in a circle: nothing.
    let folder = Folder::new().with("Kconfig", SMALL);
    symlink(".config", folder.path(".config")).expect("a link");
    folder.run(&["--alldefconfig", "Kconfig"]).refused();
}

#[test]
fn what_may_not_be_changed_is_said() {
    let (folder, text) = to_be_written();
    std::fs::set_permissions(folder.path(""), PermissionsExt::from_mode(0o555)).expect("its owner may");
    let outcome = folder.run(&["--olddefconfig", "Kconfig"]);
    std::fs::set_permissions(folder.path(""), PermissionsExt::from_mode(0o755)).expect("its owner may");
    // The administrator may do all things.
    if outcome.status != Some(0) {
        assert!(outcome.refused().starts_with(".config: Permission denied"));
        nothing_happened(&folder, text);
    }
    std::fs::set_permissions(folder.path("Kconfig"), PermissionsExt::from_mode(0o000))
        .expect("its owner may");
    let outcome = folder.run(&["--olddefconfig", "--style=short", "Kconfig"]);
    if outcome.status != Some(0) {
        assert!(outcome.refused().contains("reading it is not permitted"));
    }
}

#[test]
fn closed_and_full_streams_end_no_run_in_the_middle() {
    for (after, status) in
        [("<&-", 0), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), ("> /dev/full", 1), ("| true", 0)]
    {
        let (folder, _) = to_be_written();
        let outcome = shell(&folder, "", &["--olddefconfig", "Kconfig"], &[], after);
        assert_eq!(outcome.status, Some(status), "{after}: {}", outcome.stderr());
        assert!(folder.read(".config").contains("CONFIG_S=\"kept\"\n"), "{after}");
        assert!(!outcome.stderr().contains("panicked"), "{after}: {}", outcome.stderr());
    }
    let folder = Folder::new().with("Kconfig", SMALL);
    let outcome = shell(&folder, "", &["--oldaskconfig", "Kconfig"], &[], "<&-");
    assert!(!outcome.stderr().contains("panicked"), "{}", outcome.stderr());
    let outcome = shell(&folder, "", &["--help"], &[], "> /dev/full");
    assert!(!outcome.stderr().contains("panicked"), "{}", outcome.stderr());
}
