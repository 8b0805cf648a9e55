//! The most instructions executed under the lock, per function and option, counted by valgrind.
//!
//! A build with LOSCFG_MEM_LOCK_CRITICAL_SECTION calls two functions by name around everything that is locked, so
//! callgrind can write down what was executed between them; the work is the same under any lock. `tests/lockcost` makes
//! the calls. The figures go to tests/data/lockcost.csv and to the table of src/docs/lock.md.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The option sets: a name for the table, and what its configuration says beside the lock.
const OPTIONS: [(&str, &str); 8] = [
    ("bestfit", "LOSCFG_KERNEL_MEM_BESTFIT=y\n# LOSCFG_MEM_TASK_STAT is not set\n"),
    ("task statistics", "LOSCFG_KERNEL_MEM_BESTFIT=y\nLOSCFG_MEM_TASK_STAT=y\n"),
    ("slab", "LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y\n# LOSCFG_MEM_TASK_STAT is not set\n"),
    (
        "growing slab",
        "LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y\nLOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE=y\n\
         # LOSCFG_MEM_TASK_STAT is not set\n",
    ),
    (
        "debug",
        "LOSCFG_DEBUG_VERSION=y\nLOSCFG_MEM_DEBUG=y\n# LOSCFG_MEM_TASK_STAT is not set\n\
         # LOSCFG_MEM_MUL_POOL is not set\n",
    ),
    (
        "debug, modules",
        "LOSCFG_DEBUG_VERSION=y\nLOSCFG_MEM_DEBUG=y\nLOSCFG_MEM_MUL_MODULE=y\n\
         # LOSCFG_MEM_TASK_STAT is not set\n# LOSCFG_MEM_MUL_POOL is not set\n",
    ),
    (
        "debug, integrity check",
        "LOSCFG_DEBUG_VERSION=y\nLOSCFG_MEM_DEBUG=y\nLOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK=y\n\
         # LOSCFG_MEM_TASK_STAT is not set\n# LOSCFG_MEM_MUL_POOL is not set\n",
    ),
    ("bestfit_little", "LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y\n# LOSCFG_MEM_TASK_STAT is not set\n"),
];

/// About how many blocks the pool has: what grows between the two takes time in proportion to them.
const BLOCKS: [usize; 2] = [100, 1000];

const ACQUIRE: &str = "_critical_section_1_0_acquire";
const RELEASE: &str = "_critical_section_1_0_release";
const MARK: &str = "lockcost_mark";

const DATA: &str = "tests/data/lockcost.csv";
const PAGE: &str = "src/docs/lock.md";
const BEGIN: &str = "<!-- written by cargo xtask lockcost -->\n";
const END: &str = "<!-- end -->\n";

/// The most instructions, by function, option set and number of blocks.
type Figures = BTreeMap<(String, usize), [u64; 2]>;

/// Measures everything and writes the data and the page.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    prepare()?;
    let style =
        ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}").unwrap_or(ProgressStyle::default_bar());
    let bar = ProgressBar::new((OPTIONS.len() * BLOCKS.len()) as u64).with_style(style);
    let mut figures = Figures::new();
    for (option, (name, config)) in OPTIONS.into_iter().enumerate() {
        bar.set_message(name);
        let folder = tempfile::tempdir().context("cannot make a folder for the measurements")?;
        let program = build(workspace, folder.path(), config).with_context(|| format!("with {name}"))?;
        for (column, blocks) in BLOCKS.into_iter().enumerate() {
            for (function, most) in measure(&program, folder.path(), blocks)? {
                figures.entry((function, option)).or_default()[column] = most;
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    fs::write(workspace.root().join(DATA), data(&figures)).with_context(|| format!("cannot write {DATA}"))?;
    let path = workspace.root().join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read {PAGE}"))?;
    let page = between(&page, &table(&figures)).with_context(|| format!("{PAGE} has lost its two marks"))?;
    fs::write(&path, page).with_context(|| format!("cannot write {PAGE}"))?;
    println!("{} figures in {DATA} and {PAGE}", figures.len());
    Ok(())
}

/// Builds the calling program for one configuration.
fn build(workspace: &Workspace, folder: &Path, config: &str) -> Result<std::path::PathBuf> {
    let path = folder.join("config");
    fs::write(&path, format!("{config}LOSCFG_MEM_LOCK_CRITICAL_SECTION=y\n")).context("cannot write")?;
    let target = workspace.target().join("lockcost");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--package", "lockcost"])
        .current_dir(workspace.root())
        .env("KCONFIG_CONFIG", &path)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!("lockcost does not build:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(target.join("release/lockcost"))
}

/// The most instructions under the lock of each function.
fn measure(program: &Path, folder: &Path, blocks: usize) -> Result<Vec<(String, u64)>> {
    let counts = folder.join("callgrind.out");
    let _ = fs::remove_file(&counts);
    let output = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind", "--combine-dumps=yes"])
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(format!("--dump-after={ACQUIRE}"))
        .arg(format!("--dump-before={RELEASE}"))
        .arg(format!("--dump-before={MARK}"))
        .arg(program)
        .arg(blocks.to_string())
        .stdout(Stdio::null())
        .output()
        .context("cannot run valgrind")?;
    if !output.status.success() {
        bail!("lockcost fails under valgrind:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let labels = String::from_utf8_lossy(&output.stderr).into_owned();
    let text = fs::read_to_string(&counts).context("callgrind has written nothing")?;
    most(&labels, &text)
}

/// Finds the longest critical section of each label in what callgrind wrote.
fn most(labels: &str, text: &str) -> Result<Vec<(String, u64)>> {
    let mut calls = labels.lines().filter(|line| line.starts_with("LOS_"));
    let mut most = BTreeMap::<String, u64>::new();
    // Each part of the file says what ended it, then how much was executed since the part before.
    let (mut trigger, mut label, mut depth, mut section) = ("", None, 0u32, 0u64);
    for line in text.lines() {
        if let Some(why) = line.strip_prefix("desc: Trigger: ") {
            trigger = why;
        }
        let Some(count) = line.strip_prefix("summary: ") else { continue };
        let count: u64 = count.trim().parse().with_context(|| format!("a count that is none: {line}"))?;
        if trigger.ends_with(MARK) {
            label = if label.is_none() { calls.next() } else { None };
        } else if trigger.ends_with(ACQUIRE) {
            // What was executed up to here belongs to the section around it, if there is one.
            section = if depth == 0 { 0 } else { section + count };
            depth += 1;
        } else if trigger.ends_with(RELEASE) && depth > 0 {
            section += count;
            depth -= 1;
            if let (0, Some(label)) = (depth, label) {
                let most = most.entry(label.to_owned()).or_default();
                *most = (*most).max(section);
            }
        }
    }
    if calls.next().is_some() {
        bail!("callgrind saw fewer calls than were made");
    }
    Ok(most.into_iter().collect())
}

fn data(figures: &Figures) -> String {
    let mut text = String::from("function,options,at_100_blocks,at_1000_blocks\n");
    for ((function, option), [few, many]) in figures {
        let _ = writeln!(text, "\"{function}\",\"{}\",{few},{many}", OPTIONS[*option].0);
    }
    text
}

fn table(figures: &Figures) -> String {
    let mut text = String::from("| function |");
    for (name, _) in OPTIONS {
        let _ = write!(text, " {name} |");
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(OPTIONS.len()));
    text.push('\n');
    let mut functions: Vec<&str> = figures.keys().map(|(function, _)| function.as_str()).collect();
    functions.dedup();
    for function in functions {
        let _ = write!(text, "| {function} |");
        for option in 0..OPTIONS.len() {
            let _ = match figures.get(&(function.to_owned(), option)) {
                Some([few, many]) if grows(*few, *many) => write!(text, " {few} / {many} |"),
                Some([few, many]) => write!(text, " {} |", few.max(many)),
                None => write!(text, " none |"),
            };
        }
        text.push('\n');
    }
    text
}

/// Whether ten times the blocks take so much more that it is not chance.
fn grows(few: u64, many: u64) -> bool {
    many > few * 2 + 200
}

/// The page with a new table between its marks.
fn between(page: &str, table: &str) -> Option<String> {
    let (head, rest) = page.split_once(BEGIN)?;
    let (_, tail) = rest.split_once(END)?;
    Some(format!("{head}{BEGIN}\n{table}\n{END}{tail}"))
}

/// Installs valgrind if it is missing.
fn prepare() -> Result<()> {
    let installed =
        || Command::new("valgrind").arg("--version").output().is_ok_and(|out| out.status.success());
    if installed() {
        return Ok(());
    }
    eprintln!("installing valgrind");
    let status = Command::new("apt-get")
        .args(["install", "--yes", "--no-install-recommends", "valgrind"])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status();
    match status {
        Ok(status) if status.success() && installed() => Ok(()),
        _ => bail!(
            "valgrind is needed and could not be installed; as root: apt-get update && apt-get install valgrind"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(trigger: &str, count: u64) -> String {
        format!("desc: Trigger: {trigger}\nsummary: {count}\n")
    }

    #[test]
    fn a_section_counts_what_is_nested_in_it_and_marks_choose_the_label() {
        let text = [
            part("--dump-after=_critical_section_1_0_acquire", 900),
            part("--dump-before=_critical_section_1_0_release", 900),
            part("--dump-before=lockcost_mark", 5),
            part("--dump-after=_critical_section_1_0_acquire", 7),
            part("--dump-after=_critical_section_1_0_acquire", 10),
            part("--dump-before=_critical_section_1_0_release", 20),
            part("--dump-before=_critical_section_1_0_release", 40),
            part("--dump-before=lockcost_mark", 8),
        ];
        assert_eq!(most("LOS_A\n", &text.concat()).ok(), Some(vec![("LOS_A".to_owned(), 70)]));
    }
}
