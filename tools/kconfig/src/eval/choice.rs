//! What a choice makes of its members: the one place where the dialects differ in that.
//!
//! Since Linux 6.12 a choice has exactly one member that is y, and what was said of each member decides which. In the
//! dialects before, and in those that keep to them, a choice has a *mode* besides: n (only if it is `optional`), m
//! (each member is a tristate of its own, at most m) or y (exactly one member is y). The mode is the value of a symbol
//! that nobody defines, [`crate::model::Choice::mode`]; the members depend on it. The member that was asked for last is
//! kept apart from what was said of each (`picks`), as one answer can replace another.
//!
//! Knows nothing of how values are stored or in which order they are computed.

use super::config::Config;
use super::state::State;
use super::{Tristate, UserText};
use crate::event::Type;
use crate::expr::{Expr, Operand};
use crate::model::{Choice, ChoiceId, Property, PropertyKind, SymbolId};

/// What a `.config` line for a member does to the mode of its choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ModeChange {
    /// Nothing worth a word.
    None,
    /// A second member is y.
    Overridden,
    /// One member is m beside another that is y.
    Inconsistent,
}

impl Config {
    /// The value of a choice's mode: what the user said, as far as its prompt is visible; at least m if it is not
    /// optional. `id` is the symbol that stands for it.
    pub(super) fn compute_mode(&self, id: SymbolId, choice: &Choice, state: &mut State) {
        let prompts = self.tree().choice_properties_of(choice).iter();
        let prompts = prompts.filter(|p| p.kind == PropertyKind::Prompt).map(|p| self.holds(p.condition));
        let best = prompts.max().unwrap_or_default();
        state.visible = self.rounded(id, best);
        let least = if choice.optional { Tristate::No } else { best.min(Tristate::Mod) };
        state.reverse = self.rounded(id, least);
        let user = self.user(id).and_then(UserText::tristate).unwrap_or_default();
        state.tri = self.rounded(id, user.min(state.visible).max(state.reverse));
    }

    /// The value that its choice alone gives to a member; `None` if it is computed like any other symbol.
    pub(super) fn member_value(&self, id: SymbolId, choice: ChoiceId, visible: Tristate) -> Option<Tristate> {
        let selected = self.choice_selected(choice) == Some(id);
        match self.tree().choice(choice).mode {
            None => Some(Tristate::of(selected && visible != Tristate::No)),
            Some(_) if visible == Tristate::Yes => Some(Tristate::of(selected)),
            Some(_) => None,
        }
    }

    /// How far a prompt of a member is visible, whose condition has this value.
    pub(super) fn member_visibility(&self, id: SymbolId, condition: Tristate) -> Tristate {
        let symbol = self.tree().symbol(id);
        let single = |mode| self.state(mode).tri == Tristate::Yes;
        match symbol.choice.and_then(|choice| self.tree().choice(choice).mode) {
            // Where one member is y, one that could only be m cannot be had.
            Some(mode)
                if condition == Tristate::Mod && symbol.kind == Some(Type::Tristate) && single(mode) =>
            {
                Tristate::No
            }
            _ => condition,
        }
    }

    /// Which member of a choice is `y`.
    pub(crate) fn compute_choice(&self, id: ChoiceId) -> Option<SymbolId> {
        let choice = self.tree().choice(id);
        let visible = self.visible_members(id);
        match choice.mode {
            Some(mode) if self.state(mode).tri != Tristate::Yes => None,
            Some(_) => match self.pick(id) {
                Some(pick) if self.prompt_visibility(pick) != Tristate::No => Some(pick),
                _ => self.choice_default(id, &visible),
            },
            None => self.sole_member(id, visible),
        }
    }

    /// The member that is y in a choice without mode.
    fn sole_member(&self, id: ChoiceId, visible: Vec<SymbolId>) -> Option<SymbolId> {
        let user =
            |member: SymbolId| self.user(member).and_then(|user| user.tristate().map(|t| (t, user.stamp)));
        // What the user said last.
        let chosen = visible
            .iter()
            .filter_map(|member| {
                user(*member).filter(|(t, _)| *t == Tristate::Yes).map(|(_, at)| (at, *member))
            })
            .max_by_key(|(at, _)| *at);
        if let Some((_, member)) = chosen {
            return Some(member);
        }
        let default = self.choice_default(id, &visible);
        if default.is_some_and(|member| user(member).is_none_or(|(t, _)| t != Tristate::No)) {
            return default;
        }
        if let Some(free) = visible.iter().find(|member| user(**member).is_none()) {
            return Some(*free);
        }
        // All were refused: the one that was refused first.
        visible.into_iter().min_by_key(|member| user(*member).map(|(_, at)| at))
    }

    fn visible_members(&self, id: ChoiceId) -> Vec<SymbolId> {
        let members = self.tree().choice(id).members.iter().copied();
        members.filter(|member| self.prompt_visibility(*member) != Tristate::No).collect()
    }

    /// The member that a choice has without the user: its first valid default, or the first that is visible.
    pub(crate) fn choice_default(&self, id: ChoiceId, visible: &[SymbolId]) -> Option<SymbolId> {
        let valid = |property: &Property| {
            let PropertyKind::Default(value) = property.kind else { return None };
            let Expr::Leaf(Operand::Symbol(name) | Operand::Constant(name)) = self.tree().exprs.get(value)
            else {
                return None;
            };
            // No search in the members: there may be thousands of them, and as many defaults.
            let is_visible = |member: &SymbolId| {
                self.tree().symbol(*member).choice == Some(id)
                    && self.prompt_visibility(*member) != Tristate::No
            };
            let member = self.tree().mentioned(name).filter(is_visible);
            member.filter(|_| self.holds(property.condition) != Tristate::No)
        };
        let default = self.tree().choice_properties(id).iter().find_map(valid);
        default.or_else(|| visible.first().copied())
    }

    /// Whether a minimal configuration names a member although it has the value that the choice would give it.
    pub(crate) fn is_chosen_member(&self, id: SymbolId, choice: ChoiceId) -> bool {
        let of = self.tree().choice(choice);
        if self.tristate(id) != Tristate::Yes {
            return true;
        }
        // Where nothing need be chosen, what is chosen is no default; and a tristate could be m.
        if of.mode.is_some() && (of.optional || self.tree().symbol(id).kind != Some(Type::Bool)) {
            return true;
        }
        self.choice_default(choice, &self.visible_members(choice)) != Some(id)
    }

    /// A file is read from its beginning: of the modes nothing is chosen yet.
    pub(crate) fn begin_modes(&mut self) {
        for id in self.modes() {
            self.put_user(id.1, Tristate::No.as_str(), None);
            self.set_pick(id.0, None);
        }
        self.clear_new_choices();
    }

    /// Takes what a file says of a member into the mode of its choice.
    pub(crate) fn tell_mode(&mut self, member: SymbolId, value: Tristate) -> ModeChange {
        let tree = self.tree().clone();
        let Some(choice) = tree.symbol(member).choice else { return ModeChange::None };
        let Some(mode) = tree.choice(choice).mode else { return ModeChange::None };
        let before = self.user(mode).and_then(UserText::tristate).unwrap_or_default();
        let change = match (value, before) {
            (Tristate::Mod, Tristate::Yes) => ModeChange::Inconsistent,
            (Tristate::Yes, Tristate::Mod | Tristate::Yes) => ModeChange::Overridden,
            _ => ModeChange::None,
        };
        if value == Tristate::Yes {
            self.set_pick(choice, Some(member));
        }
        self.put_user(mode, before.max(value).as_str(), None);
        change
    }

    /// Lines that contradict each other say nothing of the mode of a choice.
    pub(crate) fn refute_mode(&mut self, member: SymbolId) {
        let tree = self.tree();
        let mode = tree.symbol(member).choice.and_then(|choice| tree.choice(choice).mode);
        if let Some(mode) = mode {
            self.drop_user(mode);
        }
    }

    /// The file was read, and the values computed: a choice in mode y of which a visible member was not named counts
    /// as new, though it keeps the mode that the others gave it.
    pub(crate) fn end_modes(&mut self) {
        let unset = |choice: ChoiceId| {
            self.visible_members(choice).into_iter().any(|member| self.user(member).is_none())
        };
        let single = |mode| self.state(mode).tri == Tristate::Yes;
        let new = self.modes().into_iter().filter(|(choice, mode)| single(*mode) && unset(*choice));
        for (choice, _) in new.collect::<Vec<_>>() {
            self.set_new_choice(choice);
        }
    }

    /// The modes of the choices whose first member is written, each with that member.
    pub(crate) fn first_members_written(&self) -> Vec<(SymbolId, SymbolId)> {
        let first = |choice| self.tree().choice(choice).members.first().copied();
        let first = |choice| first(choice).filter(|member| self.is_written(*member));
        self.modes().into_iter().filter_map(|(choice, mode)| Some((mode, first(choice)?))).collect()
    }

    /// Forgets the modes of the choices that count as new. True if there were such choices.
    pub(crate) fn drop_new_modes(&mut self) -> bool {
        let new: Vec<SymbolId> = self
            .modes()
            .into_iter()
            .filter(|(id, _)| self.is_marked_new(*id))
            .map(|(_, mode)| mode)
            .collect();
        let any = !new.is_empty();
        new.into_iter().for_each(|mode| self.drop_user(mode));
        self.clear_new_choices();
        self.settle();
        any
    }

    /// Whether the user has not decided the mode of a choice and could, or there is nothing to decide but the member.
    pub(crate) fn is_new_choice(&self, choice: ChoiceId) -> bool {
        let Some(mode) = self.tree().choice(choice).mode else { return false };
        let state = self.state(mode);
        (self.is_marked_new(choice) || self.user(mode).is_none())
            && (state.visible > state.reverse || state.tri == Tristate::Yes)
    }

    /// Whether a symbol stands for the mode of a choice.
    pub(crate) fn is_mode(&self, id: SymbolId) -> bool {
        self.tree().choice_of_mode(id).is_some()
    }

    /// The choices that have a mode, with the symbol that stands for it.
    pub(crate) fn modes(&self) -> Vec<(ChoiceId, SymbolId)> {
        let tree = self.tree();
        tree.choices().filter_map(|choice| Some((choice, tree.choice(choice).mode?))).collect()
    }
}
