//! A model with its project: loads, and does what the model asks of the world.
//!
//! The only place of the menu that touches files; they are written by the `kconfig` crate, whole or not at all.

use crate::keymap::{self, Key};
use crate::model::{Guard, Layer, Model, Names, Page, Tone};
use crate::msg::{Effect, Existing, Form, Msg, SaveJob};
use crate::strings;
use crate::update;
use kconfig::diag::{Diagnostics, Severity, Style, render};
use kconfig::{Config, Project};
use std::path::PathBuf;
use std::sync::Arc;

/// A model, and the project whose files it may read and write.
pub struct Session {
    /// What is on the screen.
    pub model: Model,
    project: Project,
    start: Start,
}

/// What the program found when it started.
struct Start {
    findings: Diagnostics,
    /// The configuration exists and could be read.
    found: bool,
    /// Why it could not be read.
    unreadable: Option<String>,
}

/// Whether the program goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// It waits for the next key.
    Continue,
    /// It ends.
    Quit,
}

impl Session {
    /// Loads a project's tree and configuration as `conf` does, and opens its menu; what is wrong with them lies open
    /// above it.
    pub fn new(project: Project) -> Session {
        let mut config = Config::new(Arc::new(project.load()));
        let names = Names { config: config_name(&project), ..Names::default() };
        let mut start = Start { findings: Diagnostics::default(), found: false, unreadable: None };
        match kconfig::source::read_file(&project.config) {
            Ok(bytes) => {
                start.findings = config.read(&names.config, &bytes);
                start.found = true;
            }
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
            Err(why) => start.unreadable = Some(why.to_string()),
        }
        let mut session = Session { model: Model::new(config, names), project, start };
        session.open();
        session
    }

    fn open(&mut self) {
        let report = self.report();
        let serious = |severity: Severity| severity >= Severity::Warning;
        let model = &mut self.model;
        let name = model.names.config.clone();
        if !model.config().tree().is_usable() {
            model.guard = Some(Guard::Tree);
        } else if self.start.unreadable.is_some() || self.start.findings.iter().any(|d| serious(d.severity)) {
            model.guard = Some(Guard::File);
        }
        let text = match self.start.found {
            true => strings::start_loaded(&name),
            false => strings::start_defaults(&name),
        };
        model.say(Tone::Done, text);
        if !report.text.is_empty() {
            let text = strings::problems_head(report.errors, report.warnings) + "\n" + &report.text;
            model.open(Layer::Page(Page::new(strings::PROBLEMS_TITLE, text)));
        }
    }

    /// What is wrong with the tree and the configuration.
    pub fn report(&self) -> Report {
        let config = self.model.config();
        let tree = config.tree().clone();
        let mut report = report(config, &[tree.diagnostics(), &self.start.findings]);
        if let Some(why) = &self.start.unreadable {
            report.errors += 1;
            report.text = strings::start_unreadable(&self.model.names.config, why) + "\n" + &report.text;
        }
        report
    }

    /// Whether the values come from a file.
    pub fn found(&self) -> bool {
        self.start.found
    }

    /// A key was pressed.
    pub fn key(&mut self, key: Key) -> Flow {
        match keymap::message(self.model.focus(), key) {
            Some(msg) => self.message(msg),
            None => Flow::Continue,
        }
    }

    /// Something happened.
    pub fn message(&mut self, msg: Msg) -> Flow {
        let mut next = Some(msg);
        while let Some(msg) = next {
            next = match update(&mut self.model, msg) {
                None => None,
                Some(Effect::Quit) => return Flow::Quit,
                Some(Effect::Save(job)) => Some(self.save(job)),
                Some(Effect::Load { path }) => Some(self.load(path)),
            };
        }
        Flow::Continue
    }

    /// What is printed behind the closed menu.
    pub fn farewell(&self) -> String {
        strings::bye(self.model.is_changed(), &self.model.names.config, self.project.config.exists())
    }

    /// The file that a typed path means.
    fn path(&self, typed: &str) -> PathBuf {
        if typed == self.model.names.config {
            return self.project.config.clone();
        }
        self.project.folder.join(typed)
    }

    fn save(&mut self, job: SaveJob) -> Msg {
        let path = self.path(&job.path);
        let own = path == self.project.config && job.form == Form::Full;
        if !own && job.existing == Existing::Ask && path.exists() {
            return Msg::Exists(job);
        }
        let saved = match job.form {
            Form::Full => self.model.config_mut().save(&path),
            Form::Minimal => kconfig::dotconfig::save_text(&path, &self.model.config().write_minimal()),
        };
        match saved {
            Ok(saved) => Msg::Saved(job, saved),
            Err(why) => Msg::Failed(strings::not_saved(&job.path, &why.to_string())),
        }
    }

    fn load(&mut self, path: String) -> Msg {
        match kconfig::source::read_file(&self.path(&path)) {
            Ok(bytes) => Msg::Loaded { path, bytes },
            Err(why) => Msg::Failed(strings::not_loaded(&path, &why.to_string())),
        }
    }
}

/// The configuration's path as the user would type it.
fn config_name(project: &Project) -> String {
    let path = project.config.strip_prefix(&project.folder).unwrap_or(&project.config);
    path.to_string_lossy().into_owned()
}

/// Findings as text.
pub struct Report {
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// All of them, each with its place and cure; empty if there is none.
    pub text: String,
}

/// What was found while reading, and what of the user's wishes was not honoured.
pub(crate) fn report(config: &Config, findings: &[&Diagnostics]) -> Report {
    let mut report = Report { errors: 0, warnings: 0, text: String::new() };
    let mut unmet = config.unmet_dependencies();
    for request in config.unmet_requests() {
        unmet.push(request.diagnostic(config.tree()));
    }
    for finding in findings.iter().copied().chain([&unmet]).flat_map(Diagnostics::iter) {
        match finding.severity {
            Severity::Error => report.errors += 1,
            Severity::Warning => report.warnings += 1,
            Severity::Note => continue,
        }
        report.text += &render(finding, config.sources(), Style::Plain);
        report.text += "\n\n";
    }
    report
}
