//! The C test programs in many configurations: 64-bit under valgrind, and 32-bit.
//!
//! Installs what it needs. Knows nothing of what the programs test.

use crate::debian;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clib::{Build, Compiler, Configuration, Library, Program, Toolchain};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Configurations beside the defconfigs: what no board or example has together.
const COMBINATIONS: [(&str, &[&str]); 6] = [
    (
        "bestfit, nothing else, no lock",
        &["# LOSCFG_MEM_TASK_STAT is not set", "LOSCFG_MEM_LOCK_NONE=y", "LOSCFG_MEM_OS_SYMBOLS=y"],
    ),
    (
        "bestfit, fixed slabs, no statistics",
        &[
            "# LOSCFG_MEM_TASK_STAT is not set",
            "LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y",
            "LOSCFG_MEM_LOCK_CRITICAL_SECTION=y",
        ],
    ),
    (
        "bestfit, debug with modules, one pool",
        &[
            "LOSCFG_DEBUG_VERSION=y",
            "LOSCFG_MEM_DEBUG=y",
            "# LOSCFG_MEM_MUL_POOL is not set",
            "LOSCFG_MEM_MUL_MODULE=y",
            "LOSCFG_BASE_MEM_NODE_SIZE_CHECK=y",
            "LOSCFG_MEM_LOCK_SPIN_CRITICAL_SECTION=y",
            "LOSCFG_MEM_OS_SYMBOLS=y",
        ],
    ),
    (
        "bestfit, debug, fixed slabs, no statistics",
        &[
            "# LOSCFG_MEM_TASK_STAT is not set",
            "LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y",
            "LOSCFG_DEBUG_VERSION=y",
            "LOSCFG_MEM_DEBUG=y",
            "LOSCFG_MEM_MUL_MODULE=y",
            "LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK=y",
            "LOSCFG_BASE_MEM_NODE_SIZE_CHECK=y",
            "LOSCFG_MEM_OS_SYMBOLS=y",
        ],
    ),
    (
        "bestfit_little, debug, growing slabs",
        &[
            "LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y",
            "LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y",
            "LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE=y",
            "LOSCFG_MEM_OS_SYMBOLS=y",
            "LOSCFG_DEBUG_VERSION=y",
            "LOSCFG_MEM_DEBUG=y",
            "LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK=y",
        ],
    ),
    (
        "bestfit_little, fixed slabs, no statistics",
        &[
            "LOSCFG_KERNEL_MEM_BESTFIT_LITTLE=y",
            "# LOSCFG_MEM_TASK_STAT is not set",
            "LOSCFG_KERNEL_MEM_SLAB_EXTENTION=y",
        ],
    ),
];

/// What `--quick` keeps.
const QUICK: [&str; 4] = ["debug_defconfig", "default_defconfig", "slab_defconfig", "tiny_defconfig"];

/// Valgrind, which ends with this status if it finds anything.
const VALGRIND: [&str; 5] =
    ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite"];

/// A width of pointers, with what it takes to build and run for it.
struct Width {
    bits: &'static str,
    toolchain: Toolchain,
    target: PathBuf,
    compiler: Compiler,
    wrapper: &'static [&'static str],
}

/// What came of one configuration at one width.
struct Row {
    name: String,
    bits: &'static str,
    programs: usize,
    checks: u32,
    failures: Vec<String>,
    seconds: f64,
}

/// Runs every program in every configuration; all of them, also after a failure.
pub(crate) fn run(workspace: &Workspace, quick: bool) -> Result<()> {
    prepare()?;
    let folder = workspace.target().join("ctest");
    let configurations = configurations(workspace, &folder, quick)?;
    let programs = Program::all(workspace.root())?;
    let widths = widths(&folder);
    let bar = ProgressBar::new((configurations.len() * widths.len()) as u64);
    bar.set_style(ProgressStyle::with_template("{pos}/{len} {wide_bar} {elapsed} {msg}")?);
    let mut rows = Vec::new();
    for width in &widths {
        for (name, configuration) in &configurations {
            bar.set_message(format!("{}-bit, {name}", width.bits));
            let row = test(workspace, &folder, width, name, configuration, &programs);
            for failure in &row.failures {
                bar.suspend(|| println!("{}-bit, {name}: {failure}", width.bits));
            }
            if bar.is_hidden() {
                println!("{}", row.line());
            }
            rows.push(row);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    summary(&rows)
}

impl Row {
    fn line(&self) -> String {
        let Row { name, bits, programs, checks, failures, seconds } = self;
        format!("{bits:>2}-bit  {name:<44} {programs:>8} {checks:>7} {:>7} {seconds:>7.1}", failures.len())
    }
}

fn summary(rows: &[Row]) -> Result<()> {
    println!(
        "\n{:<8}{:<44} {:>8} {:>7} {:>7} {:>7}",
        "", "configuration", "programs", "checks", "failed", "s"
    );
    for row in rows {
        println!("{}", row.line());
    }
    let failed = rows.iter().filter(|row| !row.failures.is_empty()).count();
    if failed > 0 {
        bail!("C programs fail in {failed} of {} configurations and widths: see above", rows.len());
    }
    let checks: u32 = rows.iter().map(|row| row.checks).sum();
    println!("{} configurations and widths, {checks} checks, all well", rows.len());
    Ok(())
}

/// Builds the library and runs the programs.
fn test(
    workspace: &Workspace,
    folder: &Path,
    width: &Width,
    name: &str,
    configuration: &Configuration,
    programs: &[Program],
) -> Row {
    let start = Instant::now();
    let build = Build {
        configuration: configuration.clone(),
        toolchain: width.toolchain.clone(),
        ..Build::of(workspace.root(), &width.target)
    };
    let mut row = Row {
        name: name.to_owned(),
        bits: width.bits,
        programs: 0,
        checks: 0,
        failures: vec![],
        seconds: 0.0,
    };
    match build.run(&folder.join(format!("capi-{}", width.bits))) {
        Err(error) => row.failures.push(error.to_string()),
        Ok(library) => {
            row.failures.extend(library.check_exports().err().map(|error| error.to_string()));
            run_all(&library, folder, width, programs, &mut row);
        }
    }
    row.seconds = start.elapsed().as_secs_f64();
    row
}

/// Runs the programs, as many at once as there are processors.
fn run_all(library: &Library, folder: &Path, width: &Width, programs: &[Program], row: &mut Row) {
    let folder = folder.join(format!("programs-{}", width.bits));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((program, program.run(library, &width.compiler, &folder, width.wrapper)));
        }
        done
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let done: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    row.programs = done.len();
    for (program, ran) in done {
        match ran {
            Err(error) => row.failures.push(format!("{}: {error}", program.name)),
            Ok(ran) => {
                row.checks += ran.checks().unwrap_or(0);
                if !ran.success {
                    row.failures.push(format!("{}:\n{}", program.name, ran.text));
                }
            }
        }
    }
    if row.programs != programs.len() {
        row.failures.push(format!("{} programs did not run", programs.len() - row.programs));
    }
}

/// The defconfigs, and the combinations as files.
fn configurations(workspace: &Workspace, folder: &Path, quick: bool) -> Result<Vec<(String, Configuration)>> {
    let mut all = Vec::new();
    for name in workspace.defconfigs()? {
        if !quick || QUICK.contains(&name.as_str()) {
            all.push((name.clone(), Configuration::Defconfig(name)));
        }
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (number, (name, lines)) in COMBINATIONS.iter().enumerate().filter(|_| !quick) {
        let path = folder.join(format!("{number}.config"));
        let text = lines.join("\n") + "\n";
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        all.push(((*name).to_owned(), Configuration::File(path)));
    }
    Ok(all)
}

fn widths(folder: &Path) -> [Width; 2] {
    [
        Width {
            bits: "64",
            toolchain: Toolchain::Own,
            target: folder.join("target-64"),
            compiler: Compiler::c("c11"),
            wrapper: &VALGRIND,
        },
        Width {
            bits: "32",
            toolchain: Toolchain::FromSource {
                cargo: debian::CARGO.into(),
                rustc: debian::RUSTC.into(),
                target: "i686-unknown-linux-gnu".to_owned(),
                parts: "std,panic_abort".to_owned(),
            },
            target: folder.join("target-32"),
            compiler: Compiler::c("c11").with("-m32"),
            wrapper: &[],
        },
    ]
}

/// Installs valgrind, the 32-bit C library and Debian's Rust if they are missing.
fn prepare() -> Result<()> {
    let runs = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    debian::install(&["valgrind"], || runs("valgrind", &["--version"]))?;
    // The header is there only with the 32-bit C library.
    let header = ["-m32", "-E", "-include", "stdint.h", "-xc", "/dev/null"];
    debian::install(&["gcc-multilib"], || runs("cc", &header))?;
    debian::install_toolchain()
}
