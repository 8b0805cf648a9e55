//! `.config` files: read, write, and the minimal form.
//!
//! The layout is the reference program's, byte for byte.

use crate::diag::Diagnostics;
use crate::eval::Config;
use std::path::Path;

/// What [`Config::save`] did.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Saved {
    /// The file had these bytes already; it was not touched.
    Unchanged,
    /// The file was replaced.
    Written,
}

#[expect(unused_variables, reason = "signatures come first")]
impl Config {
    /// Takes the user's values from the text of a `.config` or defconfig, in place of those there were.
    /// `name` is for messages. What is wrong with a line is reported and the line ignored.
    pub fn read(&mut self, name: &str, text: &[u8]) -> Diagnostics {
        unimplemented!()
    }

    /// Takes the user's values from a fragment, beside those there are: what it names is replaced.
    pub fn merge(&mut self, name: &str, text: &[u8]) -> Diagnostics {
        unimplemented!()
    }

    /// The text of `.config`.
    pub fn write(&self) -> String {
        unimplemented!()
    }

    /// The text of the minimal defconfig: what differs from the defaults.
    pub fn write_minimal(&self) -> String {
        unimplemented!()
    }

    /// Writes `.config`, only if its bytes change: to a temporary file beside it, synced and renamed. Keeps the
    /// permissions, follows a link, and leaves the previous file as `NAME.old`.
    ///
    /// # Errors
    /// What the system says; the old file is intact then.
    pub fn save(&mut self, path: &Path) -> std::io::Result<Saved> {
        unimplemented!()
    }
}

/// Writes any generated file as [`Config::save`] does, without the `.old` copy.
///
/// # Errors
/// What the system says; the old file is intact then.
pub fn save_text(path: &Path, text: &str) -> std::io::Result<Saved> {
    let _ = (path, text);
    unimplemented!()
}
