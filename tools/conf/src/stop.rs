//! Why a run ended early.

use std::io;
use std::process::ExitCode;

/// Why a run ended before its work was done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Everything was said already.
    Said,
    /// Everything was said already: a folder stands where a Kconfig file is due. The reference program has a status of
    /// its own for that.
    SaidOfFolder,
    /// To be said on standard error.
    Because(String),
    /// Whoever read our output went away: there is nobody to tell.
    Unheard,
}

impl Stop {
    /// A reason in words.
    pub(crate) fn because(text: impl Into<String>) -> Stop {
        Stop::Because(text.into())
    }

    /// Says what there is to say; the exit status.
    pub(crate) fn end(self) -> ExitCode {
        match self {
            Stop::Said => ExitCode::FAILURE,
            Stop::SaidOfFolder => ExitCode::from(2),
            Stop::Because(text) => {
                // When standard error is gone as well, the status has to do.
                let _ = io::Write::write_all(&mut io::stderr(), format!("conf: {text}\n").as_bytes());
                ExitCode::FAILURE
            }
            // Of a program in C, the signal would end it here, without a word.
            Stop::Unheard => ExitCode::from(141),
        }
    }
}

/// An error of writing to standard output or standard error.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::Unheard,
            _ => Stop::because(format!("cannot write to standard output: {error}")),
        }
    }
}
