//! `.config` files: read, write, and the minimal form.
//!
//! The layout is the reference program's, byte for byte.

mod code;
mod minimize;
mod read;
mod save;
mod write;

pub use save::{Durable, Saved, save_fresh, save_text};
