//! Random trees and configurations: our `conf` against the oracle's, byte for byte.
//!
//! `tree` is a Kconfig tree that can be printed and made smaller, `generate` makes random ones. A difference is
//! reduced to the smallest tree that still shows it, and printed as the files of a test case.

mod generate;
mod tree;

use crate::oracle::{Program, download};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use generate::Random;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tree::Tree;

/// What is tried with every tree: the arguments, and the file that is compared.
const RUNS: [(&[&str], &str); 6] = [
    (&["--alldefconfig"], ".config"),
    (&["--allnoconfig"], ".config"),
    (&["--allyesconfig"], ".config"),
    (&["--allmodconfig"], ".config"),
    (&["--olddefconfig"], ".config"),
    (&["--savedefconfig", "defconfig"], "defconfig"),
];

/// How many trees to try, and where to begin.
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) count: u64,
    /// Stop after so many differing trees.
    pub(crate) stop: usize,
}

/// A tree together with a configuration for it.
#[derive(Clone)]
struct Input {
    tree: Tree,
    config: Vec<String>,
}

/// What one program did.
#[derive(PartialEq)]
struct Outcome {
    /// None: it was killed.
    status: Option<i32>,
    file: Option<Vec<u8>>,
}

/// Tries `plan.count` trees; fails if any shows a difference.
pub(crate) fn run(workspace: &Workspace, conf: Option<PathBuf>, plan: &Plan) -> Result<()> {
    let oracle = match conf {
        Some(path) => Program::at(&path)?,
        None => download(&workspace.target())?,
    };
    let ours = build(workspace)?;
    let bar = ProgressBar::new(plan.count).with_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").context("the bar's template is wrong")?,
    );
    let mut differing = 0;
    for seed in plan.seed..plan.seed + plan.count {
        let mut random = Random::new(seed);
        let tree = generate::tree(&mut random);
        let config = generate::config(&mut random, &tree);
        let input = Input { tree, config };
        for (arguments, file) in RUNS {
            let differs = |input: &Input| -> Result<bool> {
                let theirs = ask(&oracle, input, arguments, file)?;
                Ok(theirs.is_an_answer() && theirs != ask(&ours, input, arguments, file)?)
            };
            if differs(&input)? {
                let small = reduce(input.clone(), differs)?;
                let (theirs, ours) =
                    (ask(&oracle, &small, arguments, file)?, ask(&ours, &small, arguments, file)?);
                bar.suspend(|| print(seed, &small, arguments, &theirs, &ours));
                differing += 1;
                break;
            }
        }
        bar.inc(1);
        if differing >= plan.stop {
            break;
        }
    }
    bar.finish_and_clear();
    if differing > 0 {
        bail!("{differing} trees give another result than the oracle's");
    }
    println!("{} trees, {} runs each, no difference", plan.count, RUNS.len());
    Ok(())
}

/// Builds our program.
pub(crate) fn build(workspace: &Workspace) -> Result<Program> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--release", "--package", "conf"])
        .current_dir(workspace.root())
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("our conf does not build");
    }
    Program::at(&workspace.target().join("release/conf"))
}

/// What the reference says when it has misread its own expression; what it does then means nothing.
const LOST: &[u8] = b"Oops!";

impl Outcome {
    /// The reference crashes on some conditions. Then there is nothing to agree with.
    fn is_an_answer(&self) -> bool {
        self.status.is_some()
    }
}

fn ask(program: &Program, input: &Input, arguments: &[&str], file: &str) -> Result<Outcome> {
    let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
    fs::write(folder.path().join("Kconfig"), input.tree.text())?;
    if arguments[0] == "--olddefconfig" || arguments[0] == "--savedefconfig" {
        fs::write(folder.path().join(".config"), input.config.concat())?;
    }
    let arguments = [arguments, &["Kconfig"]].concat();
    let output = program.run(folder.path(), [], &arguments, b"")?;
    let lost = output.stderr.windows(LOST.len()).any(|part| part == LOST);
    let status = output.status.code().filter(|_| !lost);
    Ok(Outcome { status, file: fs::read(folder.path().join(file)).ok() })
}

/// Takes away whatever the difference does not need.
fn reduce(mut input: Input, differs: impl Fn(&Input) -> Result<bool>) -> Result<Input> {
    loop {
        let before = input.tree.len() + input.config.len();
        for index in (0..input.config.len()).rev() {
            let mut smaller = input.clone();
            smaller.config.remove(index);
            if differs(&smaller)? {
                input = smaller;
            }
        }
        for index in (0..input.tree.len()).rev() {
            let smaller = Input { tree: input.tree.without(index), config: input.config.clone() };
            if differs(&smaller)? {
                input = smaller;
            }
        }
        if input.tree.len() + input.config.len() == before {
            return Ok(input);
        }
    }
}

fn print(seed: u64, input: &Input, arguments: &[&str], theirs: &Outcome, ours: &Outcome) {
    println!("--- seed {seed}: {}", arguments.join(" "));
    print!("--- Kconfig\n{}", input.tree.text());
    print!("--- config\n{}", input.config.concat());
    let text = |outcome: &Outcome| match &outcome.file {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => String::new(),
    };
    if theirs.status != ours.status {
        println!("--- status: the oracle's {:?}, ours {:?}", theirs.status, ours.status);
    }
    let (theirs, ours) = (text(theirs), text(ours));
    print!("{}", similar::TextDiff::from_lines(&theirs, &ours).unified_diff().header("the oracle", "ours"));
}

#[cfg(test)]
mod tests {
    use super::{Input, Random, generate, reduce};

    #[test]
    fn the_same_seed_makes_the_same_input() {
        let make = |seed| {
            let mut random = Random::new(seed);
            let tree = generate::tree(&mut random);
            (tree.text(), generate::config(&mut random, &tree))
        };
        assert_eq!(make(7), make(7));
        assert_ne!(make(7), make(8));
    }

    #[test]
    fn a_difference_is_reduced_to_what_it_needs() {
        let needed = "config S3\n";
        let tree = (0..)
            .map(|seed| generate::tree(&mut Random::new(seed)))
            .find(|tree| tree.text().contains(needed) && tree.len() > 20)
            .expect("some tree is large");
        let input = Input { tree, config: vec!["# a line\n".to_owned()] };
        let small = reduce(input, |input| Ok(input.tree.text().contains(needed))).expect("cannot fail");
        assert_eq!(small.tree.text().lines().count(), 2, "{}", small.tree.text());
        assert!(small.config.is_empty());
    }
}
