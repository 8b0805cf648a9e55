//! A terminal menu for Kconfig trees.
//!
//! ```text
//!   term ──Key──► keymap ──Msg──► update(&mut Model, Msg) ──► Option<Effect>
//!    ▲                                                             │
//!    └── view::draw(&Model) ◄── Model ◄──Msg── Session::perform ◄──┘   (the only place that touches files)
//! ```
//!
//! Read [`msg`] for what can happen, `model` for what there is, `update` for what follows, `view` for how it looks.
//! Only [`term`] knows the terminal; only [`session`] knows files; all words for the user stand in `strings`.
//! Without a terminal, [`linear`] prints the tree instead.
//!
//! Knows nothing of the language: values, visibility and the reasons for them come from the `kconfig` crate.
//!
//! ```
//! use kconfig::source::Memory;
//! use kconfig::{Config, LoadOptions, Tree};
//! use menuconfig::{keymap::Key, Model, Names};
//! use std::sync::Arc;
//!
//! let files = Memory::default().with("Kconfig", "config FAN\n\tbool \"Fan\"\n");
//! let tree = Arc::new(Tree::load(&LoadOptions::new("Kconfig", &files)));
//! let mut model = Model::new(Config::new(tree), Names::default());
//! let space = menuconfig::keymap::message(model.focus(), Key::Char(' ')).unwrap();
//! assert!(menuconfig::update(&mut model, space).is_none());
//! assert!(model.config().write().contains("CONFIG_FAN=y"));
//! ```
#![forbid(unsafe_code)]

pub mod keymap;
mod layout;
pub mod linear;
mod model;
pub mod msg;
pub mod session;
pub mod strings;
pub mod term;
mod text;
mod update;
pub mod view;

pub use model::{Model, Names};
pub use msg::{Effect, Msg};
pub use session::Session;
pub use update::update;
