//! How large the code is on a microcontroller.
//!
//! The static library for C is built for thumbv7m, for size, as one unit together with the parts of `core` that it
//! uses. Its sections refer to one another; those that can be reached from functions a program calls are what the
//! linker would keep, and their code and constants are counted. The compiler's own helpers (memcpy and the like), which any
//! program has, are not.

use crate::debian;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use object::read::archive::ArchiveFile;
use object::{File, Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionIndex, SectionKind};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The target that code is measured on.
pub(super) const TARGET: &str = "thumbv7m-none-eabi";

/// What the smallest program calls.
const LEAST: [&str; 3] = ["LOS_MemInit", "LOS_MemAlloc", "LOS_MemFree"];

/// Bytes of code and constants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct CodeSize {
    /// For a program that uses everything the library exports.
    pub(super) all: u64,
    /// For one that makes a pool, allocates and frees.
    pub(super) least: u64,
}

/// Builds the library with the configuration at `config` in the folder of a job, and measures it.
///
/// # Errors
/// It does not build, or there is no toolchain.
pub(super) fn measure(workspace: &Workspace, config: &Path, job: usize) -> Result<CodeSize> {
    let output: PathBuf = workspace.target().join(format!("matrix/size{job}"));
    let built = debian::cargo("rustc", TARGET, &output)
        .args(["--release", "--package", "los-mem-capi", "--features", "panic-handler", "--jobs", "1"])
        .args(["--crate-type", "staticlib"])
        .current_dir(workspace.root())
        .env("KCONFIG_CONFIG", config)
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")
        .env("CARGO_PROFILE_RELEASE_LTO", "fat")
        .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .output()
        .context("cannot run Debian's cargo")?;
    if !built.status.success() {
        bail!("for {TARGET}: {}", String::from_utf8_lossy(&built.stderr));
    }
    let archive = output.join(TARGET).join("release/liblos_mem_capi.a");
    let bytes = fs::read(&archive).with_context(|| format!("cannot read {}", archive.display()))?;
    of_archive(&bytes).with_context(|| format!("in {}", archive.display()))
}

fn of_archive(bytes: &[u8]) -> Result<CodeSize> {
    let archive = ArchiveFile::parse(bytes)?;
    for member in archive.members() {
        let member = member?;
        if member.name().starts_with(b"los_mem_capi-") {
            let object = File::parse(member.data(bytes)?)?;
            return Ok(CodeSize {
                all: reached(&object, |_| true)?,
                least: reached(&object, |name| LEAST.contains(&name))?,
            });
        }
    }
    bail!("the archive has no code of the library");
}

/// The bytes of code and constants that the linker keeps for the given exported symbols. O(sections + relocations).
fn reached(object: &File<'_>, is_root: impl Fn(&str) -> bool) -> Result<u64> {
    let mut open: Vec<SectionIndex> = Vec::new();
    for symbol in object.symbols().filter(|symbol| symbol.is_global() && symbol.is_definition()) {
        if is_root(symbol.name()?) {
            open.extend(symbol.section_index());
        }
    }
    if open.is_empty() {
        bail!("the functions that are looked for are not exported");
    }
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    while let Some(index) = open.pop() {
        if !seen.insert(index.0) {
            continue;
        }
        let section = object.section_by_index(index)?;
        if matches!(
            section.kind(),
            SectionKind::Text
                | SectionKind::ReadOnlyData
                | SectionKind::ReadOnlyString
                | SectionKind::ReadOnlyDataWithRel
        ) {
            bytes += section.size();
        }
        for (_, relocation) in section.relocations() {
            match relocation.target() {
                RelocationTarget::Symbol(symbol) => {
                    open.extend(object.symbol_by_index(symbol)?.section_index());
                }
                RelocationTarget::Section(section) => open.push(section),
                _ => {}
            }
        }
    }
    Ok(bytes)
}
