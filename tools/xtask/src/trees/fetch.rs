//! Debian's source packages, downloaded with lists of their own: the system's are left as they are.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release whose trees the reference is compared on.
const RELEASE: &str = "bookworm";

/// The unpacked original source of a package, below `target`.
pub(super) fn unpacked(package: &str, target: &Path) -> Result<PathBuf> {
    let folder = target.join(package);
    if folder.join("configs").is_dir() {
        return Ok(folder);
    }
    download(package, target).with_context(|| {
        format!("Debian's source package {package} is needed, and apt-get cannot fetch it")
    })?;
    let archive =
        fs::read_dir(target)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&format!("{package}_")) && name.contains(".orig.tar.")
        });
    let archive = archive.context("apt-get left no original source behind")?;
    fs::create_dir_all(&folder)?;
    let mut tar = Command::new("tar");
    run(tar.arg("-C").arg(&folder).arg("-xf").arg(&archive).arg("--strip-components=1"))?;
    Ok(folder)
}

fn download(package: &str, target: &Path) -> Result<()> {
    let lists = target.join("lists");
    fs::create_dir_all(lists.join("partial"))?;
    let list = target.join("sources.list");
    fs::write(&list, format!("deb-src {} {RELEASE} main\n", mirror()?))?;
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.current_dir(target)
            .arg("-o")
            .arg(format!("Dir::Etc::sourcelist={}", list.display()))
            .args(["-o", "Dir::Etc::sourceparts=-", "-o"])
            .arg(format!("Dir::State::lists={}", lists.display()));
        apt
    };
    eprintln!("downloading the source of {package}");
    run(apt().arg("update"))?;
    run(apt().args(["source", "--download-only", package]))
}

/// Where the system's own lists of packages come from.
fn mirror() -> Result<String> {
    let mut apt = Command::new("apt-get");
    apt.args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Component: main"]);
    let output = apt.arg(format!("Codename: {RELEASE}")).output().context("cannot run apt-get")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().next().map(str::to_owned).with_context(|| format!("the system has no packages of {RELEASE}"))
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
