//! The numbers of the evaluation's diagnostics.

use crate::diag::Code;

impl Code {
    /// A symbol is selected although its dependencies are unmet.
    pub const UNMET_DEPENDENCY: Code = Code(401);
    /// The user asked for a value and got another: see [`unmet_requests`](crate::Config::unmet_requests).
    pub const UNMET_REQUEST: Code = Code(402);
}
