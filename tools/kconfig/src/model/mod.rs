//! The tree as it means: symbols, choices and menu nodes in arenas.
