//! A Linux kernel without make: what its Makefile tells `conf` through the environment.
//!
//! Knows nothing of sessions and modes; they ask for [`Variables`].

mod compiler;
mod makefile;

use crate::stop::Stop;
use clap::Args;
use kconfig::dialect::Dialect;
use kconfig::preprocess::{Environment, Process};
use kconfig::shell::Run;
use makefile::Makefile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the command line says.
#[derive(Args, Clone, Default, Debug)]
#[command(next_help_heading = "Reading the tree")]
pub(crate) struct Given {
    /// Configure the Linux kernel in this folder, without make
    ///
    /// Sets what the kernel's Makefile would: srctree, ARCH, SRCARCH, CC, LD, KERNELVERSION, CC_VERSION_TEXT and the
    /// others; those that are in the environment stay as they are, and so CROSS_COMPILE, LLVM and LLVM_IAS count. As
    /// with `make O=`, .config and include/ are those of the working directory. --defconfig without a name takes the
    /// architecture's own, --defconfig=NAME that of arch/*/configs; --savedefconfig without a name writes defconfig.
    ///
    /// Example: conf --linux ~/linux --arch arm64 --defconfig
    #[arg(long, value_name = "DIR", global = true)]
    linux: Option<PathBuf>,

    /// Architecture for --linux, such as x86, i386, arm64; else the variable ARCH, else that of this machine
    #[arg(long, value_name = "ARCH", global = true, requires = "linux")]
    arch: Option<String>,
}

/// The environment in which a tree is read: the process's, with changes.
#[derive(Clone, Default, Debug)]
pub(crate) struct Variables {
    set: BTreeMap<String, String>,
    removed: Vec<&'static str>,
    kernel: Option<Kernel>,
}

/// What the modes ask of a kernel.
#[derive(Clone, Debug)]
pub(crate) struct Kernel {
    tree: PathBuf,
    source_arch: String,
    /// The architecture's own defconfig; `None`: only make knows.
    defconfig: Option<String>,
    /// The form of the language, if the version tells it.
    pub(crate) dialect: Option<Dialect>,
}

impl Environment for Variables {
    fn get(&self, name: &str) -> Option<String> {
        match self.set.get(name) {
            Some(value) => Some(value.clone()),
            None if self.removed.contains(&name) => None,
            None => Process.get(name),
        }
    }
}

impl Given {
    /// The environment that follows.
    ///
    /// # Errors
    /// The folder is no kernel, or does not have this architecture.
    pub(crate) fn variables(&self) -> Result<Variables, Stop> {
        match &self.linux {
            None => Ok(Variables::default()),
            Some(folder) => Variables::of_kernel(folder, self.arch.as_deref()),
        }
    }
}

impl Variables {
    /// The kernel, if this is one's environment.
    pub(crate) fn kernel(&self) -> Option<&Kernel> {
        self.kernel.as_ref()
    }

    /// A shell whose commands have these variables.
    pub(crate) fn shell(&self, shell: Run) -> Run {
        let shell = self.removed.iter().fold(shell, |shell, name| shell.without_variable(*name));
        self.set.iter().fold(shell, |shell, (name, value)| shell.with_variable(name, value))
    }

    /// Sets a variable unless the user did; what it is then.
    fn set(&mut self, name: &str, value: impl Into<String>) -> String {
        let value = Process.get(name).filter(|value| !value.is_empty()).unwrap_or_else(|| value.into());
        self.set.insert(name.to_owned(), value.clone());
        value
    }

    fn of_kernel(folder: &Path, arch: Option<&str>) -> Result<Variables, Stop> {
        let tree = folder.canonicalize().map_err(|error| {
            Stop::because(format!("--linux {}: {error}: name the folder of a kernel", folder.display()))
        })?;
        let text = read(&tree.join("Makefile"));
        let version = version(&text).ok_or_else(|| {
            Stop::because(format!(
                "--linux {}: no kernel is there: its Makefile would begin with VERSION and PATCHLEVEL",
                folder.display()
            ))
        })?;
        let mut variables = Variables::default();
        let machine = subarch(&run("uname -m", &[]));
        let subarch = Process.get("SUBARCH").filter(|value| !value.is_empty()).unwrap_or(machine);
        let arch = arch.map(str::to_owned).or_else(|| Process.get("ARCH").filter(|arch| !arch.is_empty()));
        let arch = arch.unwrap_or_else(|| subarch.clone());
        let source_arch = source_arch(&arch).to_owned();
        if !tree.join("arch").join(&source_arch).join("Kconfig").is_file() {
            return Err(no_such_arch(&tree, &arch));
        }
        let (here, relative) = relation(&tree);
        if relative != "." && here.join("Kconfig").is_file() {
            return Err(Stop::because(
                "this folder has a Kconfig of its own, which would be read instead of the kernel's: \
                 work in a folder beside it, where .config and include/ can lie",
            ));
        }
        for (name, value) in
            [("srctree", relative.as_str()), ("ARCH", &arch), ("SRCARCH", &source_arch), ("objtree", ".")]
        {
            variables.set.insert(name.to_owned(), value.to_owned());
        }
        variables.set("KERNELVERSION", version.text);
        variables.set("CONFIG_SHELL", "sh");
        if source_arch == "um" {
            variables.set.insert("SUBARCH".to_owned(), subarch.clone());
            let header = if matches!(&*subarch, "x86_64" | "i386") { "x86" } else { &subarch };
            variables.set("HEADER_ARCH", header);
        }
        compiler::set(&mut variables, &source_arch, &subarch);
        // As the Makefile: messages in the user's language, order and numbers in nobody's.
        variables.removed = vec!["LC_ALL", "CONFIG_"];
        for (name, value) in [("LC_COLLATE", "C"), ("LC_NUMERIC", "C"), ("RUSTC_BOOTSTRAP", "1")] {
            variables.set.insert(name.to_owned(), value.to_owned());
        }

        let mut given = variables.set.clone();
        given.insert("SUBARCH".to_owned(), subarch.clone());
        // Some versions look for a configuration of this machine only when they build for it.
        let is_foreign = text.contains("cross_compiling := 1") && source_arch != subarch;
        let own = read(&tree.join("arch").join(&source_arch).join("Makefile"));
        let shell = |command: &str| run(command, &[]);
        let named = match Process.get("KBUILD_DEFCONFIG").filter(|name| !name.is_empty()) {
            Some(name) => Ok(name),
            None => Makefile::new(&given, &shell).value(&own, "KBUILD_DEFCONFIG"),
        };
        let defconfig = named.map(|name| if name.is_empty() { "defconfig".to_owned() } else { name }).ok();
        let mut list = Vec::new();
        if !is_foreign {
            let release = run("uname -r", &[]);
            list.push(format!("/lib/modules/{release}/.config"));
            list.push("/etc/kernel-config".to_owned());
            list.push(format!("/boot/config-{release}"));
        }
        list.extend(defconfig.iter().map(|name| format!("arch/{source_arch}/configs/{name}")));
        // Make overrides this one, whatever the user says.
        variables.set.insert("KCONFIG_DEFCONFIG_LIST".to_owned(), list.join(" "));
        let dialect = (version.number <= (6, 1)).then_some(Dialect::Linux6_1);
        variables.kernel = Some(Kernel { tree, source_arch, defconfig, dialect });
        Ok(variables)
    }
}

impl Kernel {
    /// The file that `--defconfig=NAME` means; without a name the architecture's own.
    ///
    /// # Errors
    /// Only make can find out, or make puts it together from several.
    pub(crate) fn defconfig(&self, name: &Path) -> Result<PathBuf, Stop> {
        let folder = Path::new("arch").join(&self.source_arch).join("configs");
        if name.as_os_str().is_empty() {
            let own = self.defconfig.as_ref().ok_or_else(|| {
                Stop::because(format!(
                    "only make can tell the defconfig of {}: name one of {}",
                    self.source_arch,
                    self.tree.join(&folder).display()
                ))
            })?;
            let path = folder.join(own);
            return match self.tree.join(&path).is_file() {
                true => Ok(path),
                false => Err(Stop::because(format!(
                    "{own} is no file: make puts it together from a defconfig and fragments, as \
                     arch/{}/Makefile says; `conf merge` can do so",
                    self.source_arch
                ))),
            };
        }
        let is_plain = name.components().count() == 1;
        let path = folder.join(name);
        Ok(if is_plain && self.tree.join(&path).is_file() { path } else { name.to_owned() })
    }

    /// The fragments that make would take for `NAME.config`: the kernel's and the architecture's; none if this is
    /// another name.
    pub(crate) fn fragments(&self, name: &Path) -> Vec<PathBuf> {
        if name.components().count() != 1 {
            return Vec::new();
        }
        let folders = ["kernel/configs".to_owned(), format!("arch/{}/configs", self.source_arch)];
        let paths = folders.iter().map(|folder| Path::new(folder).join(name));
        paths.filter(|path| self.tree.join(path).is_file()).collect()
    }
}

/// The working directory, and how the Makefile would write the way from there to the tree.
fn relation(tree: &Path) -> (PathBuf, String) {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let way = match (&*here == tree, here.parent() == Some(tree)) {
        (true, _) => ".".to_owned(),
        (_, true) => "..".to_owned(),
        _ => tree.to_string_lossy().into_owned(),
    };
    (here, way)
}

/// The text of a file; empty if it cannot be read.
fn read(path: &Path) -> String {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// What a command prints, as make's `$(shell …)` gives it.
fn run(command: &str, variables: &[(&str, &str)]) -> String {
    let output = Command::new("sh")
        .args(["-c", command])
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.trim_end_matches('\n').replace('\n', " ")
}

struct Version {
    text: String,
    /// The first two numbers.
    number: (u32, u32),
}

/// The version that the kernel's Makefile begins with.
fn version(makefile: &str) -> Option<Version> {
    let value = |name: &str| {
        makefile.lines().find_map(|line| {
            let (before, after) = line.split_once('=')?;
            (before.trim() == name).then(|| after.trim().to_owned())
        })
    };
    let (first, second) = (value("VERSION")?, value("PATCHLEVEL")?);
    let number = (first.parse().ok()?, second.parse().ok()?);
    let third = value("SUBLEVEL").filter(|third| !third.is_empty()).map(|third| format!(".{third}"));
    let text =
        format!("{first}.{second}{}{}", third.unwrap_or_default(), value("EXTRAVERSION").unwrap_or_default());
    Some(Version { text, number })
}

/// The folder in `arch` of an architecture.
fn source_arch(arch: &str) -> &str {
    match arch {
        "i386" | "x86_64" => "x86",
        "sparc32" | "sparc64" => "sparc",
        "parisc64" => "parisc",
        "sh64" => "sh",
        other => other,
    }
}

/// What the kernel calls a machine.
fn subarch(machine: &str) -> String {
    let begins = |start: &str| machine.starts_with(start);
    match machine {
        "x86_64" | "i386" | "i486" | "i586" | "i686" => "x86",
        "sun4u" => "sparc64",
        "arm64" => "arm64",
        "s390x" => "s390",
        _ if begins("aarch64") => "arm64",
        _ if begins("arm") => "arm",
        _ if begins("ppc") => "powerpc",
        _ if begins("mips") => "mips",
        _ if begins("riscv") => "riscv",
        _ if begins("loongarch") => "loongarch",
        _ if begins("sh2") || begins("sh3") || begins("sh4") => "sh",
        other => other,
    }
    .to_owned()
}

fn no_such_arch(tree: &Path, arch: &str) -> Stop {
    let entries = std::fs::read_dir(tree.join("arch")).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("Kconfig").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let names = names.join(", ");
    Stop::because(format!("--arch {arch}: this kernel does not have it; it has {names}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_makefile() {
        let found =
            version("# x\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION = -rc1\n").expect("one");
        assert_eq!((found.text.as_str(), found.number), ("6.12.3-rc1", (6, 12)));
        assert_eq!(version("VERSION = 7\nPATCHLEVEL = 0\nSUBLEVEL =\n").expect("one").text, "7.0");
        assert!(version("VERSION = six\nPATCHLEVEL = 1\n").is_none());
    }

    #[test]
    fn machines_have_the_names_of_their_folders() {
        let named = ["x86_64", "i686", "aarch64", "armv7l", "ppc64le", "riscv64", "s390x", "alpha"];
        let folders = ["x86", "x86", "arm64", "arm", "powerpc", "riscv", "s390", "alpha"];
        assert_eq!(named.map(subarch), folders);
        assert_eq!(["i386", "sparc64", "sh64", "um"].map(source_arch), ["x86", "sparc", "sh", "um"]);
    }
}
