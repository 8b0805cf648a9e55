//! A tree with its configuration, from opening to saving.

use crate::kbuild;
use crate::linux::Variables;
use crate::reading::Reading;
use crate::report::{self, Report};
use crate::stop::Stop;
use kconfig::bytes;
use kconfig::diag::{Code, Diagnostic, Diagnostics};
use kconfig::dialect::Dialect;
use kconfig::dotconfig::{Saved, save_text};
use kconfig::modes::Mode;
use kconfig::preprocess::Environment;
use kconfig::{Config, Project};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A tree with its configuration.
pub(crate) struct Session {
    project: Project,
    /// The environment, where it says how the tree is read.
    pub(crate) variables: Variables,
    /// The configuration: every symbol at its default until something is read.
    pub(crate) config: Config,
    /// How findings are printed.
    pub(crate) report: Report,
    silent: bool,
    /// The selects without met dependencies that were reported already.
    reported: HashSet<String>,
    /// Whether there was one.
    unmet: bool,
    /// Whether `.config` was there to be read.
    found: bool,
}

impl Session {
    /// Loads the tree whose first file is `kconfig`, else the one of the working directory.
    pub(crate) fn open(
        kconfig: Option<&Path>,
        reading: &Reading,
        report: Report,
        silent: bool,
    ) -> Result<Session, Stop> {
        let variables = reading.linux.variables()?;
        let project = match kconfig {
            Some(file) => Project::at_with(file, &variables),
            None if variables.kernel().is_some() => {
                let root = variables.get("KBUILD_KCONFIG").filter(|name| !name.is_empty());
                Project::at_with(Path::new(root.as_deref().unwrap_or("Kconfig")), &variables)
            }
            None => Project::find_with(Path::new("."), &variables),
        };
        let mut project = project.map_err(|error| Stop::because(error.to_string()))?;
        let tree = reading.load(&mut project, &variables)?;
        report.print(tree.diagnostics(), tree.sources())?;
        if !tree.is_usable() {
            // Where the reference program stops is what its status is about.
            let last = tree.diagnostics().as_reference().last();
            let is_folder = last.is_some_and(|finding| finding.code == Code::FOLDER);
            return Err(if is_folder { Stop::SaidOfFolder } else { Stop::Said });
        }
        let config = Config::new(Arc::new(tree));
        Ok(Session {
            project,
            variables,
            config,
            report,
            silent,
            reported: HashSet::new(),
            unmet: false,
            found: false,
        })
    }

    /// Reads `.config`; without one, the first file of `KCONFIG_DEFCONFIG_LIST` that exists, else nothing.
    pub(crate) fn read(&mut self) -> Result<(), Stop> {
        let path = self.project.config.clone();
        if let Some(text) = self.text_of(&path)? {
            self.found = true;
            return self.take_whole(&self.shown(&path), &text);
        }
        let list = self.variables.get("KCONFIG_DEFCONFIG_LIST").unwrap_or_default();
        let own = self.config.defconfig_files();
        for name in list.split_whitespace().chain(own.iter().map(String::as_str)) {
            if let Some(text) = self.text_of(&self.project.folder.join(name))? {
                self.say(&format!("#\n# using defaults found in {name}\n#\n"))?;
                return self.take_whole(name, &text);
            }
        }
        Ok(())
    }

    /// Whether there was a `.config` and nothing in it is wrong, missing or without effect.
    pub(crate) fn is_up_to_date(&self) -> bool {
        self.found && !self.config.is_outdated()
    }

    /// Reads what a build would take.
    pub(crate) fn read_for_build(&mut self) -> Result<(), Stop> {
        match self.project.configuration() {
            Some(path) => self.read_if_there(&path).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Reads the file that is about to be changed: `.config`, and without one what a build would take.
    pub(crate) fn read_for_change(&mut self) -> Result<(), Stop> {
        let path = self.project.config.clone();
        if self.read_if_there(&path)? { Ok(()) } else { self.read_for_build() }
    }

    fn read_if_there(&mut self, path: &Path) -> Result<bool, Stop> {
        let Some(text) = self.text_of(path)? else { return Ok(false) };
        self.take_whole(&self.shown(path), &text)?;
        Ok(true)
    }

    /// Reads a defconfig in place of `.config`.
    pub(crate) fn read_defconfig(&mut self, path: &Path) -> Result<(), Stop> {
        let name = path.display().to_string();
        match self.text_of(path)? {
            Some(text) => self.take_whole(&name, &text),
            None => {
                report::err(&format!("***\n*** Can't find default configuration \"{name}\"!\n***\n"))?;
                Err(Stop::Said)
            }
        }
    }

    /// Reads the values that `KCONFIG_ALLCONFIG` fixes before one of the `all…config` modes.
    pub(crate) fn read_fixed_values(&mut self, mode: Mode) -> Result<(), Stop> {
        let Some(name) = variable("KCONFIG_ALLCONFIG") else { return Ok(()) };
        if !matches!(name.as_str(), "" | "1") {
            let Some(text) = self.text_of(&self.project.folder.join(&name))? else {
                report::err(&format!("*** Can't read seed configuration \"{name}\"!\n"))?;
                return Err(Stop::Said);
            };
            return self.take_fixed(&name, &text);
        }
        // The mode's name is that of its file: allnoconfig, allno.config.
        let own = match mode {
            Mode::RandConfig => "allrandom.config".to_owned(),
            _ => format!("{}.config", mode.name().trim_end_matches("config")),
        };
        for name in [own.as_str(), "all.config"] {
            if let Some(text) = self.text_of(&self.project.folder.join(name))? {
                return self.take_fixed(name, &text);
            }
        }
        report::err(&format!("*** KCONFIG_ALLCONFIG set, but no \"{own}\" or \"all.config\" file found\n"))?;
        Err(Stop::Said)
    }

    /// The bytes of a file, also from the source tree; `None` if there is no such file.
    pub(crate) fn text_of(&self, path: &Path) -> Result<Option<Vec<u8>>, Stop> {
        let elsewhere = self.project.source_tree.as_ref().filter(|_| path.is_relative());
        for place in [Some(path.to_owned()), elsewhere.map(|tree| tree.join(path))].into_iter().flatten() {
            match kconfig::source::read_file(&place) {
                Ok(text) => return Ok(Some(text)),
                Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                // Going on without it would end in writing over a file that could not be read.
                Err(e) => return Err(Stop::because(format!("cannot read {}: {e}", self.shown(&place)))),
            }
        }
        Ok(None)
    }

    /// Takes the values of a whole configuration and reports what is wrong with it.
    fn take_whole(&mut self, name: &str, text: &[u8]) -> Result<(), Stop> {
        let wrong = self.take(name, text)?;
        self.print_unmet()?;
        if wrong {
            return Err(Stop::Said);
        }
        if !self.config.is_outdated() {
            self.work_out_again();
        }
        Ok(())
    }

    /// Forgets which selects were reported, where the words are the reference program's: it works their symbols out
    /// several times, and warns each time.
    pub(crate) fn work_out_again(&mut self) {
        if self.report.is_classic() {
            self.reported.clear();
        }
    }

    /// From now on `.config` is this file.
    pub(crate) fn save_to(&mut self, path: PathBuf) {
        self.project.config = path;
    }

    /// Takes the text that several files became; what is wrong in it, by line from 1. An error ends it, as does a
    /// warning where that is one.
    pub(crate) fn take_merged(&mut self, text: &str) -> Result<Vec<(usize, String)>, Stop> {
        let found = self.config.read("merged", &bytes::encode(text));
        let sources = self.config.sources();
        let line = |finding: &Diagnostic| finding.span.map_or(0, |span| sources.line(span) as usize);
        let said = found.iter().map(|finding| (line(finding), finding.message.clone()));
        let said: Vec<_> = said.collect();
        if found.has_errors() || !said.is_empty() && warnings_are_errors() {
            self.report.print(&found, sources)?;
            return Err(Stop::Said);
        }
        Ok(said)
    }

    /// Writes a text in place of `.config`.
    pub(crate) fn save_plain(&self, text: &str) -> Result<(), Stop> {
        let path = &self.project.config;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let saved = folder.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| save_text(path, text));
        let name = self.shown(path);
        saved.map_err(|error| Stop::because(format!("cannot write {name}: {error}")))?;
        self.say(&format!("#\n# merged configuration written to {name}\n#\n"))
    }

    /// As [`Session::save`], for a caller that said itself which requests had no effect.
    pub(crate) fn save_reported(&mut self) -> Result<(), Stop> {
        let tree = self.config.tree();
        let requests = self.config.unmet_requests();
        self.reported.extend(requests.into_iter().map(|request| request.diagnostic(tree).message));
        self.save()
    }

    /// Takes values that are fixed beforehand.
    fn take_fixed(&mut self, name: &str, text: &[u8]) -> Result<(), Stop> {
        if self.take(name, text)? { Err(Stop::Said) } else { Ok(()) }
    }

    /// Takes the values of a file and reports what is wrong in it; whether that is an error.
    fn take(&mut self, name: &str, text: &[u8]) -> Result<bool, Stop> {
        let found = self.config.read(name, text);
        let warned = self.report.print(&found, self.config.sources())?;
        Ok(warned && warnings_are_errors() || found.has_errors())
    }

    /// Ends with an error if a select without met dependencies was reported and warnings are errors.
    pub(crate) fn refuse_unmet(&self) -> Result<(), Stop> {
        if self.unmet && warnings_are_errors() { Err(Stop::Said) } else { Ok(()) }
    }

    /// How the modes end that make or change a configuration: writes `.config`, and the files of `include/` if they
    /// are missing.
    pub(crate) fn finish(&mut self) -> Result<(), Stop> {
        self.refuse_unmet()?;
        self.save()?;
        // A Cargo project has no use for them.
        if self.project.manifest.is_none() { kbuild::write_missing(self) } else { Ok(()) }
    }

    /// Writes `.config` if that changes its bytes, and says so.
    pub(crate) fn save(&mut self) -> Result<(), Stop> {
        self.print_unmet()?;
        let path = self.project.config.clone();
        let name = self.shown(&path);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let saved = folder.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| self.config.save(&path));
        match saved {
            Ok(Saved::Written) => self.say(&format!("#\n# configuration written to {name}\n#\n")),
            Ok(Saved::Unchanged) => self.say(&format!("#\n# No change to {name}\n#\n")),
            Err(error) => {
                report::err(&format!(
                    "{name}: {error}\n\n*** Error during writing of the configuration.\n\n"
                ))?;
                Err(Stop::Said)
            }
        }
    }

    /// Writes the minimal defconfig.
    pub(crate) fn save_minimal(&mut self, path: &Path) -> Result<(), Stop> {
        self.work_out_again();
        self.print_unmet()?;
        let name = path.display();
        // A misspelt folder is not made: a defconfig is kept where others are.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
        let saved = match folder {
            Some(folder) => Err(io::Error::other(format!("there is no folder {}", folder.display()))),
            None => save_text(path, &self.config.write_minimal()),
        };
        let Err(error) = saved else { return Ok(()) };
        // The stray letter is the reference program's.
        report::err(&match self.report.is_classic() {
            true => format!("n*** Error while saving defconfig to: {name}\n\n"),
            false => format!("conf: cannot write {name}: {error}\n"),
        })?;
        Err(Stop::Said)
    }

    /// Reports the selects without met dependencies that were not reported yet and, where the words are our own,
    /// what the user asked for and did not get.
    pub(crate) fn print_unmet(&mut self) -> Result<(), Stop> {
        let mut fresh = Diagnostics::default();
        for finding in self.config.unmet_dependencies().iter() {
            self.unmet = true;
            if self.reported.insert(finding.message.clone()) {
                fresh.push(finding.clone());
            }
        }
        let asked = self.project.dialect == Dialect::LinuxNext
            && std::env::var_os("KCONFIG_WARN_CHANGED_INPUT").is_some();
        if asked || !self.report.is_classic() {
            let tree = self.config.tree();
            let requests = self.config.unmet_requests().into_iter().map(|request| request.diagnostic(tree));
            requests.filter(|finding| !self.reported.contains(&finding.message)).for_each(|f| fresh.push(f));
            self.reported.extend(fresh.iter().map(|finding| finding.message.clone()));
        }
        match asked {
            true => self.report.print_all(&fresh, self.config.sources())?,
            false => self.report.print(&fresh, self.config.sources()).map(|_| ())?,
        }
        Ok(())
    }

    /// Says nothing from now on of what was done.
    pub(crate) fn silence(&mut self) {
        self.silent = true;
    }

    /// A path in the folder of the tree.
    pub(crate) fn in_folder(&self, name: &str) -> PathBuf {
        self.project.folder.join(name)
    }

    /// Says what was done, unless that is not wanted.
    pub(crate) fn say(&self, text: &str) -> Result<(), Stop> {
        if self.silent {
            return Ok(());
        }
        match report::out(text) {
            // The work is done or goes on: that nobody wants to hear of it changes nothing.
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            said => Ok(said?),
        }
    }

    /// A path as the user would write it.
    fn shown(&self, path: &Path) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        path.strip_prefix(here).unwrap_or(path).display().to_string()
    }
}

/// The reference program asks whether the variable is there, not what it says.
fn warnings_are_errors() -> bool {
    std::env::var_os("KCONFIG_WERROR").is_some()
}

/// The value of an environment variable, if it is there.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
