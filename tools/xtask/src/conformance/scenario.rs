//! What is compared: runs of `conf` that follow one another in one folder.

use crate::oracle::Series;

/// Steps that follow one another, on a tree for an architecture.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Scenario {
    pub(super) series: Series,
    pub(super) arch: String,
    /// Unique for series and architecture.
    pub(super) name: String,
    pub(super) steps: Vec<Step>,
}

/// One run of `conf`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Step {
    pub(super) mode: &'static str,
    /// The value of the mode's option.
    pub(super) file: Option<String>,
    pub(super) who: Who,
    pub(super) before: Vec<Act>,
    pub(super) options: Vec<&'static str>,
    pub(super) variables: Vec<(&'static str, String)>,
    pub(super) input: &'static str,
    pub(super) probes: Probes,
    pub(super) effect: Effect,
}

/// Which program runs. Where it is one, the other goes on with its files.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Who {
    Both,
    Theirs,
    Ours,
}

/// What is done to the folder before a run.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Act {
    /// A file of the tree is copied to this name.
    Take(String, &'static str),
    /// A file of the folder is copied to this name.
    Copy(&'static str, &'static str),
    /// Files of the folder that are empty are removed: a run that touches them makes them again.
    RemoveTouched,
}

/// Where the answers to `$(shell,…)` come from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Probes {
    /// The record.
    Recorded,
    /// Each is run.
    Run,
}

/// What the run must do beside giving what the reference gives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Effect {
    Any,
    /// `.config` stays as it is.
    None,
}

impl Step {
    pub(super) fn new(mode: &'static str) -> Step {
        Step {
            mode,
            file: None,
            who: Who::Both,
            before: Vec::new(),
            options: Vec::new(),
            variables: Vec::new(),
            input: "",
            probes: Probes::Recorded,
            effect: Effect::Any,
        }
    }

    pub(super) fn file(mut self, file: impl Into<String>) -> Step {
        self.file = Some(file.into());
        self
    }

    pub(super) fn by(mut self, who: Who) -> Step {
        self.who = who;
        self
    }

    pub(super) fn after(mut self, act: Act) -> Step {
        self.before.push(act);
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Step {
        self.variables.push((name, value.into()));
        self
    }

    pub(super) fn silent(mut self) -> Step {
        self.options.push("-s");
        self
    }

    pub(super) fn answers(mut self, input: &'static str) -> Step {
        self.input = input;
        self
    }

    pub(super) fn running_probes(mut self) -> Step {
        self.probes = Probes::Run;
        self
    }

    pub(super) fn without_effect(mut self) -> Step {
        self.effect = Effect::None;
        self
    }

    /// The arguments of `conf`.
    pub(super) fn arguments(&self) -> Vec<String> {
        let mode = match &self.file {
            Some(file) => format!("--{}={file}", self.mode),
            None => format!("--{}", self.mode),
        };
        self.options.iter().map(|option| (*option).to_owned()).chain([mode, "Kconfig".to_owned()]).collect()
    }
}

impl Scenario {
    /// How a person calls it.
    pub(super) fn title(&self) -> String {
        format!("{} {} {}", self.series.number(), self.arch, self.name)
    }
}
