//! The kernel's source, as much of it as its configuration reads.

use super::package::{Series, fetch, unpack_inner};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// What configuring reads: the Kconfig files, the defconfigs and fragments, and the programs that `$(shell,…)` runs.
const NEEDED: [&str; 7] = [
    "*/Kconfig*",
    "*/Makefile",
    "linux-source-*/arch/*/Makefile*",
    "*/scripts/*",
    "linux-source-*/arch/*/configs/*",
    "linux-source-*/arch/*/tools/*",
    "linux-source-*/kernel/configs/*",
];

/// The source of a series below `target/oracle`, from Debian's package.
pub(crate) fn source(target: &Path, series: Series) -> Result<PathBuf> {
    const HELP: &str = "Debian's packages linux-source-6.12 and linux-source-6.1 hold the kernel's source. \
        Where apt-get cannot fetch them, put the .deb files into target/oracle";
    let folder = target.join("oracle");
    let name = format!("linux-source-{}", series.number());
    let tree = folder.join(&name);
    if tree.is_dir() {
        return Ok(tree);
    }
    let package = fetch(&folder, "linux-source-", series).context(HELP)?;
    eprintln!("unpacking {name}");
    // A tree that is there is whole.
    let part = folder.join(format!("{name}.part"));
    if part.exists() {
        fs::remove_dir_all(&part).with_context(|| format!("cannot remove {}", part.display()))?;
    }
    fs::create_dir_all(&part).with_context(|| format!("cannot create {}", part.display()))?;
    unpack_inner(&package, &format!("./usr/src/{name}.tar.xz"), &NEEDED, &part).context(HELP)?;
    fs::rename(&part, &tree).with_context(|| format!("cannot create {}", tree.display()))?;
    Ok(tree)
}
