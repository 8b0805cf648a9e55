//! The order of the questions of oldconfig, oldaskconfig and syncconfig.
//!
//! A state machine: [`Questions::next`] says what to show or ask, [`Questions::answer`] takes the reply. The caller
//! does the reading and printing.
//!
//! The menu is cut into blocks: a menu or menuconfig with what is below it, without the menus below that. A pass
//! searches the menu for a place that is new; its block is then gone through from the top, known values shown and
//! new ones asked. Answers can make further places visible, above the present one too: so passes follow each other
//! until one finds nothing.

use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::model::{ChoiceId, NodeId, NodeKind, SymbolId};
use std::collections::HashSet;

/// One step of the dialogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Lines to print, ended by a newline: a menu's or comment's title, a value that is not asked, a restart.
    Show(String),
    /// A question: print the text (no newline at its end), read a line, call [`Questions::answer`].
    Ask {
        /// The place.
        node: NodeId,
        /// The symbol; `None` for a choice.
        symbol: Option<SymbolId>,
        /// What to print before the answer.
        text: String,
        /// Whether the user never set it.
        new: bool,
    },
}

/// What an answer did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answered {
    /// It was taken: go on with [`Questions::next`].
    Taken,
    /// It was not: print the text, which may be empty, and ask again with [`Questions::next`].
    Again(String),
}

/// The dialogue.
pub struct Questions {
    /// What the present pass does; `None` before the first.
    pass: Option<Pass>,
    ask_all: bool,
    /// What is left of the pass; the last comes next.
    work: Vec<Visit>,
    /// The question that waits for an answer.
    open: Option<Place>,
    /// What was asked. It counts as known even where an answer could not be kept, so that the passes end.
    asked: HashSet<SymbolId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Ask about everything.
    All,
    /// Ask about what is new; and whether anything was.
    New { found: bool },
}

#[derive(Clone, Copy)]
struct Place {
    node: NodeId,
    /// In blanks.
    indent: usize,
}

#[derive(Clone, Copy)]
enum Visit {
    /// Look for something new here and below.
    Search(Place),
    /// Go through this block.
    Block(Place),
    /// A place in a block.
    Entry(Place),
    /// A place whose title, if it has one, was shown.
    Question(Place),
}

impl Questions {
    /// Asks about new symbols only (oldconfig), or about all (oldaskconfig).
    pub fn new(ask_all: bool) -> Questions {
        Questions { pass: None, ask_all, work: Vec::new(), open: None, asked: HashSet::new() }
    }

    /// The next step; `None` when there is nothing left to ask.
    pub fn next(&mut self, config: &mut Config) -> Option<Step> {
        if let Some(place) = self.open {
            return Some(self.question(config, place));
        }
        loop {
            let Some(visit) = self.work.pop() else {
                self.begin_pass(config)?;
                continue;
            };
            let step = match visit {
                Visit::Search(place) => self.search(config, place),
                Visit::Block(place) => self.enter(config, place),
                Visit::Entry(place) if is_menu(config, place.node) && self.pass != Some(Pass::All) => {
                    self.work.push(Visit::Search(place));
                    None
                }
                Visit::Entry(place) => self.enter(config, place),
                Visit::Question(place) => Some(self.question(config, place)),
            };
            if step.is_some() {
                return step;
            }
        }
    }

    /// The line that the user gave, without its newline; an empty one takes the default.
    pub fn answer(&mut self, config: &mut Config, line: &str) -> Answered {
        let Some(place) = self.open else { return Answered::Taken };
        // Nothing that a `.config` could not hold.
        let line = line.split(['\0', '\n']).next().unwrap_or_default();
        let answered = match config.tree().node(place.node).kind() {
            NodeKind::Symbol(symbol) => self.answer_symbol(config, place.node, symbol, line),
            NodeKind::Choice(choice) => self.answer_choice(config, place.node, choice, line),
            NodeKind::Menu | NodeKind::Comment | NodeKind::If => Answered::Taken,
        };
        if answered == Answered::Taken {
            self.open = None;
        }
        answered
    }

    fn begin_pass(&mut self, config: &Config) -> Option<()> {
        let root = Place { node: config.tree().root(), indent: 0 };
        match self.pass {
            Some(Pass::New { found: false }) => return None,
            None if self.ask_all => {
                self.pass = Some(Pass::All);
                self.work.push(Visit::Block(root));
            }
            _ => {
                self.pass = Some(Pass::New { found: false });
                self.work.push(Visit::Search(root));
            }
        }
        Some(())
    }

    fn search(&mut self, config: &Config, place: Place) -> Option<Step> {
        if !self.is_new_here(config, place.node) {
            let children = self.below(config, place.node);
            self.work.extend(children.map(|node| Visit::Search(Place { node, ..place })));
            return None;
        }
        let tree = config.tree();
        let around = std::iter::successors(Some(place.node), |node| tree.node(*node).parent());
        let block = around.into_iter().find(|node| is_menu(config, *node)).unwrap_or(tree.root());
        self.work.push(Visit::Block(Place { node: block, ..place }));
        let first = self.pass == Some(Pass::New { found: false });
        self.pass = Some(Pass::New { found: true });
        first.then(|| Step::Show("*\n* Restart config...\n*\n".to_owned()))
    }

    /// Goes into a place of a block: its title now, then its question, then what is below it.
    fn enter(&mut self, config: &Config, place: Place) -> Option<Step> {
        if !is_shown(config, place.node) {
            return None;
        }
        let tree = config.tree();
        let kind = tree.node(place.node).kind();
        let prompt = tree.prompt(place.node);
        let deeper = matches!(kind, NodeKind::Symbol(_)) && prompt.is_some();
        let indent = place.indent + if deeper { 2 } else { 0 };
        let children = self.below(config, place.node);
        self.work.extend(children.map(|node| Visit::Entry(Place { node, indent })));
        let is_asked = match kind {
            NodeKind::Symbol(_) => prompt.is_some(),
            // Its members do not count if its own prompt is hidden.
            NodeKind::Choice(_) => prompt.is_some() && config.is_visible(place.node),
            _ => false,
        };
        if is_asked {
            self.work.push(Visit::Question(place));
        }
        let has_title = is_menu(config, place.node) || kind == NodeKind::Comment;
        let blanks = " ".repeat(place.indent);
        let title = prompt.filter(|_| has_title)?;
        Some(Step::Show(format!("{blanks}*\n{blanks}* {title}\n{blanks}*\n")))
    }

    /// The places below, last first. The members of a choice are part of its question.
    fn below(&self, config: &Config, node: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let tree = config.tree();
        let is_choice = tree.node(node).choice().is_some();
        let children: Vec<NodeId> = if is_choice { Vec::new() } else { tree.children(node).collect() };
        children.into_iter().rev()
    }

    fn question(&mut self, config: &mut Config, place: Place) -> Step {
        match config.tree().node(place.node).kind() {
            NodeKind::Symbol(symbol) => self.ask_symbol(config, place, symbol),
            NodeKind::Choice(choice) => self.ask_choice(config, place, choice),
            NodeKind::Menu | NodeKind::Comment | NodeKind::If => Step::Show(String::new()),
        }
    }

    fn ask_symbol(&mut self, config: &Config, place: Place, symbol: SymbolId) -> Step {
        let tree = config.tree();
        if tree.symbol(symbol).kind().is_none() {
            return Step::Show(String::new());
        }
        let new = !self.is_known(config, symbol);
        let value = config.text(symbol);
        let possible =
            if tree.symbol(symbol).is_tristate_like() { letters(config, symbol) } else { value.to_string() };
        let text = format!(
            "{:indent$}{} ({}) [{possible}] {}",
            "",
            tree.prompt(place.node).unwrap_or_default(),
            tree.name(symbol),
            if new { "(NEW) " } else { "" },
            indent = place.indent
        );
        if self.wants(new) && config.is_changeable(symbol) {
            self.open = Some(place);
            return Step::Ask { node: place.node, symbol: Some(symbol), text, new };
        }
        Step::Show(format!("{text}{value}\n"))
    }

    fn ask_choice(&mut self, config: &mut Config, place: Place, choice: ChoiceId) -> Step {
        let tree = config.tree().clone();
        let members = members(config, place.node);
        let first = members.first().map(|(_, member)| *member);
        let Some(selected) = config.choice_selected(choice).or(first) else {
            return Step::Show(String::new());
        };
        let blanks = " ".repeat(place.indent);
        let mut text = format!("{blanks}{}\n", tree.prompt(place.node).unwrap_or_default());
        let (mut new, mut chosen) = (false, 0);
        let mut number = 0;
        let shown = tree.children(place.node).filter(|node| config.is_visible(*node));
        for node in shown.collect::<Vec<_>>() {
            let Some(member) = tree.node(node).symbol() else {
                text += &format!("{blanks}* {}\n", tree.prompt(node).unwrap_or_default());
                continue;
            };
            if !members.iter().any(|(listed, _)| *listed == node) {
                continue;
            }
            number += 1;
            let is_new = !self.is_known(config, member);
            new |= is_new;
            if member == selected {
                chosen = number;
            }
            text += &format!(
                "{blanks}{} {number}. {} ({}){}\n",
                if member == selected { '>' } else { ' ' },
                tree.prompt(node).unwrap_or_default(),
                tree.name(member),
                if is_new { " (NEW)" } else { "" }
            );
        }
        text += &blanks;
        if members.len() == 1 {
            // There is nothing to choose; but it counts as chosen from now on.
            self.choose(config, place.node, selected);
            return Step::Show(format!("{text}choice[1]: 1\n"));
        }
        text += &format!("choice[1-{}?]: ", members.len());
        if self.wants(new) {
            self.open = Some(place);
            return Step::Ask { node: place.node, symbol: None, text, new };
        }
        Step::Show(format!("{text}{chosen}\n"))
    }

    fn answer_symbol(&mut self, config: &mut Config, node: NodeId, symbol: SymbolId, line: &str) -> Answered {
        let tree = config.tree();
        let help = |config: &Config| Answered::Again(super::symbol_help(config, node));
        let value = match tree.symbol(symbol).kind() {
            Some(Type::Bool | Type::Tristate) => {
                let line = line.trim_ascii();
                if line.starts_with('?') {
                    return help(config);
                }
                let value = match line {
                    "" => config.tristate(symbol),
                    "n" | "N" | "no" | "No" => Tristate::No,
                    "m" | "M" => Tristate::Mod,
                    "y" | "Y" | "yes" | "Yes" => Tristate::Yes,
                    _ => return Answered::Again(String::new()),
                };
                if !config.assignable(symbol).contains(&value) {
                    return help(config);
                }
                value.as_str().to_owned()
            }
            _ if line == "?" => return help(config),
            _ if line.is_empty() => config.text(symbol).into_owned(),
            Some(Type::Hex) if !line.starts_with("0x") && !line.starts_with("0X") => format!("0x{line}"),
            _ => line.to_owned(),
        };
        if config.set(symbol, &value).is_err() {
            return Answered::Again(String::new());
        }
        self.asked.insert(symbol);
        Answered::Taken
    }

    fn answer_choice(&mut self, config: &mut Config, node: NodeId, choice: ChoiceId, line: &str) -> Answered {
        let line = line.trim_ascii();
        let members = members(config, node);
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: Option<usize> = line[..digits].parse().ok();
        let named = number.and_then(|number| members.get(number.checked_sub(1)?).copied());
        let chosen = match (named, config.choice_selected(choice)) {
            _ if line.starts_with('?') => return Answered::Again(super::symbol_help(config, node)),
            (Some((member, _)), _) if line.ends_with('?') => {
                return Answered::Again(super::symbol_help(config, member));
            }
            (Some((_, member)), _) => member,
            (None, Some(selected)) if line.is_empty() => selected,
            _ => return Answered::Again(String::new()),
        };
        self.choose(config, node, chosen);
        Answered::Taken
    }

    /// Takes a member of a choice; those beside it are known from now on.
    fn choose(&mut self, config: &mut Config, node: NodeId, member: SymbolId) {
        // It is visible, so nothing can be wrong with it; if there were, the choice would keep its member.
        let _ = config.set(member, "y");
        self.asked.extend(members(config, node).iter().map(|(_, member)| *member));
    }

    /// Whether this pass asks about something.
    fn wants(&self, new: bool) -> bool {
        new || self.pass == Some(Pass::All)
    }

    fn is_known(&self, config: &Config, symbol: SymbolId) -> bool {
        config.user_value(symbol).is_some() || self.asked.contains(&symbol)
    }

    /// Whether there is something to ask at this place that the user never answered.
    fn is_new_here(&self, config: &Config, node: NodeId) -> bool {
        if !config.is_visible(node) {
            return false;
        }
        match config.tree().node(node).kind() {
            NodeKind::Symbol(symbol) => !self.is_known(config, symbol) && config.is_changeable(symbol),
            NodeKind::Choice(_) => {
                members(config, node).iter().any(|(_, member)| !self.is_known(config, *member))
            }
            NodeKind::Menu | NodeKind::Comment | NodeKind::If => false,
        }
    }
}

/// Whether a place begins a block.
fn is_menu(config: &Config, node: NodeId) -> bool {
    let tree = config.tree();
    let place = tree.node(node);
    place.kind() == NodeKind::Menu || place.is_menuconfig() && tree.prompt(node).is_some()
}

/// Whether a place is visible or holds one that is: an implicit submenu can be visible below a symbol that is not.
fn is_shown(config: &Config, node: NodeId) -> bool {
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        if config.is_visible(node) {
            return true;
        }
        // `visible if` of a menu hides all of it, comments too, which have no such condition of their own. A choice that is
        // not visible shows none of its members.
        if config.is_open(node) && config.tree().node(node).choice().is_none() {
            left.extend(config.tree().children(node));
        }
    }
    false
}

/// The members of a choice that can be chosen now.
fn members(config: &Config, choice: NodeId) -> Vec<(NodeId, SymbolId)> {
    let tree = config.tree();
    let visible = tree.children(choice).filter(|node| config.is_visible(*node));
    let mut seen = HashSet::new();
    let members = visible.filter_map(|node| Some((node, tree.node(node).symbol()?)));
    members.filter(|(_, member)| seen.insert(*member)).collect()
}

/// What can be answered, the present value first and in capitals: `Y/n/m/?`.
fn letters(config: &Config, symbol: SymbolId) -> String {
    let value = config.tristate(symbol);
    let mut text = value.as_str().to_ascii_uppercase();
    for other in config.assignable(symbol).into_iter().filter(|other| *other != value) {
        text.push('/');
        text += other.as_str();
    }
    text + "/?"
}
