//! Search over names and prompts.
//!
//! What contains the words as they were typed, names before prompts; if nothing does, what contains their letters in
//! order. O(entries) for each key.

use super::List;
use kconfig::Config;
use kconfig::model::{NodeId, NodeKind};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
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
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut hits = Vec::new();
        for (order, entry) in self.entries.iter().enumerate() {
            let rank = match () {
                () if entry.name == query => 0,
                () if entry.name.starts_with(query) => 1,
                () if entry.name.contains(query) => 2,
                () if entry.prompt.contains(query) => 3,
                () if words.iter().all(|word| entry.both.contains(word)) => 4,
                () => continue,
            };
            hits.push((rank, order));
        }
        if hits.is_empty() {
            return self.find_letters(query);
        }
        hits.sort_unstable();
        hits.into_iter().map(|(_, order)| self.entries[order].node).collect()
    }

    /// The places that contain the letters of each word in order, best first.
    fn find_letters(&mut self, query: &str) -> Vec<NodeId> {
        let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let mut buffer = Vec::new();
        let mut hits = Vec::new();
        for (order, entry) in self.entries.iter().enumerate() {
            let text = Utf32Str::new(&entry.both, &mut buffer);
            if let Some(score) = pattern.score(text, &mut self.matcher) {
                hits.push((std::cmp::Reverse(score), order));
            }
        }
        hits.sort_unstable();
        hits.into_iter().map(|(_, order)| self.entries[order].node).collect()
    }
}
