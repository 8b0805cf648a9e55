//! Which Kconfig: the language has grown and forked, and each tree is written in one of its forms.

use std::str::FromStr;

/// A named, versioned form of the language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Dialect {
    /// Linux 6.12: the default, and the reference for every rule.
    #[default]
    Linux6_12,
    /// Linux 6.1: tristate and optional choices.
    Linux6_1,
    /// After 6.12: `transitional`, `depends on A if B`, a repeated source is an error.
    LinuxNext,
    /// Kconfiglib and Zephyr: globs, `rsource`, `osource`, `orsource`, `def_int`, `configdefault`, named choices.
    Kconfiglib,
    /// Linux 4.x and the trees that froze it: `option`, `---help---`, unquoted paths.
    Legacy,
}

impl Dialect {
    /// Every dialect, newest reference first.
    pub const ALL: [Dialect; 5] =
        [Dialect::Linux6_12, Dialect::Linux6_1, Dialect::LinuxNext, Dialect::Kconfiglib, Dialect::Legacy];

    /// The name that `[package.metadata.kconfig] dialect = …` and `--dialect` take.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Linux6_12 => "linux-6.12",
            Dialect::Linux6_1 => "linux-6.1",
            Dialect::LinuxNext => "linux-next",
            Dialect::Kconfiglib => "kconfiglib",
            Dialect::Legacy => "legacy",
        }
    }
}

/// A construct that some dialects have and others refuse.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Feature {
    /// `source "dir/*"`
    Globs,
    /// `rsource`, `osource`, `orsource`, `gsource`
    RelativeSource,
    /// `def_int`, `def_hex`, `def_string`
    TypedDefaults,
    /// `---help---`
    DashedHelp,
    /// `option env=…`, `option modules`, …
    Options,
    /// `depends` without `on`
    OldSpellings,
    /// `boolean`, `def_boolean`
    Boolean,
    /// `optional` in a choice, and choices of type tristate
    OptionalChoices,
    /// An int or hex that has neither a default nor a value is empty, not zero.
    EmptyNumbers,
    /// A `default` that gives n counts as said: `.config` has the line, unless the tree has macros of its own.
    DefaultedNo,
    /// `imply` says nothing of a symbol whose dependencies are unmet.
    MetImplies,
    /// `.config` says where a menu ends.
    MenuEnds,
    /// `choice NAME`
    NamedChoices,
    /// `source` and `menuconfig` in a choice
    OpenChoices,
    /// `configdefault`
    ConfigDefault,
    /// `transitional`
    Transitional,
    /// `depends on A if B`
    ConditionalDepends,
    /// A file that is sourced twice is an error.
    SourceOnce,
    /// Paths and prompts without quotes, `/` and `.` in words.
    UnquotedText,
    /// `$NAME` in the path of a `source`
    DollarNames,
    /// `$NAME` in every text in quotes
    DollarTexts,
    /// A choice decides alone about its members: their own defaults say nothing.
    BareMembers,
    /// Keywords are names where a name is due.
    ContextualKeywords,
    /// `mainmenu` anywhere
    LateMainmenu,
    /// The last line may lack its line break, and lines may end with CR LF.
    LooseLineEnds,
}

impl Dialect {
    /// Whether the dialect has a construct.
    pub fn has(self, feature: Feature) -> bool {
        use Dialect::{Kconfiglib, Legacy, Linux6_1, LinuxNext};
        let having: &[Dialect] = match feature {
            Feature::Globs | Feature::RelativeSource | Feature::TypedDefaults => &[Kconfiglib],
            Feature::ConfigDefault | Feature::LateMainmenu | Feature::DollarTexts | Feature::BareMembers => {
                &[Kconfiglib]
            }
            Feature::OptionalChoices | Feature::NamedChoices | Feature::EmptyNumbers => {
                &[Linux6_1, Kconfiglib, Legacy]
            }
            Feature::Transitional | Feature::ConditionalDepends | Feature::SourceOnce => &[LinuxNext],
            Feature::OldSpellings | Feature::DefaultedNo => &[Legacy],
            Feature::MetImplies => &[Kconfiglib, Legacy],
            Feature::MenuEnds => &[Dialect::Linux6_12, Linux6_1, LinuxNext, Kconfiglib],
            Feature::DashedHelp
            | Feature::Boolean
            | Feature::Options
            | Feature::OpenChoices
            | Feature::UnquotedText
            | Feature::DollarNames
            | Feature::ContextualKeywords
            | Feature::LooseLineEnds => &[Kconfiglib, Legacy],
        };
        having.contains(&self)
    }

    /// The dialects that have a construct, in the order of [`Dialect::ALL`].
    pub fn with(feature: Feature) -> impl Iterator<Item = Dialect> {
        Dialect::ALL.into_iter().filter(move |dialect| dialect.has(feature))
    }
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no dialect has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownDialect(pub String);

impl std::fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.name()).collect();
        write!(f, "no dialect is named `{}`; there are {} and zephyr", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownDialect {}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Dialect, UnknownDialect> {
        if name == "zephyr" {
            return Ok(Dialect::Kconfiglib);
        }
        Dialect::ALL.into_iter().find(|d| d.name() == name).ok_or_else(|| UnknownDialect(name.to_owned()))
    }
}
