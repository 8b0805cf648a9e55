//! The kernel's own build with our `conf` in the place of its own, and our `conf` without that build.
//!
//! Kbuild runs in a copy of the kernel whose Makefile no longer says how to compile `conf`; what stands there instead
//! is a script that notes each call and hands it on. Three runs in the same folder, one after the other: Linux's
//! program, ours, and `conf --linux` without make. What each step leaves behind has to be equal.
//!
//! Knows nothing of the language.

use crate::oracle::{self, Program, Series, succeed};
use crate::workspace::{Workspace, files_below};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is done, in this order, in one folder.
struct Step {
    /// The target of make.
    target: &'static str,
    /// The calls of `conf --linux` that do the same.
    calls: &'static [Call],
    /// What make and those calls print beside it is to be equal as well.
    prints: bool,
    /// Before it, every so many lines of `.config` get lost.
    loses: Option<usize>,
    /// Before it, the empty files go that stand for symbols: then those are there that it touches.
    forgets: bool,
}

struct Call {
    arguments: &'static [&'static str],
    variables: &'static [(&'static str, &'static str)],
}

const fn call(arguments: &'static [&'static str]) -> Call {
    Call { arguments, variables: &[] }
}

const fn step(target: &'static str, calls: &'static [Call]) -> Step {
    Step { target, calls, prints: true, loses: None, forgets: false }
}

const TINY_BASE: &[(&str, &str)] = &[("KCONFIG_ALLCONFIG", "kernel/configs/tiny-base.config")];

const STEPS: [Step; 9] = [
    step("defconfig", &[call(&["--defconfig"])]),
    step("savedefconfig", &[call(&["--savedefconfig"])]),
    step("syncconfig", &[call(&["--syncconfig"])]),
    Step { loses: Some(7), ..step("listnewconfig", &[call(&["--listnewconfig"])]) },
    step("olddefconfig", &[call(&["--olddefconfig"])]),
    Step { loses: Some(11), ..step("olddefconfig", &[call(&["--olddefconfig"])]) },
    Step { forgets: true, ..step("syncconfig", &[call(&["--syncconfig"])]) },
    Step {
        prints: false,
        ..step(
            "tinyconfig",
            &[
                Call { arguments: &["--allnoconfig"], variables: TINY_BASE },
                call(&["merge", "--merge-only", "--quiet-overrides", ".config", "tiny.config"]),
                call(&["--olddefconfig"]),
            ],
        )
    },
    Step { forgets: true, ..step("syncconfig", &[call(&["--syncconfig"])]) },
];

/// What a step left behind: files by name, and what it printed.
#[derive(PartialEq, Eq)]
struct Trace {
    files: BTreeMap<String, Vec<u8>>,
    printed: String,
}

/// Who does the steps.
enum Who<'a> {
    Make(&'a Program),
    Ours(&'a Program),
}

struct Bench {
    home: PathBuf,
    tree: PathBuf,
}

/// Compares, for each architecture; x86 if none is named.
///
/// # Errors
/// A step differs, a call did not come from kbuild, or something cannot be fetched.
pub(crate) fn run(workspace: &Workspace, conf: Option<&Path>, archs: &[String]) -> Result<()> {
    let target = workspace.target();
    let ours = match conf {
        Some(path) => Program::at(path)?,
        None => crate::difftest::build(workspace)?,
    };
    let theirs = oracle::download_series(&target, Series::Linux6_12)?;
    let source = oracle::source(&target, Series::Linux6_12)?;
    let bench = Bench::new(target.join("oracle/kbuild"), &source)?;
    let default = ["x86".to_owned()];
    let mut differences = Vec::new();
    for arch in if archs.is_empty() { &default } else { archs } {
        let expected = bench.traces(arch, &Who::Make(&theirs))?;
        let in_place = bench.traces(arch, &Who::Make(&ours))?;
        let alone = bench.traces(arch, &Who::Ours(&ours))?;
        for (number, step) in STEPS.iter().enumerate() {
            let title = format!("{arch}, step {} ({})", number + 1, step.target);
            differences.extend(
                differing(&expected[number], &in_place[number], true)
                    .map(|what| format!("{title}: with our conf in kbuild, {what} differs")),
            );
            differences.extend(
                differing(&expected[number], &alone[number], step.prints)
                    .map(|what| format!("{title}: with conf --linux, {what} differs")),
            );
        }
        println!("{arch}: {} steps of kbuild, with our conf in it and without make", STEPS.len());
    }
    if differences.is_empty() {
        println!("no difference");
        return Ok(());
    }
    bail!("{}", differences.join("\n"))
}

impl Bench {
    /// Copies the source and takes out of it what compiles `conf`.
    fn new(home: PathBuf, source: &Path) -> Result<Bench> {
        if home.exists() {
            fs::remove_dir_all(&home).with_context(|| format!("cannot remove {}", home.display()))?;
        }
        fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
        let tree = home.join("tree");
        succeed(Command::new("cp").arg("-a").arg("--").arg(source).arg(&tree))?;
        let makefile = tree.join("scripts/kconfig/Makefile");
        let text = fs::read_to_string(&makefile).context("the kernel has no scripts/kconfig/Makefile")?;
        let compiles = |line: &&str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words == ["hostprogs", "+=", "conf"] || words.first() == Some(&"conf-objs")
        };
        let kept: Vec<&str> = text.lines().filter(|line| !compiles(line)).collect();
        if kept.len() + 2 != text.lines().count() {
            bail!("scripts/kconfig/Makefile does not say in two lines how conf is compiled");
        }
        // A link would be written through to where it leads.
        fs::remove_file(&makefile).context("cannot change scripts/kconfig/Makefile")?;
        fs::write(&makefile, kept.join("\n") + "\n").context("cannot change scripts/kconfig/Makefile")?;
        Ok(Bench { home, tree })
    }

    /// Does all steps in a fresh folder.
    fn traces(&self, arch: &str, who: &Who<'_>) -> Result<Vec<Trace>> {
        let folder = self.home.join("build");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("cannot remove the build folder")?;
        }
        fs::create_dir_all(folder.join("scripts/kconfig")).context("cannot create the build folder")?;
        let calls = self.home.join("calls");
        if let Who::Make(program) = who {
            let script = folder.join("scripts/kconfig/conf");
            let (program, calls) = (program.path().display(), calls.display());
            fs::write(&script, format!("#!/bin/sh\necho \"$*\" >>'{calls}'\nexec '{program}' \"$@\"\n"))?;
            fs::set_permissions(&script, Permissions::from_mode(0o755))?;
        }
        let mut traces = Vec::new();
        for step in &STEPS {
            if let Some(every) = step.loses {
                lose(&folder.join(".config"), every)?;
            }
            if step.forgets {
                forget(&folder)?;
            }
            let printed = match who {
                Who::Make(_) => self.make(&folder, arch, step.target, &calls)?,
                Who::Ours(program) => self.alone(&folder, arch, step, program)?,
            };
            traces.push(Trace { files: left_behind(&folder)?, printed });
        }
        Ok(traces)
    }

    fn make(&self, folder: &Path, arch: &str, target: &str, calls: &Path) -> Result<String> {
        fs::write(calls, "").context("cannot write the list of calls")?;
        let mut make = clean(Command::new("make"));
        make.arg("-C").arg(&self.tree).arg(format!("O={}", folder.display()));
        let output = succeed(make.arg(format!("ARCH={arch}")).arg(target))
            .with_context(|| format!("make {target} of {arch}"))?;
        if fs::read_to_string(calls)?.is_empty() {
            bail!("make {target} did not call the conf that was put into its folder");
        }
        let text = String::from_utf8_lossy(&output).into_owned();
        let of_make = |line: &&str| line.starts_with("make") || line.starts_with("  ");
        Ok(text.lines().filter(|line| !of_make(line)).fold(String::new(), |out, line| out + line + "\n"))
    }

    fn alone(&self, folder: &Path, arch: &str, step: &Step, program: &Program) -> Result<String> {
        let mut printed = String::new();
        for call in step.calls {
            let mut conf = clean(Command::new(program.path()));
            conf.current_dir(folder).arg("--linux").arg(&self.tree).args(["--arch", arch]);
            let output = succeed(conf.args(call.arguments).envs(call.variables.iter().copied()))
                .with_context(|| format!("conf --linux {}", call.arguments.join(" ")))?;
            printed += &String::from_utf8_lossy(&output);
        }
        Ok(printed)
    }
}

/// A program in an environment of which both sides know everything.
fn clean(mut command: Command) -> Command {
    command.env_clear().env("PATH", "/usr/bin:/bin").env("LANG", "C");
    command
}

/// Takes lines out of a file, so that there is something new to be asked.
fn lose(path: &Path, every: usize) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let kept = text.lines().enumerate().filter(|(at, _)| at % every != 0);
    let kept = kept.fold(String::new(), |out, (_, line)| out + line + "\n");
    fs::write(path, kept).with_context(|| format!("cannot write {}", path.display()))
}

/// Removes the empty files of `include/config`.
fn forget(folder: &Path) -> Result<()> {
    let config = folder.join("include/config");
    for name in files_below(&config)? {
        let path = config.join(&name);
        if fs::metadata(&path)?.len() == 0 {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// The files of a configuration. Those that Linux's program writes in no order are sorted.
fn left_behind(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for name in files_below(folder)? {
        let is_sorted = name.starts_with("include/config/") || name.starts_with("include/generated/");
        if !is_sorted && !matches!(&*name, ".config" | "defconfig") {
            continue;
        }
        let text = fs::read(folder.join(&name)).with_context(|| format!("cannot read {name}"))?;
        let mut lines: Vec<&[u8]> = text.split_inclusive(|&byte| byte == b'\n').collect();
        if is_sorted {
            lines.sort_unstable();
        }
        found.insert(name, lines.concat());
    }
    Ok(found)
}

/// What of two traces is not equal.
fn differing(expected: &Trace, found: &Trace, prints: bool) -> impl Iterator<Item = String> {
    let mut names: Vec<&String> = expected.files.keys().chain(found.files.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let files = names.into_iter().filter(|name| expected.files.get(*name) != found.files.get(*name));
    let mut all: Vec<String> = files.cloned().collect();
    // A folder of thousands of touched files is one difference.
    let more = all.len().saturating_sub(5);
    all.truncate(5);
    if more > 0 {
        all.push(format!("{more} more files"));
    }
    if prints && expected.printed != found.printed {
        all.push(format!("the output ({:?}, not {:?})", found.printed, expected.printed));
    }
    all.into_iter()
}
