//! Search over names and prompts.
//!
//! What contains the words as they were typed comes first, names before prompts; then what contains their letters in
//! order. O(entries) for each key.

use super::List;
use kconfig::Config;
use kconfig::model::{NodeId, NodeKind};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Matcher, Utf32Str};
use tui_input::Input;

/// What has the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SearchFocus {
    Query,
    Results,
}

/// A search under way.
pub(crate) struct Search {
    pub(crate) input: Input,
    pub(crate) hits: Vec<NodeId>,
    pub(crate) list: List,
    pub(crate) focus: SearchFocus,
}

impl Search {
    pub(crate) fn new() -> Search {
        Search { input: Input::default(), hits: Vec::new(), list: List::default(), focus: SearchFocus::Query }
    }
}

struct Entry {
    node: NodeId,
    /// In lower case, with the name first.
    name: String,
    prompt: String,
    both: String,
}

/// Everything that can be found.
pub(crate) struct Index {
    entries: Vec<Entry>,
    matcher: Matcher,
    prefix: String,
}

impl Index {
    /// Every symbol at each of its prompts, or once if it has none; every choice and menu.
    pub(crate) fn new(config: &Config) -> Index {
        let tree = config.tree();
        let mut entries = Vec::new();
        for node in tree.walk() {
            let prompt = tree.prompt(node);
            let name = match tree.node(node).kind() {
                NodeKind::Symbol(symbol) => {
                    let nodes = tree.symbol(symbol).nodes();
                    let elsewhere = nodes.iter().any(|other| tree.prompt(*other).is_some());
                    if prompt.is_none() && (elsewhere || nodes.first() != Some(&node)) {
                        continue;
                    }
                    tree.name(symbol)
                }
                NodeKind::Choice(choice) => {
                    tree.choice(choice).name().map(|name| tree.names().text(name)).unwrap_or_default()
                }
                NodeKind::Menu => "",
                NodeKind::Comment | NodeKind::If => continue,
            };
            let (name, prompt) = (name.to_lowercase(), prompt.unwrap_or_default().to_lowercase());
            entries.push(Entry { node, both: format!("{name} {prompt}"), name, prompt });
        }
        let prefix = tree.prefix().to_lowercase();
        Index { entries, matcher: Matcher::new(nucleo_matcher::Config::DEFAULT), prefix }
    }

    /// The places that fit a query, best first; none for an empty query.
    pub(crate) fn find(&mut self, query: &str) -> Vec<NodeId> {
        let query = query.trim().to_lowercase();
        // Names are often pasted from a `.config`, with its prefix and value.
        let query = query.strip_prefix(self.prefix.as_str()).unwrap_or(&query);
        let query = query.split_once('=').map_or(query, |(name, _)| name);
        if query.is_empty() {
            return Vec::new();
        }
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut hits = Vec::new();
        for (order, entry) in self.entries.iter().enumerate() {
            let rank = match () {
                () if entry.name == query => 0,
                () if entry.name.contains(query) => 1,
                () if entry.prompt.contains(query) => 2,
                () => 3,
            };
            let haystack = Utf32Str::new(&entry.both, &mut buffer);
            let score = pattern.score(haystack, &mut self.matcher);
            if rank == 3 && score.is_none() {
                continue;
            }
            hits.push((rank, std::cmp::Reverse(score.unwrap_or(0)), order));
        }
        hits.sort_unstable();
        hits.into_iter().map(|(_, _, order)| self.entries[order].node).collect()
    }
}
