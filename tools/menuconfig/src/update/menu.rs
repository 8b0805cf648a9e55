//! The menu itself, and the members of a choice above it.

use super::{files, open_help, turned};
use crate::layout;
use crate::model::{
    ChoiceList, Edit, Index, Layer, List, MenuButton, Model, Purpose, Row, RowKind, Search, Show, Tone,
};
use crate::msg::{Effect, Motion, Msg};
use crate::strings;
use kconfig::eval::Tristate;
use kconfig::model::{ChoiceId, NodeId, SymbolId};

pub(super) fn update(model: &mut Model, msg: Msg) -> Option<Effect> {
    match msg {
        Msg::Move(motion) => go(model, motion),
        Msg::Hotkey(letter) => hotkey(model, letter),
        Msg::Help => {
            let node = current(model).map_or_else(|| place(model), |row| row.node);
            open_help(model, node);
        }
        Msg::Search => {
            if model.index.is_none() {
                model.index = Some(Index::new(model.config()));
            }
            model.open(Layer::Search(Search::new()));
        }
        Msg::ShowHidden => {
            model.show = match model.show {
                Show::Visible => Show::All,
                Show::All => Show::Visible,
            };
            model.refresh();
        }
        Msg::Save => files::ask_save(model),
        Msg::SaveMinimal => files::ask_minimal(model),
        Msg::Load => files::ask_load(model),
        msg => match model.layers.last() {
            Some(Layer::Choice(_)) => choice(model, msg),
            _ => return menu(model, msg),
        },
    }
    None
}

fn menu(model: &mut Model, msg: Msg) -> Option<Effect> {
    match msg {
        Msg::Button(turn) => model.button = turned(model.button, MenuButton::ALL.len(), turn),
        Msg::Activate => match MenuButton::ALL[model.button] {
            MenuButton::Select => select(model),
            MenuButton::Exit => return leave(model),
            MenuButton::Help => return update(model, Msg::Help),
            MenuButton::Save => files::ask_save(model),
            MenuButton::Load => files::ask_load(model),
        },
        Msg::Toggle => toggle(model),
        Msg::Set(value) => set(model, value),
        Msg::Back => return leave(model),
        _ => {}
    }
    None
}

fn choice(model: &mut Model, msg: Msg) {
    let Some(Layer::Choice(list)) = model.layers.last_mut() else { return };
    match msg {
        Msg::Button(turn) => list.button = turned(list.button, ChoiceList::BUTTONS, turn),
        Msg::Activate if list.button == 1 => {
            update(model, Msg::Help);
        }
        Msg::Activate | Msg::Toggle | Msg::Set(Tristate::Yes) => choose(model),
        Msg::Set(_) => model.say(Tone::Refused, strings::CHOOSE_ANOTHER),
        Msg::Back => {
            model.layers.pop();
        }
        _ => {}
    }
}

/// The line under the cursor of the topmost list.
fn current(model: &Model) -> Option<&Row> {
    match model.layers.last() {
        Some(Layer::Choice(choice)) => choice.rows.get(choice.list.cursor),
        _ => model.row(),
    }
}

/// The menu or choice whose list is topmost.
fn place(model: &Model) -> NodeId {
    match model.layers.last() {
        Some(Layer::Choice(choice)) => choice.node,
        _ => model.menu,
    }
}

/// The topmost list, its length, and how much of it fits on the screen.
fn top_list(model: &mut Model) -> (&mut List, usize, u16) {
    let (width, height) = model.size();
    let area = layout::whole(width, height);
    let screen = layout::screen(area, model.legend_height(), 1);
    match model.layers.last_mut() {
        Some(Layer::Choice(choice)) => {
            let page = layout::choice(area, choice).list.height;
            (&mut choice.list, choice.rows.len(), page)
        }
        _ => (&mut model.list, model.rows.len(), screen.list.height),
    }
}

fn go(model: &mut Model, motion: Motion) {
    let (list, len, page) = top_list(model);
    list.go(motion, len, page);
}

fn hotkey(model: &mut Model, letter: char) {
    let letter = letter.to_lowercase().next().unwrap_or(letter);
    let rows = match model.layers.last() {
        Some(Layer::Choice(choice)) => &choice.rows,
        _ => &model.rows,
    };
    let fits: Vec<bool> =
        rows.iter().map(|row| row.hotkey.is_some_and(|(_, hotkey)| hotkey == letter)).collect();
    let (list, len, _) = top_list(model);
    let after = (1..=len).map(|step| (list.cursor + step) % len);
    match after.into_iter().find(|at| fits[*at]) {
        Some(at) => list.cursor = at,
        None => model.say(Tone::Refused, strings::NO_HOTKEY),
    }
}

fn leave(model: &mut Model) -> Option<Effect> {
    if model.leave() { None } else { files::quit(model) }
}

/// What Enter does to the line under the cursor.
fn select(model: &mut Model) {
    let Some(row) = model.row() else { return };
    let node = row.node;
    match row.kind {
        RowKind::Menu => model.enter(node),
        RowKind::Symbol(_) if model.config().tree().node(node).is_menuconfig() => model.enter(node),
        RowKind::Choice(id) => open_choice(model, id),
        RowKind::Comment => model.say(Tone::Refused, strings::COMMENT_HAS_NO_VALUE),
        RowKind::Symbol(symbol) if model.config().tree().symbol(symbol).is_tristate_like() => {
            toggle_symbol(model, symbol);
        }
        RowKind::Symbol(symbol) => open_value(model, symbol, node),
    }
}

fn toggle(model: &mut Model) {
    let Some(row) = model.row() else { return };
    let node = row.node;
    match row.kind {
        RowKind::Symbol(symbol) if model.config().tree().symbol(symbol).is_tristate_like() => {
            toggle_symbol(model, symbol);
        }
        RowKind::Symbol(symbol) => open_value(model, symbol, node),
        RowKind::Menu | RowKind::Choice(_) | RowKind::Comment => select(model),
    }
}

fn set(model: &mut Model, value: Tristate) {
    let Some(row) = model.row() else { return };
    match row.kind {
        RowKind::Symbol(symbol) => {
            let tree = model.config().tree();
            if tree.symbol(symbol).is_tristate_like() {
                assign(model, symbol, value);
            } else if model.config().visibility(symbol) == Tristate::No {
                let node = row.node;
                open_value(model, symbol, node);
            } else {
                let text = strings::not_yes_no(tree.name(symbol), tree.symbol(symbol).kind());
                model.say(Tone::Refused, text);
            }
        }
        RowKind::Choice(_) => model.say(Tone::Refused, strings::CHOICE_HAS_NO_VALUE),
        RowKind::Menu => model.say(Tone::Refused, strings::MENU_HAS_NO_VALUE),
        RowKind::Comment => model.say(Tone::Refused, strings::COMMENT_HAS_NO_VALUE),
    }
}

fn open_choice(model: &mut Model, id: ChoiceId) {
    let list = ChoiceList::new(model.config(), id, model.show);
    if list.rows.is_empty() {
        model.say(Tone::Refused, strings::CHOICE_IS_EMPTY);
    } else {
        model.open(Layer::Choice(list));
    }
}

fn choose(model: &mut Model) {
    let Some(node) = current(model).map(|row| row.node) else { return };
    let Some(symbol) = model.config().tree().node(node).symbol() else {
        model.say(Tone::Refused, strings::COMMENT_HAS_NO_VALUE);
        return;
    };
    match model.set(symbol, Tristate::Yes.as_str()) {
        Ok(()) => {
            model.layers.pop();
        }
        Err(why) => model.say(Tone::Refused, why),
    }
}

fn toggle_symbol(model: &mut Model, symbol: SymbolId) {
    let config = model.config();
    let value = config.tristate(symbol);
    let possible = config.assignable(symbol);
    let next = possible.iter().find(|other| **other > value).or(possible.first());
    // Where nothing else is possible, asking for the opposite tells why.
    let next = next.copied().filter(|next| *next != value).unwrap_or(match value {
        Tristate::No => Tristate::Yes,
        Tristate::Mod | Tristate::Yes => Tristate::No,
    });
    assign(model, symbol, next);
}

/// Sets a bool or tristate, and says why if it has another value then.
fn assign(model: &mut Model, symbol: SymbolId, value: Tristate) {
    let before = model.config().tristate(symbol);
    let said = model.config().user_value(symbol).is_some();
    if let Err(why) = model.set(symbol, value.as_str()) {
        model.say(Tone::Refused, why);
        return;
    }
    let config = model.config();
    let name = config.tree().name(symbol);
    let now = config.tristate(symbol);
    if now != value {
        let text = strings::stays(name, now.as_str(), &config.why(symbol).text);
        model.say(Tone::Refused, text);
    } else if now == before && said {
        let text = strings::already(name, now);
        model.say(Tone::Done, text);
    }
}

fn open_value(model: &mut Model, symbol: SymbolId, node: NodeId) {
    let value = model.config().text(symbol).into_owned();
    // A symbol that cannot be set says so at once, not after the typing.
    if model.config().visibility(symbol) == Tristate::No {
        if let Err(why) = model.set(symbol, &value) {
            model.say(Tone::Refused, why);
        }
        return;
    }
    let config = model.config();
    let tree = config.tree();
    let range = config.range(symbol);
    let range = range.as_ref().map(|(low, high)| (low.as_ref(), high.as_ref()));
    let name = format!("{}{}", tree.prefix(), tree.name(symbol));
    let text = strings::value_text(&name, tree.symbol(symbol).kind(), range);
    let title = tree.prompt(node).unwrap_or(tree.name(symbol)).to_owned();
    model.open(Layer::Edit(Edit::new(Purpose::Value(symbol, node), title, text, &value)));
}
