//! A folder with the library: `include` and `lib`.

use crate::symbols::Symbols;
use crate::{Compiler, Error};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library in one configuration.
#[derive(Clone, Debug)]
pub struct Library {
    folder: PathBuf,
}

/// The headers that are the same in every configuration.
const HEADERS: [&str; 2] = ["los_memory.h", "los_typedef.h"];
const ARCHIVE: &str = "liblos_mem_capi.a";

impl Library {
    /// Copies what a C program needs into `folder`.
    pub(crate) fn gather(
        root: &Path,
        archive: &Path,
        config: &Path,
        folder: &Path,
    ) -> Result<Library, Error> {
        let library = Library { folder: folder.to_owned() };
        let copy = |from: &Path, to: PathBuf| {
            let parent = to.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).and_then(|()| std::fs::copy(from, &to)).map_err(|e| {
                Error::new(format!("{} cannot be copied to {}: {e}", from.display(), to.display()))
            })
        };
        for header in HEADERS {
            copy(&root.join("tools/los-mem-capi/include").join(header), library.include().join(header))?;
        }
        copy(config, library.include().join("los_config.h"))?;
        copy(archive, library.archive())?;
        Ok(library)
    }

    /// The folder for the compiler's `-I`.
    pub fn include(&self) -> PathBuf {
        self.folder.join("include")
    }

    /// The static library.
    pub fn archive(&self) -> PathBuf {
        self.folder.join("lib").join(ARCHIVE)
    }

    /// Whether the library was built with an option.
    pub fn has(&self, option: &str) -> bool {
        let text = std::fs::read_to_string(self.include().join("los_config.h")).unwrap_or_default();
        let line = format!("#define {option} 1");
        text.lines().any(|l| l == line)
    }

    /// The names that the library defines for C programs.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn exports(&self) -> Result<BTreeSet<String>, Error> {
        let prefixes = ["LOS_", "Os", "m_auc", "g_"];
        let is_ours = |name: &String| prefixes.iter().any(|prefix| name.starts_with(prefix));
        Ok(Symbols::of(&self.archive())?.defined.into_iter().filter(is_ours).collect())
    }

    /// The names that the library asks the program or the system for.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn imports(&self) -> Result<BTreeSet<String>, Error> {
        let Symbols { defined, asked } = Symbols::of(&self.archive())?;
        Ok(asked.difference(&defined).cloned().collect())
    }

    /// Compiles C files to a program. `Err` has the compiler's words.
    ///
    /// # Errors
    /// What the compiler or linker says.
    pub fn compile(&self, compiler: &Compiler, sources: &[&Path], program: &Path) -> Result<(), Error> {
        let mut command = self.compiler(compiler);
        command.args(sources).arg(self.archive());
        command.args(compiler.libraries()).arg("-o").arg(program);
        run(command)
    }

    /// Lets the compiler read a file and make nothing.
    ///
    /// # Errors
    /// What the compiler says.
    pub fn check(&self, compiler: &Compiler, source: &Path) -> Result<(), Error> {
        let mut command = self.compiler(compiler);
        command.arg("-fsyntax-only").arg(source);
        run(command)
    }

    fn compiler(&self, compiler: &Compiler) -> Command {
        let mut command = compiler.command();
        command.arg("-I").arg(self.include());
        command
    }
}

fn run(mut command: Command) -> Result<(), Error> {
    let output = command.output().map_err(|e| Error::new(format!("{command:?} cannot be run: {e}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::new(format!("{command:?}\n{said}")))
}
