//! Trees of others in the legacy dialect: BusyBox and U-Boot, our `conf` against the program of Linux 4.11.
//!
//! Debian's source packages are downloaded into `target/trees` and unpacked there. A tree that the program of 4.11
//! refuses, because it needs macros, is only loaded by ours.

mod fetch;

use crate::oracle::{Program, linux_4_11};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A tree.
struct Tree {
    /// The source package.
    package: &'static str,
    /// Its first Kconfig file.
    root: &'static str,
    /// A script of the tree that writes further Kconfig files.
    prepare: &'static [&'static str],
    /// What its makefile exports.
    variables: &'static [(&'static str, &'static str)],
}

const TREES: [Tree; 2] = [
    Tree {
        package: "busybox",
        root: "Config.in",
        prepare: &["scripts/gen_build_files.sh", ".", "."],
        variables: &[],
    },
    Tree {
        package: "u-boot",
        root: "Kconfig",
        prepare: &[],
        variables: &[
            ("srctree", "."),
            ("CC", "gcc"),
            ("UBOOTVERSION", "2023.01"),
            ("KERNELVERSION", "2023.01"),
        ],
    },
];

/// The defconfigs that are tried of one tree.
const DEFCONFIGS: usize = 10;

/// One line of the table.
#[derive(Default)]
struct Score {
    runs: usize,
    refused: usize,
    differing: Vec<String>,
}

/// Fetches the trees, compares, and prints a table; fails if anything differs.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let theirs = linux_4_11(&workspace.target())?;
    let ours = build(workspace)?;
    let mut scores = Vec::new();
    for tree in &TREES {
        let folder = fetch::unpacked(tree.package, &workspace.target().join("trees"))?;
        if let [script, arguments @ ..] = tree.prepare {
            let mut shell = Command::new("sh");
            let output = shell.arg(script).args(arguments).current_dir(&folder).output();
            let output = output.with_context(|| format!("cannot run {script}"))?;
            if !output.status.success() {
                bail!("{}: {script} failed", tree.package);
            }
        }
        scores.push((tree.package, compare(tree, &folder, &theirs, &ours)?));
    }
    println!("{:<10} {:>6} {:>10} {:>10}", "tree", "runs", "refused", "differing");
    for (name, score) in &scores {
        println!("{name:<10} {:>6} {:>10} {:>10}", score.runs, score.refused, score.differing.len());
    }
    let differing: Vec<_> = scores.iter().flat_map(|(_, score)| &score.differing).collect();
    for line in &differing {
        println!("{line}");
    }
    if !differing.is_empty() {
        bail!("{} runs give another result than the program of Linux 4.11", differing.len());
    }
    println!("refused: by the program of Linux 4.11; ours had to load the tree and write a configuration");
    Ok(())
}

fn build(workspace: &Workspace) -> Result<Program> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--release", "--package", "conf"]).current_dir(workspace.root());
    if !build.status().context("cannot run cargo")?.success() {
        bail!("our conf does not build");
    }
    Program::at(&workspace.target().join("release/conf"))
}

fn compare(tree: &Tree, folder: &Path, theirs: &Program, ours: &Program) -> Result<Score> {
    let mut defconfigs: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder.join("configs")).context("the tree has no configs")? {
        defconfigs.push(entry?.path());
    }
    defconfigs.retain(|path| path.to_string_lossy().ends_with("_defconfig"));
    defconfigs.sort();
    let step = defconfigs.len().div_ceil(DEFCONFIGS).max(1);
    let mut runs: Vec<(Vec<String>, Option<PathBuf>)> = Vec::new();
    for mode in ["--alldefconfig", "--allnoconfig", "--allyesconfig"] {
        runs.push((vec![mode.to_owned()], None));
    }
    for path in defconfigs.into_iter().step_by(step) {
        runs.push((vec![format!("--defconfig={}", path.display())], None));
        for mode in ["--olddefconfig", "--savedefconfig=defconfig", "--listnewconfig"] {
            runs.push((vec![mode.to_owned()], Some(path.clone())));
        }
    }
    let bar = ProgressBar::new(runs.len() as u64).with_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").context("the bar's template is wrong")?,
    );
    let mut score = Score::default();
    for (arguments, config) in &runs {
        bar.set_message(format!("{} {}", tree.package, arguments.join(" ")));
        let theirs = ask(tree, folder, theirs, arguments, config.as_deref())?;
        let own: Vec<String> =
            ["--dialect", "legacy"].map(str::to_owned).into_iter().chain(arguments.clone()).collect();
        let ours = ask(tree, folder, ours, &own, config.as_deref())?;
        score.runs += 1;
        let accepted = theirs.status == Some(0);
        score.refused += usize::from(!accepted);
        // Where ours has nothing to write, it leaves the file as it is, and says so.
        if ours.status != Some(0) || accepted && theirs.files != ours.files {
            let name = config.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
            score.differing.push(format!("{}: {} {name}", tree.package, arguments.join(" ")));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(score)
}

/// What a run left behind.
struct Outcome {
    status: Option<i32>,
    /// `.config`, the minimal form, and what was listed.
    files: [Option<Vec<u8>>; 3],
}

fn ask(
    tree: &Tree,
    folder: &Path,
    program: &Program,
    arguments: &[String],
    config: Option<&Path>,
) -> Result<Outcome> {
    let own = tempfile::tempdir().context("cannot create a temporary folder")?;
    let place = own.path().join("config");
    if let Some(config) = config {
        fs::copy(config, &place).context("cannot copy a defconfig")?;
    }
    let minimal = own.path().join("defconfig");
    let minimal_option = format!("--savedefconfig={}", minimal.display());
    let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    for word in &mut words {
        if *word == "--savedefconfig=defconfig" {
            *word = &minimal_option;
        }
    }
    let listing = words.contains(&"--listnewconfig");
    words.push(tree.root);
    let place = place.to_string_lossy();
    let variables = tree.variables.iter().copied().chain([("KCONFIG_CONFIG", &*place)]);
    let output = program.run(folder, variables, &words, b"")?;
    let listed = listing.then_some(output.stdout);
    let files = [fs::read(&*place).ok(), fs::read(&minimal).ok(), listed];
    Ok(Outcome { status: output.status.code(), files })
}
