//! Texts of values: words of the tree, and what the user typed.
//!
//! T1. Equal texts that were made by [`Texts::id`] have equal ids, so that a change is seen by comparing numbers.

use crate::intern::{Name, Names};

/// A text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TextId {
    /// A word of the tree.
    Tree(Name),
    /// A word that the tree does not have.
    Own(Name),
}

/// The words that the tree does not have.
#[derive(Clone, Default)]
pub(crate) struct Texts {
    own: Names,
}

/// The texts of symbols that nobody gave a value.
#[derive(Clone, Copy)]
pub(crate) struct Builtin {
    pub(crate) n: TextId,
    pub(crate) zero: TextId,
    pub(crate) hex_zero: TextId,
    pub(crate) empty: TextId,
}

impl Texts {
    pub(crate) fn id(&mut self, tree: &Names, text: &str) -> TextId {
        match tree.get(text) {
            Some(name) => TextId::Tree(name),
            None => TextId::Own(self.own.intern(text)),
        }
    }

    pub(crate) fn text<'a>(&'a self, tree: &'a Names, id: TextId) -> &'a str {
        match id {
            TextId::Tree(name) => tree.text(name),
            TextId::Own(name) => self.own.text(name),
        }
    }

    pub(crate) fn builtin(&mut self, tree: &Names) -> Builtin {
        Builtin {
            n: self.id(tree, "n"),
            zero: self.id(tree, "0"),
            hex_zero: self.id(tree, "0x0"),
            empty: self.id(tree, ""),
        }
    }
}
