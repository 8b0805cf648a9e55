//! The numbers of the model's diagnostics.

use crate::diag::Code;

impl Code {
    /// A symbol without a type.
    pub const NO_TYPE: Code = Code(201);
    /// A second, different type for one symbol.
    pub const TYPE_REDEFINED: Code = Code(202);
    /// A second prompt in one entry.
    pub const PROMPT_REDEFINED: Code = Code(203);
    /// A prompt that begins with blanks.
    pub const PROMPT_BLANKS: Code = Code(204);
    /// A second help text in one entry.
    pub const HELP_REDEFINED: Code = Code(205);
    /// A help without text.
    pub const HELP_EMPTY: Code = Code(206);
    /// `menuconfig` without a prompt.
    pub const MENUCONFIG_WITHOUT_PROMPT: Code = Code(207);
    /// `modules` in a second symbol.
    pub const MODULES_REDEFINED: Code = Code(208);
    /// The default of an int, hex or string is an expression.
    pub const DEFAULT_NOT_SINGLE: Code = Code(209);
    /// The default of an int or hex is not a number of its kind.
    pub const NUMBER_INVALID: Code = Code(210);
    /// `select` or `imply` in a symbol that is neither bool nor tristate.
    pub const SELECT_FROM_WRONG_TYPE: Code = Code(211);
    /// `select` or `imply` of a symbol that is neither bool nor tristate.
    pub const SELECT_OF_WRONG_TYPE: Code = Code(212);
    /// `range` in a symbol that is neither int nor hex.
    pub const RANGE_ON_WRONG_TYPE: Code = Code(213);
    /// A bound that is not a number of its kind.
    pub const RANGE_INVALID: Code = Code(214);
    /// A bool that is compared with `m`.
    pub const BOOL_WITH_M: Code = Code(215);
    /// A choice without a prompt.
    pub const CHOICE_WITHOUT_PROMPT: Code = Code(220);
    /// A choice whose default is not one of its members.
    pub const CHOICE_DEFAULT_UNKNOWN: Code = Code(221);
    /// A member of a choice that is not a bool.
    pub const CHOICE_MEMBER_TYPE: Code = Code(222);
    /// A member of a choice without a prompt.
    pub const CHOICE_MEMBER_WITHOUT_PROMPT: Code = Code(223);
    /// A member of a choice with a default.
    pub const CHOICE_MEMBER_DEFAULT: Code = Code(224);
    /// A member of a choice with a prompt elsewhere.
    pub const CHOICE_MEMBER_ELSEWHERE: Code = Code(225);
    /// A transitional symbol that has more than a type and a help text.
    pub const TRANSITIONAL: Code = Code(226);
    /// A symbol that depends on itself.
    pub const RECURSIVE_DEPENDENCY: Code = Code(230);
}
