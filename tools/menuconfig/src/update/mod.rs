//! What follows from a message: a pure function on the model.

mod dialog;
mod files;
mod menu;
mod search;

use crate::model::{Layer, Model, Page, Tone, explain, path_text};
use crate::msg::{Effect, Msg, Turn};
use kconfig::model::{NodeId, NodeKind};

/// Takes a message in, and says what the world has to do about it.
pub fn update(model: &mut Model, msg: Msg) -> Option<Effect> {
    let effect = match msg {
        // A new size is nothing that the user did: the message in the status line stays.
        Msg::Resize(width, height) => {
            model.resize(width, height);
            None
        }
        msg => {
            model.status = None;
            react(model, msg)
        }
    };
    model.settle();
    effect
}

fn react(model: &mut Model, msg: Msg) -> Option<Effect> {
    match msg {
        Msg::Saved(job, saved) => files::saved(model, &job, saved),
        Msg::Exists(job) => files::exists(model, job),
        Msg::Loaded { path, bytes } => files::loaded(model, &path, &bytes),
        Msg::Failed(why) => {
            model.say(Tone::Refused, why);
            None
        }
        Msg::Quit => files::quit(model),
        msg => match model.layers.last() {
            None | Some(Layer::Choice(_)) => menu::update(model, msg),
            Some(Layer::Edit(_)) => dialog::edit(model, msg),
            Some(Layer::Ask(_)) => dialog::ask(model, msg),
            Some(Layer::Page(_)) => dialog::page(model, &msg),
            Some(Layer::Search(_)) => search::update(model, msg),
        },
    }
}

/// Opens the help page of a place.
fn open_help(model: &mut Model, node: NodeId) {
    let config = model.config();
    let tree = config.tree();
    let title = match (tree.prompt(node), tree.node(node).kind()) {
        (Some(prompt), _) => prompt.to_owned(),
        (None, NodeKind::Symbol(symbol)) => tree.name(symbol).to_owned(),
        (None, _) => path_text(config, &[node]),
    };
    let text = explain(config, node);
    model.open(Layer::Page(Page::new(title, text)));
}

/// The neighbour of a button in a bar of `count`.
fn turned(button: usize, count: usize, turn: Turn) -> usize {
    match turn {
        Turn::Next => (button + 1) % count,
        Turn::Previous => (button + count - 1) % count,
    }
}
