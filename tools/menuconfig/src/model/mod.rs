//! Everything the menu knows: the configuration, the place in it, and what is open above it.
//!
//! A component stack: the menu lies at the bottom, each thing opened above it is a [`Layer`], and the topmost has the
//! keyboard. `update` changes it, `view` reads it, and neither touches a file.
//!
//! M1. Every change of a value goes through [`Model::set`].
//! M2. `rows` are those of `menu` under `config` and `show`: whoever changes one of these calls [`Model::refresh`].
//! M3. After every message each list's cursor is at an entry, or the list is empty; [`Model::settle`] sees to it.

mod explain;
mod layer;
mod list;
mod row;
mod search;
mod status;

pub(crate) use explain::explain;
pub(crate) use layer::{Answer, Ask, ChoiceList, Edit, EditButton, Layer, Page, Purpose, Question};
pub(crate) use list::List;
pub(crate) use row::{Row, RowKind, Show, member_rows, menu_rows, node_row};
pub(crate) use search::{Index, Search, SearchFocus};
pub(crate) use status::{Status, Tone};

use crate::keymap::Focus;
use crate::layout;
use crate::strings;
use kconfig::Config;
use kconfig::model::{NodeId, NodeKind, SymbolId};
use std::collections::HashMap;

/// How the files of a project are called on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    /// The configuration, relative to the project's folder if it lies in it.
    pub config: String,
    /// What a minimal defconfig is called unless the user says otherwise.
    pub minimal: String,
}

impl Default for Names {
    fn default() -> Self {
        Names { config: ".config".to_owned(), minimal: "defconfig".to_owned() }
    }
}

/// Why saving over the configuration needs a question: what the menu holds is not all that the file says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Guard {
    /// Kconfig files have errors.
    Tree,
    /// Lines of the configuration were not understood, or it could not be read.
    File,
}

/// The buttons below the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MenuButton {
    Select,
    Exit,
    Help,
    Save,
    Load,
}

impl MenuButton {
    pub(crate) const ALL: [MenuButton; 5] =
        [MenuButton::Select, MenuButton::Exit, MenuButton::Help, MenuButton::Save, MenuButton::Load];
}

/// The whole state.
pub struct Model {
    config: Config,
    pub(crate) names: Names,
    pub(crate) menu: NodeId,
    pub(crate) rows: Vec<Row>,
    pub(crate) list: List,
    pub(crate) button: usize,
    pub(crate) show: Show,
    pub(crate) layers: Vec<Layer>,
    pub(crate) status: Option<Status>,
    pub(crate) guard: Option<Guard>,
    pub(crate) index: Option<Index>,
    /// Where the cursor was in each menu that was left.
    positions: HashMap<NodeId, (NodeId, List)>,
    size: (u16, u16),
    /// What saving would have written when the file and the menu last agreed.
    saved: String,
    changed: bool,
}

impl Model {
    /// The menu of a configuration, at its root, as it was read from its file.
    pub fn new(config: Config, names: Names) -> Model {
        let menu = config.tree().root();
        let saved = config.write();
        let mut model = Model {
            config,
            names,
            menu,
            rows: Vec::new(),
            list: List::default(),
            button: 0,
            show: Show::Visible,
            layers: Vec::new(),
            status: None,
            guard: None,
            index: None,
            positions: HashMap::new(),
            size: (80, 24),
            saved,
            changed: false,
        };
        model.refresh();
        model
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The configuration, for writing it to a file.
    pub(crate) fn config_mut(&mut self) -> &mut Config {
        &mut self.config
    }

    /// What has the keyboard.
    pub fn focus(&self) -> Focus {
        match self.layers.last() {
            None | Some(Layer::Choice(_)) => Focus::Menu,
            Some(Layer::Edit(edit)) if edit.button.is_none() => Focus::Text,
            Some(Layer::Edit(_) | Layer::Ask(_)) => Focus::Buttons,
            Some(Layer::Page(_)) => Focus::Page,
            Some(Layer::Search(search)) => match search.focus {
                SearchFocus::Query => Focus::Text,
                SearchFocus::Results => Focus::Results,
            },
        }
    }

    /// Whether there are changes that are not in the file.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// The message in the status line, if there is one.
    pub fn status(&self) -> Option<&str> {
        self.status.as_ref().map(|status| status.text.as_str())
    }

    /// The lines of the menu, without cursor and colours.
    pub fn lines(&self) -> Vec<String> {
        self.rows.iter().map(Row::text).collect()
    }

    /// The line under the cursor.
    pub fn line(&self) -> Option<String> {
        self.row().map(Row::text)
    }

    /// The title of what is topmost.
    pub fn title(&self) -> String {
        match self.layers.last() {
            None => self.menu_title().to_owned(),
            Some(Layer::Choice(choice)) => choice.title.clone(),
            Some(Layer::Edit(edit)) => edit.title.clone(),
            Some(Layer::Ask(ask)) => ask.title.to_owned(),
            Some(Layer::Page(page)) => page.title.clone(),
            Some(Layer::Search(_)) => strings::SEARCH_TITLE.to_owned(),
        }
    }

    pub(crate) fn menu_title(&self) -> &str {
        self.config.tree().prompt(self.menu).unwrap_or(strings::UNTITLED)
    }

    /// The menus above the present one and itself, without the root.
    pub(crate) fn path(&self) -> Vec<NodeId> {
        path_to(&self.config, self.menu)
    }

    pub(crate) fn row(&self) -> Option<&Row> {
        self.rows.get(self.list.cursor)
    }

    pub(crate) fn size(&self) -> (u16, u16) {
        self.size
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
    }

    /// Sets a symbol as the user does.
    ///
    /// # Errors
    /// Why not, in a sentence; nothing has changed then.
    pub(crate) fn set(&mut self, symbol: SymbolId, value: &str) -> Result<(), String> {
        self.config.set(symbol, value).map_err(|why| why.to_string())?;
        self.note_change();
        Ok(())
    }

    /// Takes the values of another file in place of those there are.
    pub(crate) fn read(&mut self, name: &str, bytes: &[u8]) -> kconfig::diag::Diagnostics {
        let findings = self.config.read(name, bytes);
        self.note_change();
        findings
    }

    /// The file and the menu agree from now on.
    pub(crate) fn mark_saved(&mut self) {
        self.saved = self.config.write();
        self.changed = false;
        self.guard = None;
    }

    fn note_change(&mut self) {
        self.changed = self.config.write() != self.saved;
        self.refresh();
    }

    /// Opens something above everything else.
    pub(crate) fn open(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    /// Says something in the status line until the next key.
    pub(crate) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.status = Some(Status { tone, text: text.into() });
    }

    /// Goes into a menu, to where the cursor was the last time.
    pub(crate) fn enter(&mut self, menu: NodeId) {
        if let Some(row) = self.row() {
            self.positions.insert(self.menu, (row.node, self.list));
        }
        self.menu = menu;
        self.button = 0;
        self.rows = menu_rows(&self.config, menu, self.show);
        self.list = List::default();
        if let Some((node, list)) = self.positions.get(&menu) {
            self.list = *list;
            if let Some(found) = self.rows.iter().position(|row| row.node == *node) {
                self.list.cursor = found;
            }
        }
    }

    /// Leaves the menu for the one above, to its own line there. Whether there is one above.
    pub(crate) fn leave(&mut self) -> bool {
        let Some(above) = menu_of(&self.config, self.menu) else { return false };
        let from = self.menu;
        self.enter(above);
        self.point_to(from);
        true
    }

    /// Goes to the line of a place, wherever it is, and shows hidden ones if it is hidden. Whether it has a line.
    pub(crate) fn jump(&mut self, node: NodeId) -> bool {
        let tree = self.config.tree().clone();
        // The members of a choice have no line in a menu: the choice has, and opens at the member.
        let choice = tree.node(node).parent().filter(|parent| tree.node(*parent).choice().is_some());
        let line = choice.unwrap_or(node);
        let Some(menu) = menu_of(&self.config, line) else { return false };
        let before = self.show;
        for show in [before, Show::All] {
            self.show = show;
            self.enter(menu);
            if !self.point_to(line) {
                continue;
            }
            let Some(NodeKind::Choice(id)) = choice.map(|choice| tree.node(choice).kind()) else {
                return true;
            };
            let list = ChoiceList::new(&self.config, id, self.show);
            if let Some(list) = list.at(node) {
                self.open(Layer::Choice(list));
                return true;
            }
        }
        self.show = before;
        self.refresh();
        false
    }

    /// Puts the cursor on the line of a place in this menu. Whether it has one.
    fn point_to(&mut self, node: NodeId) -> bool {
        let found = self.rows.iter().position(|row| row.node == node);
        if let Some(found) = found {
            self.list.cursor = found;
        }
        found.is_some()
    }

    /// Builds the lines anew; the cursor stays at its place, or near it if that has gone.
    pub(crate) fn refresh(&mut self) {
        let at = self.row().map(|row| row.node);
        self.rows = menu_rows(&self.config, self.menu, self.show);
        if let Some(node) = at {
            self.point_to(node);
        }
        for layer in &mut self.layers {
            if let Layer::Choice(choice) = layer {
                choice.refresh(&self.config, self.show);
            }
        }
    }

    /// Keeps every cursor at an entry and on the screen, by M3.
    pub(crate) fn settle(&mut self) {
        let (width, height) = self.size;
        let area = layout::whole(width, height);
        let screen = layout::screen(area, self.legend_height(), self.status_lines(width).len());
        self.list.settle(self.rows.len(), screen.list.height);
        for layer in &mut self.layers {
            match layer {
                Layer::Choice(choice) => {
                    let rows = choice.rows.len();
                    choice.list.settle(rows, layout::choice(area, choice).list.height);
                }
                Layer::Search(search) => {
                    let entries = layout::search(area).entries();
                    search.list.settle(search.hits.len(), entries);
                }
                Layer::Page(page) => {
                    let text = layout::page(area).text;
                    let lines = page.lines(text.width).len();
                    page.scroll = page.scroll.min(lines.saturating_sub(usize::from(text.height)));
                }
                Layer::Edit(_) | Layer::Ask(_) => {}
            }
        }
    }
}

/// The menu in whose list a place has its line: the nearest menu above it; `None` for the root.
pub(crate) fn menu_of(config: &Config, node: NodeId) -> Option<NodeId> {
    let tree = config.tree();
    std::iter::successors(tree.node(node).parent(), |above| tree.node(*above).parent()).find(|above| {
        let node = tree.node(*above);
        node.kind() == NodeKind::Menu || node.is_menuconfig()
    })
}

/// The menus above a place, outermost first, without the root, and the place itself.
pub(crate) fn path_to(config: &Config, node: NodeId) -> Vec<NodeId> {
    let root = config.tree().root();
    let mut path: Vec<NodeId> = std::iter::successors(Some(node), |node| menu_of(config, *node))
        .filter(|node| *node != root)
        .collect();
    path.reverse();
    path
}

/// The titles on the way to a place, in one line.
pub(crate) fn path_text(config: &Config, path: &[NodeId]) -> String {
    let titles: Vec<&str> =
        path.iter().map(|node| config.tree().prompt(*node).unwrap_or(strings::UNTITLED)).collect();
    titles.join(strings::PATH_SEPARATOR)
}
