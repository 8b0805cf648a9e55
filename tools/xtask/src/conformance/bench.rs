//! Both programs, run through a scenario.

use super::kernel::Kernel;
use super::memory::{Key, Memory, hash_of};
use super::outcome::{Aspect, Difference, Outcome};
use super::scenario::{Act, Effect, Probes, Scenario, Step, Who};
use crate::oracle::{Program, Series, succeed};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// The programs and what they need.
pub(super) struct Bench {
    kernels: Vec<Kernel>,
    ours: Program,
    ours_hash: u64,
    /// The library that gives the reference recorded answers.
    shim: PathBuf,
    home: PathBuf,
    memory: Mutex<Memory>,
}

/// What a scenario showed.
pub(super) enum Verdict {
    /// Nothing differs; known from an earlier run.
    Known,
    /// Nothing differs.
    Same,
    /// Something does.
    Different(Differences),
}

/// Differences, each with the number of its step.
pub(super) type Differences = Vec<(usize, Difference)>;

/// The folders in which a scenario runs, gone afterwards.
struct Folders {
    theirs: PathBuf,
    ours: PathBuf,
    _parent: tempfile::TempDir,
}

const POPEN: &str = include_str!("popen.c");

impl Bench {
    /// Prepares everything in the folder `home`.
    pub(super) fn new(home: PathBuf, kernels: Vec<Kernel>, ours: Program) -> Result<Bench> {
        fs::create_dir_all(home.join("answers"))
            .with_context(|| format!("cannot create {}", home.display()))?;
        let shim = home.join(format!("popen-{:016x}.so", hash_of(POPEN)));
        if !shim.is_file() {
            let source = home.join("popen.c");
            fs::write(&source, POPEN).with_context(|| format!("cannot write {}", source.display()))?;
            let part = home.join("popen.part");
            succeed(
                Command::new("cc")
                    .args(["-O2", "-shared", "-fPIC", "-o"])
                    .arg(&part)
                    .arg(&source)
                    .arg("-ldl"),
            )
            .context("a C compiler is needed: the reference is given recorded answers by a small library")?;
            fs::rename(&part, &shim).with_context(|| format!("cannot create {}", shim.display()))?;
        }
        let ours_hash = hash_of(read(ours.path())?);
        let memory = Mutex::new(Memory::open(&home)?);
        Ok(Bench { kernels, ours, ours_hash, shim, home, memory })
    }

    /// Runs a scenario unless it is known that nothing differs.
    pub(super) fn judge(&self, scenario: &Scenario) -> Result<Verdict> {
        let kernel = self.kernel(scenario.series)?;
        let variables = kernel.variables(&scenario.arch);
        let key = hash_of((hash_of(read(kernel.program.path())?), kernel.version(), &variables, scenario));
        let theirs = {
            let memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            if memory.has_passed(key, self.ours_hash) {
                return Ok(Verdict::Known);
            }
            memory.theirs(key).cloned()
        };
        let run = Run { bench: self, kernel, variables, scenario, folders: self.folders()? };
        let alone = scenario.steps.iter().all(|step| step.who == Who::Both && step.effect == Effect::Any);
        if let Some(theirs) = theirs.filter(|_| alone)
            && run.gives(&theirs)?
        {
            self.remember(key, None)?;
            return Ok(Verdict::Same);
        }
        let (found, theirs) = run.compare()?;
        if found.is_empty() {
            self.remember(key, Some(theirs))?;
            return Ok(Verdict::Same);
        }
        Ok(Verdict::Different(found))
    }

    fn remember(&self, key: Key, theirs: Option<Vec<u64>>) -> Result<()> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theirs) = theirs {
            memory.add_theirs(key, theirs)?;
        }
        memory.add_passed(key, self.ours_hash)
    }

    fn kernel(&self, series: Series) -> Result<&Kernel> {
        let kernel = self.kernels.iter().find(|kernel| kernel.series == series);
        kernel.context("a scenario of a kernel that was not fetched")
    }

    fn folders(&self) -> Result<Folders> {
        let parent = tempfile::tempdir().context("cannot create a temporary folder")?;
        let folders = Folders {
            theirs: parent.path().join("theirs"),
            ours: parent.path().join("ours"),
            _parent: parent,
        };
        for folder in [&folders.theirs, &folders.ours] {
            empty(folder)?;
        }
        Ok(folders)
    }
}

struct Run<'b> {
    bench: &'b Bench,
    kernel: &'b Kernel,
    variables: Vec<(String, String)>,
    scenario: &'b Scenario,
    folders: Folders,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Theirs,
    Ours,
}

impl Run<'_> {
    /// Whether ours alone gives what the reference is known to give, step by step.
    fn gives(&self, theirs: &[u64]) -> Result<bool> {
        for (step, expected) in self.scenario.steps.iter().zip(theirs) {
            self.prepare(step, &self.folders.ours)?;
            if self.run(step, Side::Ours)?.digest() != *expected {
                empty(&self.folders.ours)?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The differences, and what the reference gave.
    fn compare(&self) -> Result<(Differences, Vec<u64>)> {
        let (mut found, mut digests) = (Differences::new(), Vec::new());
        for (at, step) in self.scenario.steps.iter().enumerate() {
            self.prepare(step, &self.folders.theirs)?;
            self.prepare(step, &self.folders.ours)?;
            let before = fs::read(self.folders.theirs.join(".config")).ok();
            match step.who {
                Who::Both => {
                    let (theirs, ours) = (self.run(step, Side::Theirs)?, self.run(step, Side::Ours)?);
                    digests.push(theirs.digest());
                    found.extend(theirs.differences(&ours).into_iter().map(|difference| (at, difference)));
                    if step.effect == Effect::None && theirs.config() != before.as_ref() {
                        let what = "the reference changes .config, which should have stayed as it is\n";
                        found.push((at, Difference { aspect: Aspect::Effect, what: what.to_owned() }));
                    }
                    // A difference is shown once, not again by every step that follows.
                    if !theirs.same_files(&ours) {
                        copy(&self.folders.theirs, &self.folders.ours)?;
                    }
                }
                Who::Theirs => {
                    digests.push(self.run(step, Side::Theirs)?.digest());
                    copy(&self.folders.theirs, &self.folders.ours)?;
                }
                Who::Ours => {
                    let ours = self.run(step, Side::Ours)?;
                    if ours.config().is_none() {
                        let what = format!("ours writes no .config\n{}", ours.messages());
                        found.push((at, Difference { aspect: Aspect::Files, what }));
                        break;
                    }
                    copy(&self.folders.ours, &self.folders.theirs)?;
                }
            }
        }
        Ok((found, digests))
    }

    fn prepare(&self, step: &Step, folder: &Path) -> Result<()> {
        for act in &step.before {
            match act {
                Act::Take(from, to) => write(&folder.join(to), &read(&self.kernel.tree.join(from))?)?,
                Act::Copy(from, to) => write(&folder.join(to), &read(&folder.join(from))?)?,
                Act::RemoveTouched => {
                    for name in crate::workspace::files_below(folder)? {
                        let path = folder.join(name);
                        let about = fs::metadata(&path);
                        if about.with_context(|| format!("cannot read {}", path.display()))?.len() == 0 {
                            fs::remove_file(&path)
                                .with_context(|| format!("cannot remove {}", path.display()))?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn run(&self, step: &Step, side: Side) -> Result<Outcome> {
        let names = format!("{}-{}-{:016x}", self.kernel.series.number(), self.scenario.arch, {
            hash_of(&self.variables)
        });
        let answers = self.bench.home.join("answers").join(names);
        let (answers, shim) = (answers.to_string_lossy(), self.bench.shim.to_string_lossy());
        let mut variables: Vec<(&str, &str)> =
            self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        variables.extend(step.variables.iter().map(|(name, value)| (*name, value.as_str())));
        let arguments = step.arguments();
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let recorded = step.probes == Probes::Recorded;
        let (program, folder) = match side {
            Side::Theirs => {
                if recorded {
                    variables.extend([("LD_PRELOAD", &*shim), ("CONFORMANCE_ANSWERS", &*answers)]);
                }
                (&self.kernel.program, &self.folders.theirs)
            }
            Side::Ours => {
                if recorded {
                    arguments.splice(0..0, ["--shell-answers", &*answers]);
                }
                if self.kernel.series == Series::Linux6_1 {
                    arguments.splice(0..0, ["--dialect", "linux-6.1"]);
                }
                (&self.bench.ours, &self.folders.ours)
            }
        };
        let output = program.run(folder, variables, &arguments, step.input.as_bytes())?;
        Outcome::take(folder, output)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a folder that is empty.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Makes one folder what another is.
fn copy(from: &Path, to: &Path) -> Result<()> {
    empty(to)?;
    for name in crate::workspace::files_below(from)? {
        let path = to.join(&name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        write(&path, &read(&from.join(&name))?)?;
    }
    Ok(())
}
