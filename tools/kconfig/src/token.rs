//! What the lexer hands to the parser.

/// A token: its kind, where it stands, and what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Offset of its first byte in the file.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
    /// Where its text is.
    pub content: Content,
}

/// Where the text of a token is: most words stand in the file as they are, and nothing is copied for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// In the file, between these offsets.
    Plain(u32, u32),
    /// In the lexer's store of texts that macros or backslashes changed.
    Cooked(u32),
    /// Not known yet: the answer of a command that may still be running, by its number in this parse.
    Deferred(u32),
}

/// The kinds of token.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// Letters, digits, `_`, `-`, `$`, and what macros made of them.
    Word,
    /// A text in quotes.
    Quoted,
    /// A word that the language reserves.
    Keyword(Keyword),
    /// `=`
    Equal,
    /// `:=`
    ColonEqual,
    /// `+=`
    PlusEqual,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `!`
    Not,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `(`
    Open,
    /// `)`
    Close,
    /// The end of a line that holds a token.
    LineEnd,
    /// The end of the file.
    End,
}

macro_rules! keywords {
    ($($variant:ident $text:literal)*) => {
        /// The reserved words.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Keyword {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl Keyword {
            /// All of them.
            pub const ALL: &[Keyword] = &[$(Keyword::$variant),*];

            /// The keyword with this spelling.
            pub fn of(word: &str) -> Option<Keyword> {
                match word {
                    $($text => Some(Keyword::$variant),)*
                    _ => None,
                }
            }

            /// Its spelling.
            pub fn text(self) -> &'static str {
                match self {
                    $(Keyword::$variant => $text,)*
                }
            }
        }
    };
}

keywords! {
    Bool "bool"
    Choice "choice"
    Comment "comment"
    Config "config"
    DefBool "def_bool"
    DefTristate "def_tristate"
    Default "default"
    Depends "depends"
    EndChoice "endchoice"
    EndIf "endif"
    EndMenu "endmenu"
    Help "help"
    Hex "hex"
    If "if"
    Imply "imply"
    Int "int"
    Mainmenu "mainmenu"
    Menu "menu"
    Menuconfig "menuconfig"
    Modules "modules"
    On "on"
    Prompt "prompt"
    Range "range"
    Select "select"
    Source "source"
    String "string"
    Tristate "tristate"
    Visible "visible"
}

impl Kind {
    /// How messages name the kind, where the text does not say it better.
    pub fn describe(self) -> &'static str {
        match self {
            Kind::Word => "a word",
            Kind::Quoted => "a quoted text",
            Kind::Keyword(keyword) => keyword.text(),
            Kind::Equal => "`=`",
            Kind::ColonEqual => "`:=`",
            Kind::PlusEqual => "`+=`",
            Kind::Unequal => "`!=`",
            Kind::Less => "`<`",
            Kind::LessOrEqual => "`<=`",
            Kind::Greater => "`>`",
            Kind::GreaterOrEqual => "`>=`",
            Kind::Not => "`!`",
            Kind::And => "`&&`",
            Kind::Or => "`||`",
            Kind::Open => "`(`",
            Kind::Close => "`)`",
            Kind::LineEnd => "the end of the line",
            Kind::End => "the end of the file",
        }
    }
}

impl Kind {
    /// Whether it compares two operands.
    pub fn is_comparison(self) -> bool {
        use Kind::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Unequal};
        matches!(self, Equal | Unequal | Less | LessOrEqual | Greater | GreaterOrEqual)
    }
}
