//! A configuration: what the user said, and what follows from it.

use super::graph::{Cell, Graph};
use super::state::State;
use super::texts::{Builtin, TextId, Texts};
use super::{Tristate, Value};
use crate::bytes;
use crate::event::Type;
use crate::expr::{Expr, ExprId};
use crate::model::{ChoiceId, NodeId, NodeKind, PropertyKind, SymbolId, Tree};
use crate::source::SourceMap;
use crate::span::Span;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::{Arc, OnceLock};

/// What the user said of a symbol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserValue {
    /// The value: `n`, `m`, `y`, or the text of the others, a string without its quotes.
    pub text: String,
    /// The line of `.config`, if it came from there; resolved by [`Config::sources`].
    pub span: Option<Span>,
}

/// What the user said of a symbol, as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserText {
    pub(crate) text: TextId,
    tri: Option<Tristate>,
    pub(crate) span: Option<Span>,
    /// Later words have greater stamps: in a choice the last one counts.
    pub(crate) stamp: u32,
}

impl UserText {
    /// The value of a bool or tristate.
    pub(crate) fn tristate(&self) -> Option<Tristate> {
        self.tri
    }
}

/// A configuration of a tree: the user's values, and the values of all symbols that follow.
///
/// All values are up to date at all times: [`Config::set`] re-evaluates what depends on the symbol and stops where
/// nothing changes. Reading a value is O(1).
#[derive(Clone)]
pub struct Config {
    tree: Arc<Tree>,
    graph: Arc<Graph>,
    texts: Texts,
    builtin: Builtin,
    states: Vec<State>,
    selected: Vec<Option<SymbolId>>,
    /// Members of choices that are written although they are not visible, sorted.
    left: Vec<SymbolId>,
    /// The member of each choice that was asked for last, in dialects whose choices have a mode.
    picks: Vec<Option<SymbolId>>,
    /// The choices with a mode that a file left partly unsaid.
    new_choices: HashSet<ChoiceId>,
    /// Members of such choices that stay in the file although they are no longer visible.
    kept: HashSet<SymbolId>,
    users: Vec<Option<UserText>>,
    stamp: u32,
    /// Ranks of the cells that have to be computed again, and which cells those are.
    queue: BinaryHeap<Reverse<u32>>,
    queued: Vec<bool>,
    pub(crate) sources: SourceMap,
    /// The states at the last reading or writing, and how many symbols differ from theirs.
    saved: Vec<State>,
    differing: usize,
    /// The file that was read or written then.
    file: Option<Arc<[u8]>>,
    /// Whether the file is what those states give.
    file_agrees: OnceLock<bool>,
    /// Whether the file that was read last says something else than what follows from it.
    pub(crate) outdated: bool,
}

impl Config {
    /// Every symbol at its default. O(tree).
    pub fn new(tree: Arc<Tree>) -> Config {
        let graph = Arc::new(Graph::new(&tree));
        let mut texts = Texts::default();
        let builtin = texts.builtin(&tree.names);
        let mut config = Config {
            graph: Arc::clone(&graph),
            texts,
            builtin,
            states: Vec::new(),
            selected: vec![None; tree.choices.len()],
            left: Vec::new(),
            picks: vec![None; tree.choices.len()],
            new_choices: HashSet::new(),
            kept: HashSet::new(),
            users: vec![None; tree.symbols.len()],
            stamp: 0,
            queue: BinaryHeap::new(),
            queued: vec![false; graph.len()],
            sources: tree.sources.clone(),
            saved: Vec::new(),
            differing: 0,
            file: None,
            file_agrees: OnceLock::new(),
            outdated: true,
            tree,
        };
        config.states = (0..config.users.len()).map(|id| config.blank(SymbolId::new(id))).collect();
        config.saved = config.states.clone();
        config.recompute();
        config.mark_saved(None);
        config
    }

    /// The tree.
    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// The Kconfig files and every `.config` that was read: resolves the spans of this configuration's findings.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The value of a symbol.
    pub fn value(&self, symbol: SymbolId) -> Value<'_> {
        match self.tree.symbol(symbol).kind {
            Some(Type::Bool | Type::Tristate) => Value::Tristate(self.tristate(symbol)),
            _ => Value::Text(self.text(symbol)),
        }
    }

    /// The value in logic: of an int, hex or string, `n`.
    pub fn tristate(&self, symbol: SymbolId) -> Tristate {
        self.states[symbol.index()].tri
    }

    /// The value as text: `n`, `m`, `y`, a number, or a string without quotes.
    pub fn text(&self, symbol: SymbolId) -> Cow<'_, str> {
        let state = self.state(symbol);
        Cow::Borrowed(match self.tree.symbol(symbol).kind {
            Some(Type::Bool | Type::Tristate) => state.tri.as_str(),
            _ => self.text_of(state.text),
        })
    }

    /// The value as it stands behind `=` in `.config`: as [`Config::text`], with strings quoted and escaped.
    pub fn quoted(&self, symbol: SymbolId) -> Cow<'_, str> {
        match self.tree.symbol(symbol).kind {
            Some(Type::String) => Cow::Owned(quote(&self.text(symbol))),
            _ => self.text(symbol),
        }
    }

    /// Whether the symbol is written to `.config`.
    pub fn is_written(&self, symbol: SymbolId) -> bool {
        (self.state(symbol).write || self.kept.contains(&symbol))
            && !self.tree.symbol(symbol).transitional
            && self.tree.symbol(symbol).environment.is_none()
    }

    /// How far the user may set the symbol: the best of its prompts.
    pub fn visibility(&self, symbol: SymbolId) -> Tristate {
        self.state(symbol).visible
    }

    /// The files that stand in for a missing `.config`: the defaults of the symbol with `option defconfig_list` whose
    /// conditions hold, in order, with `$NAME` in them expanded from the values of symbols.
    pub fn defconfig_files(&self) -> Vec<String> {
        let Some(list) = self.tree.defconfig_list else { return Vec::new() };
        let path = |property: &crate::model::Property| {
            let PropertyKind::Default(value) = property.kind else { return None };
            let Expr::Leaf(leaf) = self.tree.exprs.get(value) else { return None };
            let holds = self.holds(property.condition) != Tristate::No;
            holds.then(|| self.text_of(self.operand_text(leaf)).to_owned())
        };
        let value = |name: &str| self.tree.symbol_named(name).map(|id| self.text(id).into_owned());
        let paths = self.tree.properties(list).iter().filter_map(path);
        paths.map(|path| crate::dollar::expanded(&path, value)).collect()
    }

    /// Whether the `visible if` of a menu, if it has one, lets what is inside be seen.
    pub(crate) fn is_open(&self, node: NodeId) -> bool {
        self.holds(self.tree.node(node).visible_if) != Tristate::No
    }

    /// Whether a place is shown in the menu. A symbol or choice: its own prompt here is visible, or an entry below
    /// is and the symbol is on. A menu or comment: its dependency and `visible if` hold.
    pub fn is_visible(&self, node: NodeId) -> bool {
        let mut stack = vec![node];
        while let Some(id) = stack.pop() {
            let node = self.tree.node(id);
            if node.text.is_none() || self.holds(node.visible_if) == Tristate::No {
                continue;
            }
            if self.holds(node.prompt_condition) != Tristate::No {
                return true;
            }
            // A symbol that is on without being visible still leads to what nests under it.
            if let NodeKind::Symbol(symbol) = node.kind
                && self.tristate(symbol) != Tristate::No
            {
                stack.extend(self.tree.children(id));
            }
        }
        false
    }

    /// The values that a bool or tristate can be set to now, least first; one if nothing can be changed,
    /// none if it is not visible or of another type. For a visible member of a choice: `y`.
    pub fn assignable(&self, symbol: SymbolId) -> Vec<Tristate> {
        let state = self.state(symbol);
        let tristate = match self.effective_kind(symbol) {
            Some(Type::Bool) => false,
            Some(Type::Tristate) => true,
            _ => return Vec::new(),
        };
        if state.visible == Tristate::No {
            return Vec::new();
        }
        if self.tree.symbol(symbol).choice.is_some() {
            return vec![Tristate::Yes];
        }
        if !self.is_changeable(symbol) {
            return vec![state.tri];
        }
        let all = [Tristate::No, Tristate::Mod, Tristate::Yes];
        let possible = |value: &Tristate| {
            (state.reverse..=state.visible).contains(value) && (tristate || *value != Tristate::Mod)
        };
        all.into_iter().filter(possible).collect()
    }

    /// Whether the user's value counts now: visible, and not held up by a `select`.
    pub fn is_changeable(&self, symbol: SymbolId) -> bool {
        let state = self.state(symbol);
        state.visible > state.reverse
    }

    /// What the user said, whether or not it counts now.
    pub fn user_value(&self, symbol: SymbolId) -> Option<UserValue> {
        self.user(symbol).map(|user| UserValue { text: self.text_of(user.text).to_owned(), span: user.span })
    }

    /// The bounds that hold for an int or hex now, as written.
    pub fn range(&self, symbol: SymbolId) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
        let (_, low, high) = self.range_property(symbol)?;
        Some((Cow::Borrowed(self.operand(low).1), Cow::Borrowed(self.operand(high).1)))
    }

    /// The member that is `y`; none if no member is visible.
    pub fn choice_selected(&self, choice: ChoiceId) -> Option<SymbolId> {
        self.selected[choice.index()]
    }

    /// Whether anything differs from what was read or written last. True if nothing was.
    pub fn is_changed(&self) -> bool {
        if self.differing > 0 {
            return true;
        }
        let Some(file) = &self.file else { return true };
        // The states are those of then, so the text of now is the text of then.
        !*self.file_agrees.get_or_init(|| *bytes::encode(&self.write()) == **file)
    }

    /// The value of an expression of the tree.
    pub fn evaluate(&self, expr: ExprId) -> Tristate {
        self.eval(expr)
    }

    /// An expression with the present value of each symbol: `A [=y] && !B [=n]`.
    pub fn describe_expr(&self, expr: ExprId) -> String {
        super::describe::expr_text(&self.tree, expr, Some(self))
    }

    pub(crate) fn state(&self, symbol: SymbolId) -> &State {
        &self.states[symbol.index()]
    }

    pub(crate) fn user(&self, symbol: SymbolId) -> Option<&UserText> {
        self.users[symbol.index()].as_ref()
    }

    pub(super) fn set_new_choice(&mut self, choice: ChoiceId) {
        self.new_choices.insert(choice);
    }

    /// Lets a symbol stay in the file as it is, until another file is read.
    pub(crate) fn keep_written(&mut self, symbol: SymbolId) {
        self.kept.insert(symbol);
    }

    pub(super) fn is_marked_new(&self, choice: ChoiceId) -> bool {
        self.new_choices.contains(&choice)
    }

    pub(super) fn clear_new_choices(&mut self) {
        self.new_choices.clear();
        self.kept.clear();
    }

    pub(super) fn pick(&self, choice: ChoiceId) -> Option<SymbolId> {
        self.picks[choice.index()]
    }

    pub(super) fn set_pick(&mut self, choice: ChoiceId, member: Option<SymbolId>) {
        self.picks[choice.index()] = member;
        self.enqueue(self.graph.rank(Cell::Choice(choice)));
    }

    pub(crate) fn builtin(&self) -> &Builtin {
        &self.builtin
    }

    pub(crate) fn text_of(&self, id: TextId) -> &str {
        self.texts.text(&self.tree.names, id)
    }

    /// Records what the user says. Values are not up to date until [`Config::settle`] or [`Config::recompute`].
    pub(crate) fn put_user(&mut self, symbol: SymbolId, text: &str, span: Option<Span>) {
        self.stamp += 1;
        let tri = match self.tree.symbol(symbol).kind {
            Some(Type::Bool | Type::Tristate) => Tristate::parse(text),
            _ => None,
        };
        let text = self.texts.id(&self.tree.names, text);
        self.users[symbol.index()] = Some(UserText { text, tri, span, stamp: self.stamp });
        self.enqueue_user(symbol);
    }

    /// Forgets what the user said, as [`Config::put_user`] records it.
    pub(crate) fn drop_user(&mut self, symbol: SymbolId) {
        self.users[symbol.index()] = None;
        self.enqueue_user(symbol);
    }

    fn enqueue_user(&mut self, symbol: SymbolId) {
        if let Some(choice) = self.tree.symbol(symbol).choice {
            self.enqueue(self.graph.rank(Cell::Choice(choice)));
            if self.tree.choice(choice).mode.is_none() {
                return;
            }
        }
        self.enqueue(self.graph.rank(Cell::Symbol(symbol)));
    }

    fn enqueue(&mut self, rank: u32) {
        if !std::mem::replace(&mut self.queued[rank as usize], true) {
            self.queue.push(Reverse(rank));
        }
    }

    /// Computes again what was touched, and what reads it, as far as something changes. O(k log k) for k cells.
    pub(crate) fn settle(&mut self) {
        let (graph, tree) = (Arc::clone(&self.graph), Arc::clone(&self.tree));
        while let Some(Reverse(rank)) = self.queue.pop() {
            self.queued[rank as usize] = false;
            let cell = graph.at_rank(rank);
            if self.refresh(cell) {
                // By G3 every reader comes later; in a loop the others stay as they are, so that this ends.
                for reader in graph.reader_ranks(&tree, cell).filter(|reader| *reader > rank) {
                    self.enqueue(reader);
                }
            }
        }
    }

    /// Computes everything again. O(tree).
    pub(crate) fn recompute(&mut self) {
        self.queue.clear();
        self.queued.fill(false);
        let graph = Arc::clone(&self.graph);
        for cell in graph.in_order() {
            self.refresh(cell);
        }
    }

    /// Has the line of a choice's member written even where it is not visible.
    pub(super) fn leave_line(&mut self, member: SymbolId) {
        if let Err(at) = self.left.binary_search(&member) {
            self.left.insert(at, member);
            self.refresh(Cell::Symbol(member));
        }
    }

    /// Whether [`Config::leave_line`] was asked for.
    pub(super) fn is_left(&self, member: SymbolId) -> bool {
        self.left.binary_search(&member).is_ok()
    }

    /// Takes a computed state; true if its readers could tell the difference.
    pub(super) fn store(&mut self, symbol: SymbolId, new: State) -> bool {
        let index = symbol.index();
        let old = std::mem::replace(&mut self.states[index], new);
        if old == new {
            return false;
        }
        let saved = &self.saved[index];
        match (old.same_value(saved), new.same_value(saved)) {
            (true, false) => self.differing += 1,
            (false, true) => self.differing -= 1,
            _ => {}
        }
        old.tri != new.tri || old.text != new.text
    }

    /// Takes the selected member of a choice; true if it is another.
    pub(super) fn store_selected(&mut self, choice: ChoiceId, new: Option<SymbolId>) -> bool {
        std::mem::replace(&mut self.selected[choice.index()], new) != new
    }

    /// From now on changes are counted against the present state, which is that of this file.
    pub(crate) fn mark_saved(&mut self, file: Option<&[u8]>) {
        self.saved.clone_from(&self.states);
        self.differing = 0;
        self.file = file.map(Arc::from);
        self.file_agrees = OnceLock::new();
    }
}

/// A string as `.config` has it: in quotes, with `"` and `\` escaped.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LoadOptions;
    use crate::source::Memory;
    use std::fmt::Write;

    /// Numbers that look random and are the same every time.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % limit
        }
    }

    /// A tree without loops: everything depends on what comes before.
    fn tree(random: &mut Random) -> Arc<Tree> {
        let mut kconfig = String::from("config S0\n\tbool \"modules\"\n\tmodules\n\tdefault y\n");
        let mut in_choice = 0;
        for i in 1..120 {
            if in_choice == 0 && random.below(12) == 0 {
                in_choice = 3;
                let _ =
                    write!(kconfig, "choice\n\tprompt \"c{i}\"\n\tdepends on S{} != n\n", random.below(i));
            }
            let kind =
                if in_choice > 0 { "bool" } else { ["bool", "tristate", "tristate", "int"][random.below(4)] };
            let (a, b, c) = (random.below(i), random.below(i), random.below(i));
            let _ = write!(kconfig, "config S{i}\n\t{kind} \"s{i}\"");
            if in_choice == 0 && random.below(3) > 0 {
                let _ = write!(kconfig, " if S{a} || !S{b}");
            }
            let _ = writeln!(kconfig);
            if in_choice > 0 {
                in_choice -= 1;
                if in_choice == 0 {
                    let _ = writeln!(kconfig, "endchoice");
                }
                continue;
            }
            if random.below(2) == 0 {
                let _ = writeln!(kconfig, "\tdepends on S{c} || S{a} = S{b}");
            }
            if kind == "int" {
                let _ = write!(
                    kconfig,
                    "\tdefault {} if S{a}\n\trange 3 {} if S{b}\n",
                    random.below(99),
                    9 + random.below(50)
                );
            } else {
                let _ = write!(
                    kconfig,
                    "\tdefault S{b} if S{a}\n\tselect T{0} if S{a}\n\timply T{0}\n",
                    random.below(9)
                );
            }
        }
        if in_choice > 0 {
            let _ = writeln!(kconfig, "endchoice");
        }
        for i in 0..9 {
            let _ =
                write!(kconfig, "config T{i}\n\ttristate \"t{i}\"\n\tdepends on S{}\n", random.below(120));
        }
        let tree = Tree::load(&LoadOptions::new("Kconfig", &Memory::default().with("Kconfig", kconfig)));
        Arc::new(tree)
    }

    #[test]
    fn a_change_gives_what_computing_everything_gives() {
        let mut random = Random(7);
        let mut taken = 0;
        for _ in 0..20 {
            let tree = tree(&mut random);
            let ids: Vec<SymbolId> = tree.symbols().collect();
            let mut config = Config::new(tree);
            for _ in 0..150 {
                let id = ids[random.below(ids.len())];
                let value = ["n", "m", "y", "7", "40"][random.below(5)];
                if random.below(8) == 0 {
                    config.unset(id);
                } else if config.set(id, value).is_ok() {
                    taken += 1;
                }
                let mut fresh = config.clone();
                fresh.recompute();
                assert_eq!(config.states, fresh.states);
                assert_eq!(config.selected, fresh.selected);
            }
        }
        assert!(taken > 500, "too few changes were possible: {taken}");
    }

    #[test]
    fn the_order_of_evaluation_respects_every_dependency() {
        let tree = tree(&mut Random(3));
        assert!(tree.is_usable());
        let graph = Graph::new(&tree);
        for cell in graph.in_order() {
            assert!(graph.reader_ranks(&tree, cell).all(|reader| reader > graph.rank(cell)), "{cell:?}");
        }
    }
}
