//! The numbers of the diagnostics.

/// `K` and four digits. 00xx: lexing and parsing; 01xx: macros and files; 02xx: the model; 03xx: `.config`;
/// 04xx: evaluation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(pub u16);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "K{:04}", self.0)
    }
}

macro_rules! codes {
    ($($name:ident $number:literal $what:literal)*) => {
        impl Code {
            $(#[doc = $what] pub const $name: Code = Code($number);)*

            /// The numbers of the lexer, the parser and the macros, ascending.
            pub const OF_READING: &[Code] = &[$(Code::$name),*];
        }
    };
}

codes! {
    UNKNOWN_STATEMENT 1 "A line begins with a word that begins no statement."
    OUTSIDE_ENTRY 2 "A property stands where no entry is open."
    WRONG_ENTRY 3 "A property does not belong to this kind of entry."
    EXPECTED 4 "Something else was expected here."
    TRAILING 5 "A statement is complete and something follows."
    EXPRESSION 6 "An expression is malformed."
    TOO_DEEP 7 "Parentheses, negations or blocks are nested too deeply."
    UNCLOSED_BLOCK 8 "A menu, choice or if is not closed."
    STRAY_END 9 "An end statement closes nothing, or the wrong thing."
    CROSSES_FILES 10 "A block ends in another file than it began."
    OTHER_DIALECT 11 "Another dialect has this construct, this one has not."
    UNSUPPORTED_CHARACTER 12 "A character that cannot stand outside quotes."
    UNCLOSED_STRING 13 "A text without closing quote."
    NO_FINAL_LINE_BREAK 14 "The last line has no line break."
    NUL 15 "A NUL byte."
    NOT_UTF8 16 "Bytes that are not UTF-8."
    NOT_IN_CHOICE 17 "A statement that cannot stand in a choice."
    MAINMENU_PLACE 18 "A mainmenu that is not the first statement."
    CARRIAGE_RETURN 19 "Lines that end with CR LF."
    UNREADABLE 101 "A file that cannot be read."
    RECURSIVE_INCLUSION 102 "A file that sources itself."
    INCLUSION_TOO_DEEP 103 "Too many files that source each other."
    SHELL_DENIED 104 "A command that the policy does not allow."
    SHELL_FAILED 105 "A command that cannot be run."
    UNTERMINATED_MACRO 106 "A `$(` without `)`."
    CIRCULAR_MACRO 107 "A variable that refers to itself."
    RECURSION_TOO_DEEP 108 "A function that calls itself without end."
    ARGUMENT_COUNT 109 "A function with too few or too many arguments."
    INFO 110 "What `$(info,…)` says."
    WARNING_IF 111 "What `$(warning-if,…)` says."
    ERROR_IF 112 "What `$(error-if,…)` says."
    EXPANSION_TOO_LARGE 113 "A macro whose expansion explodes."
    SOURCED_TWICE 114 "A file that is sourced twice."
    NO_MATCH 115 "A pattern that matches no file."
    SHELL_OUTPUT_CUT 116 "A command that writes more than is used."
    UNKNOWN_FUNCTION 117 "A call of a function that is not defined."
    TOO_MUCH_INPUT 118 "More files, or more bytes of them, than are read."
    FOLDER 119 "A folder where a file is due. The reference program ends with status 2 then."
    FUNCTION_FAILED 120 "A function that the caller supplies refuses its arguments."
    VARIABLE_UNSET 121 "An `option env` whose environment variable is not set."
}
