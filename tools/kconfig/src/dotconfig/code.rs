//! The numbers of the findings in `.config`.

use crate::diag::Code;

impl Code {
    /// A line that is no assignment.
    pub const UNEXPECTED_DATA: Code = Code(301);
    /// An assignment to a name that no `config` defines. The reference program is silent about it, unless it is
    /// asked by `KCONFIG_WARN_UNKNOWN_SYMBOLS`.
    pub const UNKNOWN_SYMBOL: Code = Code(302);
    /// A value that is not of the symbol's type.
    pub const VALUE_INVALID: Code = Code(303);
    /// A second assignment to one symbol.
    pub const REASSIGNED: Code = Code(304);
    /// A string without its quotes.
    pub const STRING_INVALID: Code = Code(305);
    /// A symbol without a type.
    pub const UNTYPED: Code = Code(306);
    /// A second member of a choice is y, or one is y beside another that is m.
    pub const CHOICE_OVERRIDE: Code = Code(307);
    /// A member of a choice is m beside another that is y.
    pub const CHOICE_INCONSISTENT: Code = Code(308);
}
