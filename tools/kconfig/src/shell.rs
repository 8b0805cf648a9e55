//! Programs that a tree runs through `$(shell,…)`, under a policy of the caller.
//!
//! A call may still be running while parsing goes on: [`Shell::start`] hands back a [`Pending`] answer.
//! Knows nothing of macros: it gets a command and gives its output.

pub mod ahead;
pub mod record;
pub mod remembered;

pub use ahead::Ahead;
pub use record::Recorded;
pub use remembered::Remembered;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Runs commands, or refuses to.
pub trait Shell {
    /// Starts a command. The answer may come later; whoever needs the text waits for it.
    fn start(&self, command: &str) -> Pending;

    /// Whether a command runs while others are started, and gives the answer that it gave before when it is started
    /// again. Only then does a parse go on before an answer is there: should the answer decide how the text is read,
    /// the parse is repeated, and no command must run twice for that.
    fn runs_ahead(&self) -> bool {
        false
    }
}

/// Why a command gave no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShellError {
    /// The caller's policy does not allow commands.
    Denied,
    /// The caller's table has no answer for this command.
    Unanswered,
    /// The system could not run it; its own words.
    Failed(String),
}

impl std::fmt::Display for ShellError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ShellError::Denied => f.write_str("commands are not allowed here"),
            ShellError::Unanswered => f.write_str("no answer is stored for this command"),
            ShellError::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for ShellError {}

/// What a command wrote on its standard output, or why it could not.
pub type Answer = Result<Vec<u8>, ShellError>;

/// An answer that is there or will come.
pub enum Pending {
    /// It is there.
    Ready(Answer),
    /// It comes when the function returns.
    Later(Box<dyn FnOnce() -> Answer + Send>),
}

impl Pending {
    /// Waits for the answer.
    pub fn wait(self) -> Answer {
        match self {
            Pending::Ready(answer) => answer,
            Pending::Later(finish) => finish(),
        }
    }
}

/// Refuses every command: the policy for trees that nobody vouches for.
#[derive(Clone, Copy, Default, Debug)]
pub struct Deny;

impl Shell for Deny {
    fn start(&self, _command: &str) -> Pending {
        Pending::Ready(Err(ShellError::Denied))
    }
}

/// Runs `sh -c` in a folder, with this process's environment and the variables given here.
/// Standard input is empty and standard error is the process's own.
#[derive(Clone, Debug)]
pub struct Run {
    folder: PathBuf,
    /// A variable without value is taken away.
    variables: Vec<(String, Option<String>)>,
}

impl Run {
    /// Runs commands in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Run {
        Run { folder: folder.into(), variables: Vec::new() }
    }

    /// Sets a variable for every command.
    pub fn with_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Run {
        self.variables.push((name.into(), Some(value.into())));
        self
    }

    /// Takes a variable of this process's environment away from every command.
    pub fn without_variable(mut self, name: impl Into<String>) -> Run {
        self.variables.push((name.into(), None));
        self
    }
}

impl Run {
    fn spawn(&self, command: &str, errors: Stdio) -> Result<Child, ShellError> {
        if command.contains('\0') {
            return Err(ShellError::Failed("a command cannot hold a NUL byte".to_owned()));
        }
        let mut shell = Command::new("sh");
        for (name, value) in &self.variables {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let child = shell
            .args(["-c", command])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn();
        child.map_err(|why| ShellError::Failed(why.to_string()))
    }

    /// Runs a command to its end; its answer, and what it wrote on standard error.
    fn captured(&self, command: &str) -> (Answer, Vec<u8>) {
        let child = self.spawn(command, Stdio::piped());
        let ended = child
            .and_then(|child| child.wait_with_output().map_err(|why| ShellError::Failed(why.to_string())));
        match ended {
            Ok(output) => (Ok(output.stdout), output.stderr),
            Err(why) => (Err(why), Vec::new()),
        }
    }
}

impl Shell for Run {
    fn start(&self, command: &str) -> Pending {
        match self.spawn(command, Stdio::inherit()) {
            Err(why) => Pending::Ready(Err(why)),
            Ok(child) => Pending::Later(Box::new(move || match child.wait_with_output() {
                Ok(output) => Ok(output.stdout),
                Err(why) => Err(ShellError::Failed(why.to_string())),
            })),
        }
    }
}

/// Answers from a table: for tests, and for callers that ran the commands before.
#[derive(Clone, Default, Debug)]
pub struct Answers(BTreeMap<String, Vec<u8>>);

impl Answers {
    /// Adds or replaces the answer to a command.
    pub fn with(mut self, command: &str, output: impl Into<Vec<u8>>) -> Answers {
        self.0.insert(command.to_owned(), output.into());
        self
    }
}

impl Shell for Answers {
    fn start(&self, command: &str) -> Pending {
        Pending::Ready(self.0.get(command).cloned().ok_or(ShellError::Unanswered))
    }
}
