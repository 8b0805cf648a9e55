//! The lines of a menu, as mconf writes them.
//!
//! ```text
//!  [*] Prompt (NEW)          a bool        <M> Prompt        a tristate      (64) Prompt     int, hex, string
//!  -*- Prompt                held there    {M} Prompt        m or y only         Prompt (member)  --->
//!        [ ] Prompt          nested below the line before that it depends on
//! ```
//!
//! The same lines serve the menu, the search results and the linear print.

use super::status::kind_of;
use crate::keymap;
use crate::strings;
use crate::text::{fit, width};
use kconfig::Config;
use kconfig::eval::Tristate;
use kconfig::event::Type;
use kconfig::model::{ChoiceId, NodeId, NodeKind, SymbolId};

/// Which entries have a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Show {
    /// Those that can be set now.
    Visible,
    /// All that have a prompt.
    All,
}

/// What a line stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RowKind {
    Symbol(SymbolId),
    Choice(ChoiceId),
    Menu,
    Comment,
}

/// What stands before the prompt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark(pub(crate) String);

/// A line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    pub(crate) node: NodeId,
    pub(crate) kind: RowKind,
    pub(crate) hidden: bool,
    pub(crate) mark: Mark,
    /// How many lines above it this one hangs on.
    pub(crate) depth: usize,
    pub(crate) prompt: String,
    /// Where in the prompt the hotkey stands.
    pub(crate) hotkey: Option<(usize, char)>,
    /// What stands behind the prompt: `(NEW)`, `--->`, the member of a choice.
    pub(crate) tail: String,
}

/// The columns that a value may take before the prompt.
const WIDEST_VALUE: usize = 32;

impl Row {
    /// The whole line.
    pub(crate) fn text(&self) -> String {
        format!("{}{}{}{}", self.mark.0, " ".repeat(self.gap()), self.prompt, self.tail)
    }

    /// Columns between mark and prompt, at least one.
    pub(crate) fn gap(&self) -> usize {
        (2 * self.depth + 4).saturating_sub(width(&self.mark.0)).max(1)
    }

    fn new(config: &Config, node: NodeId, depth: usize, mark: Mark) -> Row {
        let tree = config.tree();
        let kind = kind_of(tree.node(node).kind());
        let prompt = tree.prompt(node).unwrap_or_default();
        let (prompt, hotkey) = match kind {
            RowKind::Comment => (strings::comment(prompt), None),
            _ => (prompt.to_owned(), hotkey(prompt)),
        };
        let hidden = !config.is_visible(node);
        Row { node, kind, hidden, mark, depth, prompt, hotkey, tail: String::new() }
    }
}

/// The first letter of a prompt that is no command.
fn hotkey(prompt: &str) -> Option<(usize, char)> {
    prompt
        .char_indices()
        .find(|(_, c)| c.is_alphabetic() && keymap::command(*c).is_none())
        .map(|(at, c)| (at, c.to_lowercase().next().unwrap_or(c)))
}

/// The lines of a menu.
pub(crate) fn menu_rows(config: &Config, menu: NodeId, show: Show) -> Vec<Row> {
    let mut rows = Vec::new();
    add_children(config, menu, 0, show, &mut rows);
    rows
}

/// Whether a menu has any line.
pub(crate) fn has_rows(config: &Config, menu: NodeId, show: Show) -> bool {
    config.tree().children(menu).any(|child| {
        shown(config, child, show) || (opens_no_menu(config, child) && has_rows(config, child, show))
    })
}

/// The lines of a choice's members.
pub(crate) fn member_rows(config: &Config, choice: ChoiceId, show: Show) -> Vec<Row> {
    let tree = config.tree();
    tree.children(tree.choice(choice).node())
        .filter(|child| shown(config, *child, show))
        .map(|child| Row::new(config, child, 0, mark(config, child)).finish(config, show))
        .collect()
}

/// The line of one place, as it stands in its menu, without its depth.
pub(crate) fn node_row(config: &Config, node: NodeId, show: Show) -> Row {
    Row::new(config, node, 0, mark(config, node)).finish(config, show)
}

impl Row {
    /// Adds what stands behind the prompt.
    fn finish(mut self, config: &Config, show: Show) -> Row {
        let tree = config.tree();
        let arrow = |filled| if filled { strings::ARROW } else { strings::ARROW_EMPTY };
        match self.kind {
            RowKind::Symbol(symbol) => {
                let member = tree.symbol(symbol).choice().is_some();
                if !member && config.user_value(symbol).is_none() && config.is_changeable(symbol) {
                    self.tail.push_str(strings::NEW);
                }
                if tree.node(self.node).is_menuconfig() {
                    self.tail.push_str(arrow(has_rows(config, self.node, show)));
                }
            }
            RowKind::Choice(choice) => {
                if let Some(member) = config.choice_selected(choice) {
                    self.tail.push_str(&strings::chosen(&member_prompt(config, choice, member)));
                }
                self.tail.push_str(arrow(!member_rows(config, choice, show).is_empty()));
            }
            RowKind::Menu => self.tail.push_str(arrow(has_rows(config, self.node, show))),
            RowKind::Comment => {}
        }
        if self.hidden {
            self.tail.push_str(strings::HIDDEN);
        }
        self
    }
}

/// What a member is called in its choice: its prompt there, or else its name.
pub(crate) fn member_prompt(config: &Config, choice: ChoiceId, member: SymbolId) -> String {
    let tree = config.tree();
    let place = tree.choice(choice).node();
    let nodes = tree.symbol(member).nodes();
    let here = nodes.iter().find(|node| tree.node(**node).parent() == Some(place)).or(nodes.first());
    here.and_then(|node| tree.prompt(*node)).unwrap_or(tree.name(member)).to_owned()
}

/// Whether a place has a line.
fn shown(config: &Config, node: NodeId, show: Show) -> bool {
    match show {
        Show::Visible => config.is_visible(node),
        Show::All => config.tree().prompt(node).is_some(),
    }
}

/// Whether what lies below a place is listed with it.
fn opens_no_menu(config: &Config, node: NodeId) -> bool {
    let node = config.tree().node(node);
    node.symbol().is_some() && !node.is_menuconfig()
}

fn add_children(config: &Config, parent: NodeId, depth: usize, show: Show, rows: &mut Vec<Row>) {
    let tree = config.tree();
    for child in tree.children(parent) {
        let shown = shown(config, child, show);
        if shown {
            rows.push(Row::new(config, child, depth, mark(config, child)).finish(config, show));
        }
        if opens_no_menu(config, child) {
            // A symbol without a line may have entries below it that have one.
            add_children(config, child, depth + usize::from(shown), show, rows);
        } else if let (Some(choice), true) = (tree.node(child).choice(), shown) {
            // What depends on the selected member stands below the choice.
            let selected = config.choice_selected(choice);
            let place = tree
                .children(child)
                .find(|member| selected.is_some() && tree.node(*member).symbol() == selected);
            if let Some(member) = place {
                add_children(config, member, depth + 1, show, rows);
            }
        }
    }
}

/// What stands before the prompt of a place.
fn mark(config: &Config, node: NodeId) -> Mark {
    let tree = config.tree();
    Mark(match tree.node(node).kind() {
        NodeKind::Symbol(symbol) => match tree.symbol(symbol).choice() {
            Some(choice) if config.choice_selected(choice) == Some(symbol) => "(X)".to_owned(),
            Some(_) => "( )".to_owned(),
            None => symbol_mark(config, symbol),
        },
        _ => "   ".to_owned(),
    })
}

fn symbol_mark(config: &Config, symbol: SymbolId) -> String {
    let value = config.tristate(symbol);
    match config.tree().symbol(symbol).kind() {
        Some(Type::Bool | Type::Tristate) if !config.is_changeable(symbol) => format!("-{}-", sign(value)),
        Some(Type::Bool) => format!("[{}]", sign(value)),
        Some(Type::Tristate) if config.assignable(symbol).first() == Some(&Tristate::Mod) => {
            format!("{{{}}}", sign(value))
        }
        Some(Type::Tristate) => format!("<{}>", sign(value)),
        Some(Type::Int | Type::Hex | Type::String) => {
            format!("({})", fit(&config.text(symbol), WIDEST_VALUE))
        }
        None => "   ".to_owned(),
    }
}

fn sign(value: Tristate) -> char {
    match value {
        Tristate::No => ' ',
        Tristate::Mod => 'M',
        Tristate::Yes => '*',
    }
}
