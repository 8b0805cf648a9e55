//! What the parser tells its listener, one statement at a time.
//!
//! An evaluator builds its model straight from the events; a formatter can build a syntax tree from the same ones.
//! Every event comes with the span of its statement. A property belongs to the entry that was opened last.
//! The parser balances its events: each `Menu`, `Choice`, `If` and `Source` has its end, also in a broken file.

use crate::expr::{ExprId, Operand};
use crate::intern::Name;
use crate::span::{FileId, Span};
use std::borrow::Cow;

/// Receives the events of one parse, in source order.
pub trait Sink {
    /// One statement. Names and expressions are numbers of the parse's own arenas.
    fn event(&mut self, event: Event<'_>, span: Span);

    /// How many findings the parser has made before the next event.
    fn findings(&mut self, _count: usize) {}
}

/// The type that a statement gives to a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// `bool`: n or y.
    Bool,
    /// `tristate`: n, m or y.
    Tristate,
    /// `int`: a decimal number.
    Int,
    /// `hex`: a hexadecimal number.
    Hex,
    /// `string`: any text.
    String,
}

/// One statement.
#[derive(Clone, PartialEq, Debug)]
pub enum Event<'t> {
    /// `mainmenu "title"`
    Mainmenu(Cow<'t, str>),
    /// `config NAME`; with `menu` set, `menuconfig NAME`.
    Config {
        /// The symbol.
        name: Name,
        /// Whether what depends on it forms a menu of its own.
        menu: bool,
        /// Where the name stands.
        name_span: Span,
    },
    /// `configdefault NAME`: defaults for a symbol that is defined elsewhere.
    ConfigDefault {
        /// The symbol.
        name: Name,
        /// Where the name stands.
        name_span: Span,
    },
    /// `choice`; named ones exist in some dialects only.
    Choice {
        /// The name, if the dialect allows one.
        name: Option<Name>,
    },
    /// `endchoice`
    EndChoice,
    /// `menu "title"`
    Menu(Cow<'t, str>),
    /// `endmenu`
    EndMenu,
    /// `if condition`
    If(ExprId),
    /// `endif`
    EndIf,
    /// `comment "text"`
    Comment(Cow<'t, str>),
    /// A file begins; the span is that of the `source` statement (of the file's start for the first file).
    Source(FileId),
    /// The file ends.
    EndSource(FileId),
    /// A statement begins that is no property: the entry before it is complete. What it is, is told afterwards.
    Next {
        /// Whether the reference program takes the entry before it for a member of a choice.
        in_choice: bool,
    },
    /// A property, or the head of an entry, that the reference program does not understand.
    Broken,
    /// `NAME = text` and its kin, outside every entry. The text is as written.
    Assignment,

    /// `bool`, `int`, … (also the type part of `def_bool` and of `bool "prompt"`).
    Type(Type),
    /// `prompt "text" if condition` (also the prompt part of `bool "text"`, which comes after its `Type`).
    Prompt {
        /// The text.
        text: Cow<'t, str>,
        /// The condition of the prompt alone.
        condition: Option<ExprId>,
    },
    /// `default value if condition` (also the default part of `def_bool value`).
    Default {
        /// An expression for bool and tristate, a leaf for the others.
        value: ExprId,
        /// Where it applies.
        condition: Option<ExprId>,
    },
    /// `select TARGET if condition`
    Select {
        /// The symbol whose lower bound is raised.
        target: Name,
        /// Where it applies.
        condition: Option<ExprId>,
    },
    /// `imply TARGET if condition`
    Imply {
        /// The symbol whose default is raised.
        target: Name,
        /// Where it applies.
        condition: Option<ExprId>,
    },
    /// `range low high if condition`
    Range {
        /// The least value.
        low: Operand,
        /// The greatest value.
        high: Operand,
        /// Where it applies.
        condition: Option<ExprId>,
    },
    /// `depends on expression`, in newer dialects with `if condition`.
    DependsOn {
        /// What must hold.
        expression: ExprId,
        /// Where it must hold.
        condition: Option<ExprId>,
    },
    /// `visible if expression`, of a menu.
    VisibleIf(ExprId),
    /// `help` and the lines below it, without the indent of the first. Exactly as the reference program keeps it:
    /// a line at column one that ends the text takes the last line break with it. The span ends where reading goes on.
    Help(Cow<'t, str>),
    /// `modules`: this symbol says whether m exists.
    Modules,
    /// `transitional`: read from old files, never written.
    Transitional,
    /// `optional`, of a choice.
    Optional,
    /// `option env="NAME"`
    OptionEnv(Cow<'t, str>),
    /// `option defconfig_list`
    OptionDefconfigList,
    /// `option allnoconfig_y`
    OptionAllNoConfigY,
}
