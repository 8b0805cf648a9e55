//! Values: a configuration of a tree.
//!
//! Knows nothing of files: [`crate::dotconfig`] reads and writes them.

mod choice;
mod code;
mod config;
pub(crate) mod describe;
mod error;
mod graph;
mod leftover;
mod request;
mod set;
mod state;
mod texts;
mod tristate;
mod value;
mod why;

pub(crate) use choice::ModeChange;
pub use config::{Config, UserValue};
pub(crate) use config::{UserText, quote};
pub use error::SetError;
pub use request::UnmetRequest;
pub use tristate::Tristate;
pub use value::Value;
pub use why::{Condition, Origin, Reason};
