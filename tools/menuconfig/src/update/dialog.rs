//! Lines under edit, questions and pages.

use super::{files, open_help, turned};
use crate::layout;
use crate::model::{Answer, EditButton, Layer, Model, Purpose, Question};
use crate::msg::{Effect, Existing, Motion, Msg, Turn};

pub(super) fn edit(model: &mut Model, msg: Msg) -> Option<Effect> {
    let Some(Layer::Edit(edit)) = model.layers.last_mut() else { return None };
    match msg {
        Msg::Edit(request) => {
            edit.input.handle(request);
            edit.error = None;
        }
        Msg::Button(turn) => {
            // The line itself is one of the stops.
            let stops = edit.buttons().len() + 1;
            let stop = turned(edit.button.map_or(0, |button| button + 1), stops, turn);
            edit.button = stop.checked_sub(1);
        }
        Msg::Move(Motion::Down) => edit.button = edit.button.or(Some(0)),
        Msg::Move(Motion::Up) => edit.button = None,
        Msg::Back => {
            model.layers.pop();
        }
        Msg::Help => help(model),
        Msg::Activate => match edit.button.map_or(EditButton::Ok, |button| edit.buttons()[button]) {
            EditButton::Ok => return accept(model),
            EditButton::Cancel => {
                model.layers.pop();
            }
            EditButton::Help => help(model),
        },
        _ => {}
    }
    None
}

fn help(model: &mut Model) {
    if let Some(Layer::Edit(edit)) = model.layers.last()
        && let Purpose::Value(_, node) = edit.purpose
    {
        open_help(model, node);
    }
}

fn accept(model: &mut Model) -> Option<Effect> {
    let Some(Layer::Edit(edit)) = model.layers.last() else { return None };
    let value = edit.input.value().to_owned();
    let Purpose::Value(symbol, _) = edit.purpose else {
        return files::accept_path(model, value.trim());
    };
    match model.set(symbol, &value) {
        Ok(()) => {
            model.layers.pop();
        }
        Err(why) => {
            if let Some(Layer::Edit(edit)) = model.layers.last_mut() {
                edit.error = Some(why);
                edit.button = None;
            }
        }
    }
    None
}

pub(super) fn ask(model: &mut Model, msg: Msg) -> Option<Effect> {
    let Some(Layer::Ask(ask)) = model.layers.last_mut() else { return None };
    let count = ask.answers.len();
    match msg {
        Msg::Button(turn) => ask.button = turned(ask.button, count, turn),
        Msg::Move(Motion::Up) => ask.button = turned(ask.button, count, Turn::Previous),
        Msg::Move(Motion::Down) => ask.button = turned(ask.button, count, Turn::Next),
        Msg::Back => {
            model.layers.pop();
        }
        Msg::Activate => {
            let answer = ask.answers[ask.button];
            return answered(model, answer);
        }
        // Letters are those of the buttons; y and n answer the question as a sentence.
        Msg::Hotkey(letter) => {
            let answer = match letter.to_ascii_lowercase() {
                'y' => ask.answers.first(),
                'n' => ask.answers.get(1),
                letter => ask.answers.iter().find(|answer| {
                    crate::strings::answer(**answer).trim().to_ascii_lowercase().starts_with(letter)
                }),
            };
            if let Some(answer) = answer.copied() {
                return answered(model, answer);
            }
        }
        _ => {}
    }
    None
}

fn answered(model: &mut Model, answer: Answer) -> Option<Effect> {
    let Some(Layer::Ask(ask)) = model.layers.pop() else { return None };
    match (answer, ask.question) {
        (Answer::Cancel, _) => None,
        (Answer::Discard, _) => Some(Effect::Quit),
        (Answer::Save, _) => files::save_and_quit(model),
        (_, Question::Replace(job)) => {
            Some(Effect::Save(crate::msg::SaveJob { existing: Existing::Replace, ..job }))
        }
        (_, Question::Load(path)) => Some(Effect::Load { path }),
        (_, Question::Quit) => None,
    }
}

pub(super) fn page(model: &mut Model, msg: &Msg) -> Option<Effect> {
    let (width, height) = model.size();
    let text = layout::page(layout::whole(width, height)).text;
    let Some(Layer::Page(page)) = model.layers.last_mut() else { return None };
    let step = usize::from(text.height.saturating_sub(1).max(1));
    match msg {
        Msg::Move(Motion::Up) => page.scroll = page.scroll.saturating_sub(1),
        Msg::Move(Motion::Down) => page.scroll += 1,
        Msg::Move(Motion::PageUp) => page.scroll = page.scroll.saturating_sub(step),
        Msg::Move(Motion::PageDown) => page.scroll += step,
        Msg::Move(Motion::First) => page.scroll = 0,
        Msg::Move(Motion::Last) => page.scroll = page.lines(text.width).len(),
        Msg::Back | Msg::Activate | Msg::Help => {
            model.layers.pop();
        }
        _ => {}
    }
    None
}
