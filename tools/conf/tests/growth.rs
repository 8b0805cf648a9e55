//! Time grows with the input, not with its square: each dimension of a tree and of a configuration, four times as
//! large, takes about four times as long.
//!
//! Processor time is measured, which other work on the machine disturbs little, of the best of some runs; a square shows
//! as sixteen.

mod program;

use program::{Folder, command};
use std::process::{Command, Stdio};

/// A Kconfig file and a configuration of a size.
type Make = fn(usize) -> (String, String);

fn each(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

fn bools(n: usize, property: impl Fn(usize) -> String) -> String {
    each(n, |i| format!("config S{i}\n\tbool \"s\"\n{}", property(i)))
}

fn all_on(n: usize) -> String {
    each(n, |i| format!("CONFIG_S{i}=y\n"))
}

const NONE: String = String::new();

/// What can be long, and the size at which it is tried.
const DIMENSIONS: &[(&str, usize, Make)] = &[
    ("symbols", 666, |n| {
        (bools(n, |i| format!("\tdepends on S{}\n", i / 2 + usize::from(i == 0))), all_on(n))
    }),
    ("unknown symbols", 666, |n| (bools(n, |_| NONE), each(n, |i| format!("CONFIG_X{i}=y\n")))),
    ("assignments to one symbol", 1333, |n| (bools(1, |_| NONE), "CONFIG_S0=y\n".repeat(n))),
    ("wrong lines", 1333, |n| (bools(1, |_| NONE), "what is this?\n".repeat(n))),
    ("one long line", 133333, |n| (bools(1, |_| NONE), "?".repeat(n))),
    ("one long value", 133333, |n| {
        ("config S\n\tstring \"s\"\n".to_owned(), format!("CONFIG_S=\"{}\"\n", "\\\"".repeat(n)))
    }),
    ("defaults", 1333, |n| {
        (
            format!(
                "{}config A\n\tint \"a\"\n{}",
                bools(1, |_| NONE),
                each(n, |i| format!("\tdefault {i} if S0\n"))
            ),
            NONE,
        )
    }),
    ("ranges", 1333, |n| {
        (
            format!(
                "{}config A\n\tint \"a\"\n{}",
                bools(1, |_| NONE),
                each(n, |i| format!("\trange {i} {n} if S0\n"))
            ),
            NONE,
        )
    }),
    ("definitions", 2000, |n| {
        (format!("{}{}", bools(1, |_| NONE), "config A\n\tbool \"a\"\n\tdepends on S0\n".repeat(n)), NONE)
    }),
    ("selects of one symbol", 1333, |n| {
        (format!("config T\n\tbool\n\tdepends on T0\n{}", bools(n, |_| "\tselect T\n".to_owned())), all_on(n))
    }),
    ("unmet selects", 500, |n| {
        let target = |i| format!("\tselect T{i}\nconfig T{i}\n\tbool\n\tdepends on X\n");
        (bools(n, target), all_on(n))
    }),
    ("members", 1333, |n| (format!("choice\n\tprompt \"c\"\n{}endchoice\n", bools(n, |_| NONE)), all_on(n))),
    ("defaults of a choice", 1333, |n| {
        let defaults = each(n, |i| format!("\tdefault S{i} if X\n"));
        (format!("choice\n\tprompt \"c\"\n{defaults}{}endchoice\n", bools(n, |_| NONE)), NONE)
    }),
    ("a chain of dependencies", 1333, |n| (bools(n, |i| format!("\tdepends on S{}\n", i + 1)), all_on(n))),
    ("a chain of selects", 1333, |n| {
        (bools(n, |i| format!("\tselect S{}\n", i + 1)), "CONFIG_S0=y\n".to_owned())
    }),
    ("one long condition", 1333, |n| {
        let names: Vec<String> = (0..n).map(|i| format!("S{i}")).collect();
        (
            format!("{}config A\n\tbool \"a\"\n\tdepends on {}\n", bools(n, |_| NONE), names.join(" && ")),
            all_on(n),
        )
    }),
    ("a loop", 1333, |n| (bools(n, |i| format!("\tselect S{}\n", (i + 1) % n)), NONE)),
    ("submenus", 1333, |n| (bools(n, |i| format!("\tdepends on S{}\n", i.max(1) - 1)), NONE)),
    ("menus", 2000, |n| (each(n, |i| format!("menu \"m{i}\"\nendmenu\n")), NONE)),
    ("lines of help", 13333, |n| {
        (format!("config A\n\tbool \"a\"\n\thelp\n{}", "\t  text\n".repeat(n)), NONE)
    }),
    ("warnings", 1000, |n| (bools(n, |_| "\tbool \"again\"\n".to_owned()), NONE)),
    ("errors", 1000, |n| (bools(n, |_| "\tunknown word\n".to_owned()), NONE)),
    ("wrong characters in a line", 3333, |n| (format!("config A {}\n\tbool \"a\"\n", "/".repeat(n)), NONE)),
    ("variables", 1333, |n| (each(n, |i| format!("V{i} := $(V{})\n", i.max(1) - 1)), NONE)),
    ("text appended to a variable", 6666, |n| (each(n, |i| format!("V += word{i}\n")), NONE)),
    ("references in a line", 13333, |n| {
        (format!("V := x\nconfig A\n\tstring \"{}\"\n", "$(V)".repeat(n)), NONE)
    }),
    ("references in references", 13333, |n| (format!("V := {}{}\n", "$(V".repeat(n), ")".repeat(n)), NONE)),
];

/// The processor time of a run, in seconds.
fn time(folder: &Folder, arguments: &[&str]) -> f64 {
    let program = command(&folder.path(""), arguments, &[]);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("\"$0\" \"$@\" >/dev/null 2>&1 </dev/null; times");
    shell.arg(program.get_program()).args(program.get_args()).current_dir(folder.path(""));
    let output = shell.stdin(Stdio::null()).output().expect("a shell");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // The second line is that of the programs that the shell ran: 0m0.050s 0m0.010s
    let seconds = |word: &str| {
        let (minutes, seconds) = word.trim_end_matches('s').split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
    };
    text.lines().nth(1).map(|line| line.split(' ').filter_map(seconds).sum()).unwrap_or(f64::MAX)
}

/// How many times as long a run takes on the greater of two inputs.
fn growth(make: Make, (small, large): (usize, usize), arguments: &[&str]) -> f64 {
    let time = |n, runs| {
        let (kconfig, config) = make(n);
        let folder = Folder::new().with("Kconfig", kconfig);
        if !config.is_empty() {
            folder.write(".config", config);
        }
        (0..runs).map(|_| time(&folder, arguments)).fold(f64::MAX, f64::min)
    };
    // What is too short to be measured is no evidence.
    let once = time(large, 1);
    if once < 0.1 { 1.0 } else { time(large, 2).min(once) / time(small, 3).max(0.02) }
}

#[test]
fn no_dimension_costs_its_square() {
    for (name, n, make) in DIMENSIONS {
        let growth = growth(*make, (*n, 4 * n), &["--olddefconfig", "--style=plain", "Kconfig"]);
        assert!(growth < 9.0, "{name}, four times as many: {growth:.1} times as long");
    }
}

/// A tree like that of an operating system: menus of drivers that depend on buses and on each other, with libraries that
/// they select, some numbers, some choices.
fn system(n: usize) -> (String, String) {
    let mut text = String::from("config MODULES\n\tbool \"modules\"\n\tmodules\n\tdefault y\n");
    for i in 0..n / 100 {
        text += &format!(
            "config BUS{i}\n\ttristate \"bus {i}\"\nconfig LIB{i}\n\ttristate\n\tdepends on BUS{i}\n"
        );
        text += &format!("if BUS{i}\nmenu \"drivers of bus {i}\"\n");
        for j in 0..90 {
            text += &format!(
                "config DRIVER{i}_{j}\n\ttristate \"driver {j}\"\n\tdepends on BUS{0} || !BUS{1}\n\tdefault BUS{0}\n\tselect LIB{i} if BUS{i} != n\n\thelp\n\t  A driver for what is plugged into bus {i}, at place {j}.\n\n\t  If unsure, say N.\n",
                i / 2,
                i / 3
            );
        }
        text += &format!(
            "config SIZE{i}\n\tint \"size\"\n\trange 1 64\n\tdefault 16 if BUS{}\n\tdefault 8\n",
            i / 2
        );
        text += &format!(
            "choice\n\tprompt \"kind\"\nconfig FAST{i}\n\tbool \"fast\"\nconfig SMALL{i}\n\tbool \"small\"\nendchoice\n"
        );
        text += "endmenu\nendif\n";
    }
    let config = each(n / 100, |i| {
        format!("CONFIG_BUS{i}=m\nCONFIG_DRIVER{i}_7=y\n# CONFIG_DRIVER{i}_9 is not set\n")
    });
    (text, config)
}

#[test]
fn ten_times_the_symbols_take_about_ten_times_as_long() {
    for mode in ["--alldefconfig", "--savedefconfig=d"] {
        let growth = growth(system, (1000, 10_000), &[mode, "Kconfig"]);
        // The measure itself, twelve, is for a program that was optimised and a machine that does nothing else.
        assert!(growth < 15.0, "{mode}: {growth:.1}");
    }
}
