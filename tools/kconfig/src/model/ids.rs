//! Numbers of the arenas.

/// Defines the number of one arena: dense, from 0.
macro_rules! arena_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The number itself: dense, from 0, in the order of definition.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            pub(crate) fn new(index: usize) -> Self {
                $name(index as u32)
            }
        }
    };
}

arena_id!(
    /// A symbol: everything that `config NAME` says anywhere in the tree.
    SymbolId
);
arena_id!(
    /// A choice.
    ChoiceId
);
arena_id!(
    /// A place in the menu: one definition of a symbol, a choice, a menu, a comment.
    NodeId
);
