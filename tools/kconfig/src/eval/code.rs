//! The numbers of the evaluation's diagnostics.

use crate::diag::Code;

impl Code {
    /// A symbol is selected although its dependencies are unmet.
    pub const UNMET_DEPENDENCY: Code = Code(401);
}
