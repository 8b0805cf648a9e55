//! Statements that open or close something: entries, blocks, files, variables.

use super::{Block, BlockKind, Entry, MOST_BLOCKS, Parser};
use crate::diag::Code;
use crate::dialect::Feature;
use crate::dollar;
use crate::event::Event;
use crate::preprocess::Flavour;
use crate::token::{Keyword, Kind, Token};

/// The forms of `source`.
#[derive(Clone, Copy)]
pub(super) struct Source {
    /// The path is relative to the sourcing file.
    relative: bool,
    /// It is no error if nothing is there.
    optional: bool,
}

impl Source {
    pub(super) const PLAIN: Source = Source { relative: false, optional: false };

    /// The form with this spelling, where it is not a keyword.
    fn of(word: &str) -> Option<Source> {
        let (relative, optional) = match word {
            "rsource" => (true, false),
            "osource" | "gsource" => (false, true),
            "orsource" | "grsource" => (true, true),
            _ => return None,
        };
        Some(Source { relative, optional })
    }
}

impl Parser<'_> {
    /// A line that begins with a word: an assignment, or a statement that only some dialects have.
    pub(super) fn word(&mut self) {
        let word = self.token;
        if self.reference.in_choice() && !self.is_statement(word) {
            // Before the next token, which may have findings of its own.
            self.reference_faults("invalid statement");
            self.flush();
        }
        self.advance();
        match self.token.kind {
            Kind::Equal if self.assignable() => return self.assignment(word, Flavour::Recursive),
            Kind::ColonEqual if self.assignable() => return self.assignment(word, Flavour::Simple),
            Kind::PlusEqual if self.assignable() => return self.assignment(word, Flavour::Append),
            _ => {}
        }
        let text = self.text(word).to_owned();
        let prose = self.prose;
        self.prose = false;
        if let Some((property, feature)) = super::attr::Property::of_word(&text) {
            self.other_dialect(feature, word);
            return self.property_after(property, word);
        }
        if let Some(form) = Source::of(&text) {
            self.other_dialect(Feature::RelativeSource, word);
            return self.source_after(form);
        }
        if text == "configdefault" {
            self.other_dialect(Feature::ConfigDefault, word);
            return self.config_after(Entry::ConfigDefault, false);
        }
        self.prose = prose;
        self.unknown(word);
        self.finish_line();
    }

    /// Whether a word begins a statement or a property in this dialect.
    fn is_statement(&self, word: Token) -> bool {
        let text = self.text(word);
        super::attr::Property::of_word(text).is_some_and(|(_, feature)| self.has(feature))
            || Source::of(text).is_some() && self.has(Feature::RelativeSource)
            || text == "configdefault" && self.has(Feature::ConfigDefault)
    }

    /// Whether an assignment may stand here.
    fn assignable(&self) -> bool {
        !self.in_choice()
    }

    fn assignment(&mut self, name: Token, flavour: Flavour) {
        let word = name;
        let name = self.text(name).to_owned();
        if self.after_help && !self.has(Feature::LooseLineEnds) {
            // To the reference program what stands behind the operator are words like any other.
            self.advance();
            if !matches!(self.token.kind, Kind::LineEnd | Kind::End) {
                self.refused_assignment = true;
                self.unknown(word);
                self.refused_assignment = false;
                return self.finish_line();
            }
            let span = self.statement_span();
            self.macros.assign(&name, flavour, "", span);
            self.entry = Entry::None;
            self.begin();
            self.emit(Event::Assignment, span);
            return self.finish_line();
        }
        let open = self.files.len() - 1;
        let (text, span) = self.files[open].lexer.rest_of_line();
        let text = text.to_owned();
        let span = self.lexer().span(self.start, span.end.max(self.token.end));
        let line_break = self.lexer().source().as_bytes().get(span.end as usize) == Some(&b'\n');
        let after = span.end + u32::from(line_break);
        let after = self.lexer().span(after, after);
        self.macros.assign_before(after, &name, flavour, &text, span);
        self.entry = Entry::None;
        self.orphans = false;
        self.prose = false;
        self.reference.opened();
        self.emit(Event::Assignment, span);
        self.advance();
        self.end = span.end;
        self.finish_line();
    }

    pub(super) fn config(&mut self, entry: Entry, menu: bool) {
        if menu && self.in_choice() && !self.has(Feature::OpenChoices) {
            self.not_in_choice(
                "a choice holds `config`, `comment` and `if` only",
                "write `config`",
                Some(Feature::OpenChoices),
            );
        }
        self.advance();
        self.config_after(entry, menu);
    }

    fn config_after(&mut self, entry: Entry, menu: bool) {
        self.begin();
        let Some((name, name_span)) = self.name("the name of a symbol") else {
            self.entry = Entry::Broken;
            return self.finish_line();
        };
        self.entry = entry;
        self.line_end();
        let span = self.statement_span();
        self.symbol = Some((name, span));
        match entry {
            Entry::ConfigDefault => self.emit(Event::ConfigDefault { name, name_span }, span),
            _ => self.emit(Event::Config { name, menu, name_span }, span),
        }
        if self.reference.skipping() || self.is_unfinished() {
            self.emit(Event::Broken, span);
        }
        self.finish_line();
    }

    pub(super) fn choice(&mut self) {
        let nested = self.in_choice();
        if nested {
            self.not_in_choice(
                "a choice cannot hold a choice",
                "close the outer one with `endchoice` first",
                None,
            );
        }
        self.advance();
        self.begin();
        let mut name = None;
        if self.is_word(self.token) {
            if !self.has(Feature::NamedChoices) {
                let message = format!("a choice has no name: `{}`", self.text(self.token));
                self.refused(Feature::NamedChoices, message, "remove the name");
            }
            name = self.name("the name of the choice").map(|(name, _)| name);
        }
        self.line_end();
        let block = self.block(BlockKind::Choice, nested);
        self.entry = if nested { Entry::Broken } else { Entry::Choice };
        if !block.silent {
            self.emit(Event::Choice { name }, block.span);
        }
        if self.reference.skipping() || self.is_unfinished() {
            self.emit(Event::Broken, block.span);
        }
        self.finish_line();
    }

    pub(super) fn menu(&mut self) {
        let inside = self.in_choice();
        if inside {
            self.not_in_choice("a choice cannot hold a menu", "put the menu around the choice", None);
        }
        self.advance();
        self.begin();
        let title = self.quoted("the title of a menu");
        if title.is_some() {
            self.line_end();
        }
        self.skip_line();
        let unfinished = self.is_unfinished();
        let block = self.block(BlockKind::Menu, inside || title.is_none() || unfinished);
        self.entry = if block.silent { Entry::Broken } else { Entry::Menu };
        if let (Some(title), false) = (title, block.silent) {
            self.emit_text(title, block.span, |text| Event::Menu(text));
        }
        self.finish_line();
    }

    pub(super) fn if_block(&mut self) {
        self.advance_to_operand();
        self.begin();
        let condition = self.expression();
        if condition.is_ok() {
            self.line_end();
        }
        self.skip_line();
        let block = self.block(BlockKind::If, condition.is_err());
        self.entry = Entry::None;
        if let (Ok(condition), false) = (condition, block.silent) {
            self.emit(Event::If(condition), block.span);
        }
        self.finish_line();
    }

    /// Opens a block whose head was just read.
    fn block(&mut self, kind: BlockKind, silent: bool) -> Block {
        let span = self.statement_span();
        if self.blocks.len() >= MOST_BLOCKS && !self.too_deep {
            self.too_deep = true;
            let message = format!("more than {MOST_BLOCKS} blocks are open");
            let found = self
                .error(Code::TOO_DEEP, span, message)
                .help("close menus, choices and ifs where they end; is an end statement missing in a loop?");
            self.report(found.classic(" memory exhausted").fatal());
        }
        let block = Block { kind, span, silent: silent || self.blocks.len() >= MOST_BLOCKS };
        self.blocks.push(block);
        if self.around().is_some()
            && let Some(open) = self.files.last_mut()
        {
            open.blocks = self.blocks.len();
        }
        if self.token.kind != Kind::End {
            let spot = self.spot();
            self.reference.block(kind.text(), spot);
        }
        block
    }

    pub(super) fn comment(&mut self) {
        self.advance();
        self.begin();
        self.entry = Entry::Broken;
        if let Some(text) = self.quoted("the text of a comment") {
            self.entry = Entry::Comment;
            self.line_end();
            let span = self.statement_span();
            self.emit_text(text, span, |text| Event::Comment(text));
        }
        self.finish_line();
    }

    pub(super) fn mainmenu(&mut self) {
        let late = !self.first && !self.has(Feature::LateMainmenu);
        if late {
            let found = self
                .error(Code::MAINMENU_PLACE, self.span(self.token), "`mainmenu` must be the first statement")
                .help(format!(
                    "move it to the first line of the first file, before every other statement; {}",
                    super::recovery::accepting(Feature::LateMainmenu)
                ));
            self.fault(found);
        }
        self.advance();
        self.begin();
        self.entry = Entry::None;
        self.reference.mainmenu = !late;
        if let Some(title) = self.quoted("the title of the configuration") {
            self.line_end();
            if !late {
                let span = self.statement_span();
                let text = self.text(title).to_owned();
                let text = if self.has(Feature::DollarNames) { self.expand_names(&text) } else { text };
                self.emit(Event::Mainmenu(text.into()), span);
            }
        }
        self.reference.mainmenu = false;
        self.finish_line();
    }

    pub(super) fn end_block(&mut self, kind: BlockKind) {
        let keyword = self.token;
        if self.reference.blocks.is_empty() {
            self.reference_faults("invalid statement");
            self.flush();
        }
        self.advance();
        self.begin();
        self.entry = Entry::None;
        self.line_end();
        let span = self.statement_span();
        self.reference_end(kind);
        // After the end of an unfinished last line, the reference program is in the file around.
        let inner = self.around().map_or(0, |_| 1);
        let base = self.files.iter().rev().nth(inner).map_or(0, |open| open.blocks);
        match self.blocks[base..].iter().rposition(|block| block.kind == kind) {
            Some(index) => {
                let index = base + index;
                self.forced_ends(index, keyword);
                while self.blocks.len() > index {
                    self.close_block(span);
                }
                if let Some(open) = self.files.last_mut() {
                    open.blocks = open.blocks.min(index);
                }
            }
            None => self.stray_end(kind, base, keyword),
        }
        self.finish_line();
    }

    pub(super) fn source(&mut self, form: Source) {
        if self.in_choice() && !self.has(Feature::OpenChoices) {
            self.not_in_choice(
                "a choice cannot source a file",
                "write the members here, or put the whole choice into the file",
                Some(Feature::OpenChoices),
            );
        }
        self.advance();
        self.source_after(form);
    }

    fn source_after(&mut self, form: Source) {
        self.begin();
        self.entry = Entry::None;
        let Some(path) = self.quoted("the path of a file") else { return self.finish_line() };
        let mut path = self.text(path).to_owned();
        self.line_end();
        let span = self.statement_span();
        let refused = self.reference.skipping();
        self.line_done();
        if self.token.kind == Kind::End {
            return;
        }
        if refused {
            return self.advance();
        }
        if self.has(Feature::DollarNames) {
            path = self.expand_names(&path);
        }
        if form.relative {
            let here = self.macros.parsed.sources.file(self.lexer().file()).name();
            if let Some((folder, _)) = here.rsplit_once('/') {
                path = format!("{folder}/{path}");
            }
        }
        let pattern = self.has(Feature::Globs) && path.contains(['*', '?', '[']);
        if !pattern && !form.optional {
            return self.open(Some(span), vec![path].into_iter());
        }
        self.macros.parsed.globs.push(path.clone());
        let found = match self.loader.glob(&path) {
            Ok(found) => found,
            Err(why) => {
                self.unreadable(&path, Some(span), &why);
                Vec::new()
            }
        };
        if found.is_empty() && !form.optional {
            self.no_match(&path, span);
        }
        self.open(Some(span), found.into_iter());
    }

    /// `$NAME` and `${NAME}` in a path or title, from the variables, the environment and the symbols that stand for it.
    fn expand_names(&mut self, path: &str) -> String {
        let Parser { macros, bounce, .. } = self;
        dollar::expanded(path, |name| match (macros.value(name), bounce.get(name)) {
            (Some(value), _) => Some(value),
            (None, Some(variable)) => macros.value(variable),
            (None, None) => None,
        })
    }

    /// The open blocks that the listener was told of, innermost first. Deeper ones than `MOST_BLOCKS` are all silent:
    /// to look through them for each statement would take a square of time.
    pub(super) fn told_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks[..self.blocks.len().min(MOST_BLOCKS)].iter().rev().filter(|block| !block.silent)
    }

    /// Whether the innermost block that is not an `if` is a choice.
    pub(super) fn in_choice(&self) -> bool {
        if self.faults > 0 {
            // From the first fault on the reference program has its own idea of what is open.
            return self.reference.in_choice();
        }
        let innermost = self.told_blocks().find(|block| block.kind != BlockKind::If);
        innermost.is_some_and(|block| block.kind == BlockKind::Choice)
    }

    /// A statement begins that is not a property.
    fn begin(&mut self) {
        self.orphans = false;
        self.prose = false;
        self.reference.opened();
    }

    /// Whether a word begins a statement in some dialect.
    pub(super) fn statement_words() -> impl Iterator<Item = &'static str> {
        let reserved = Keyword::ALL.iter().filter(|keyword| **keyword != Keyword::On);
        reserved.map(|keyword| keyword.text()).chain(["configdefault", "rsource", "osource", "orsource"])
    }
}
