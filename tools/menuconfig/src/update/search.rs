//! The search: typing, results, and the jump.

use super::open_help;
use crate::layout;
use crate::model::{Layer, Model, Search, SearchFocus, Tone};
use crate::msg::{Effect, Motion, Msg};
use crate::strings;

pub(super) fn update(model: &mut Model, msg: Msg) -> Option<Effect> {
    let (width, height) = model.size();
    let entries = layout::search(layout::whole(width, height)).entries();
    let index = model.index.as_mut();
    let Some(Layer::Search(search)) = model.layers.last_mut() else { return None };
    match (search.focus, msg) {
        (_, Msg::Back) => {
            model.layers.pop();
        }
        (_, Msg::Help) => {
            if let Some(node) = search.hits.get(search.list.cursor) {
                let node = *node;
                open_help(model, node);
            }
        }
        (SearchFocus::Query, Msg::Edit(request)) => {
            search.input.handle(request);
            search.hits = index.map(|index| index.find(search.input.value())).unwrap_or_default();
            search.list = Default::default();
        }
        (SearchFocus::Query, Msg::Activate | Msg::Button(_) | Msg::Move(Motion::Down | Motion::PageDown))
            if !search.hits.is_empty() =>
        {
            search.focus = SearchFocus::Results;
        }
        (SearchFocus::Results, Msg::Search) => search.focus = SearchFocus::Query,
        (SearchFocus::Results, Msg::Move(Motion::Up)) if search.list.cursor == 0 => {
            search.focus = SearchFocus::Query;
        }
        (SearchFocus::Results, Msg::Move(motion)) => search.list.go(motion, search.hits.len(), entries),
        (SearchFocus::Results, Msg::Number(number)) => {
            let at = search.list.top + number - 1;
            if number <= usize::from(entries) && at < search.hits.len() {
                search.list.cursor = at;
                jump(model);
            } else {
                model.say(Tone::Refused, strings::no_such_number(number));
            }
        }
        (SearchFocus::Results, Msg::Activate) => jump(model),
        _ => {}
    }
    None
}

/// Goes to the result under the cursor; what has no line in any menu is explained instead.
fn jump(model: &mut Model) {
    let Some(Layer::Search(Search { hits, list, .. })) = model.layers.last() else { return };
    let Some(node) = hits.get(list.cursor).copied() else { return };
    let layers = std::mem::take(&mut model.layers);
    if !model.jump(node) {
        model.layers = layers;
        open_help(model, node);
    }
}
