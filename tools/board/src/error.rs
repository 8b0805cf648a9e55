//! What can be wrong with a board, or between a board and a target.

/// Why there is no board or no place for the pool; the text says where, what, and how to mend it.
#[derive(Debug)]
pub enum Error {
    /// A variable that Cargo sets for build scripts is missing.
    NotABuildScript(&'static str),
    /// A file or folder cannot be read.
    Read {
        /// Which.
        path: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file is not TOML, or has an unknown key or a value of the wrong type.
    Toml {
        /// The file.
        file: String,
        /// The parser's words, with line and column.
        cause: Box<toml::de::Error>,
    },
    /// The description contradicts itself.
    Invalid {
        /// The file.
        file: String,
        /// What contradicts what, and the cure.
        message: String,
    },
    /// The description, the configuration and the target do not fit together.
    Misfit {
        /// The file.
        file: String,
        /// What does not fit, and the cure.
        message: String,
    },
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::NotABuildScript(variable) => {
                write!(f, "{variable} is not set: this runs in a build script, where Cargo sets it")
            }
            Error::Read { path, cause } => write!(f, "{path}: cannot be read: {cause}"),
            Error::Toml { file, cause } => write!(f, "{file}: {cause}"),
            Error::Invalid { file, message } | Error::Misfit { file, message } => {
                write!(f, "{file}: {message}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Read { cause, .. } => Some(cause),
            Error::Toml { cause, .. } => Some(cause),
            Error::NotABuildScript(_) | Error::Invalid { .. } | Error::Misfit { .. } => None,
        }
    }
}
