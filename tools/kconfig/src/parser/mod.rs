//! From files to events: recursive descent that never gives up.
//!
//! P1. Every statement consumes its line, so the loop ends.
//! P2. `blocks[files[i].blocks..]` are the blocks that file i opened; they are closed before the file is.
//! P3. Neither files nor blocks nor expressions recurse on the program's stack.
//!
//! What was understood is told to the [`Sink`] at once; what was not is a diagnostic. Knows nothing of what the
//! statements mean together.
//!
//! Long because the state that all statements share is here.
#![allow(clippy::redundant_closure)] // a variant of `Event` takes text of one lifetime, a closure text of any

mod attr;
mod entry;
mod expr;
mod recovery;
mod reference;

pub use crate::parse::{Options, Parsed};

use crate::bytes;
use crate::diag::{Code, Diagnostic, Severity};
use crate::dialect::{Dialect, Feature};
use crate::event::{Event, Sink};
use crate::expr::ExprId;
use crate::intern::{FastBuild, Name};
use crate::lexer::{Ending, Expand, Lexer};
use crate::preprocess::{Macros, Undecided};
use crate::source::{LARGEST_FILE, Loader};
use crate::span::{FileId, Span};
use crate::token::{Content, Keyword, Kind, Token};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Reads the tree that begins with the file `root` and tells `sink` every statement, in source order.
///
/// Never fails: what is wrong is in [`Parsed::diagnostics`], and the events are balanced in any case.
/// Names and expressions in the events are numbers that [`Parsed`] resolves afterwards.
/// O(bytes read), macros apart.
///
/// ```
/// use kconfig::event::{Event, Sink};
/// use kconfig::parser::{Options, parse};
/// use kconfig::{dialect::Dialect, preprocess::Process, shell::Deny, source::Memory, span::Span};
///
/// struct Count(usize);
/// impl Sink for Count {
///     fn event(&mut self, event: Event<'_>, _: Span) {
///         self.0 += usize::from(matches!(event, Event::Config { .. }));
///     }
/// }
///
/// let loader = Memory::default().with("Kconfig", "config A\n\tbool \"first\"\n");
/// let options =
///     Options { dialect: Dialect::default(), loader: &loader, shell: &Deny, environment: &Process };
/// let mut count = Count(0);
/// let parsed = parse("Kconfig", &options, &mut count);
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(count.0, 1);
/// ```
pub fn parse(root: &str, options: &Options<'_>, sink: &mut dyn Sink) -> Parsed {
    // Nothing is deferred, so nothing is undecided.
    parse_with(root, options, sink, false).unwrap_or_default()
}

/// As [`parse`], but goes on reading while commands run whose answers are operands. `Undecided`: an answer decided how
/// the text is read, so that it has to be read again by [`parse`]; the listener was told what does not count.
pub(crate) fn parse_ahead(
    root: &str,
    options: &Options<'_>,
    sink: &mut dyn Sink,
) -> Result<Parsed, Undecided> {
    parse_with(root, options, sink, true)
}

fn parse_with(
    root: &str,
    options: &Options<'_>,
    sink: &mut dyn Sink,
    ahead: bool,
) -> Result<Parsed, Undecided> {
    let mut parser = Parser {
        macros: Macros::new(*options),
        ahead,
        loader: options.loader,
        sink,
        files: Vec::new(),
        token: Token { kind: Kind::End, start: 0, end: 0, content: Content::Plain(0, 0) },
        start: 0,
        end: 0,
        blocks: Vec::new(),
        forced: Vec::new(),
        entry: Entry::None,
        property: false,
        orphans: false,
        prose: false,
        faults: 0,
        counted: 0,
        after_help: false,
        refused_assignment: false,
        helped: false,
        refused_prose: false,
        closed_by: None,
        first: true,
        too_deep: false,
        read: (0, 0),
        sourced: HashMap::default(),
        too_much: false,
        lossy: false,
        reference: reference::Reference::default(),
        help: String::new(),
        work: expr::Work::default(),
        symbol: None,
        bounce: HashMap::new(),
    };
    // Their numbers are known to the listener: see `is_constant`.
    for word in ["n", "m", "y"] {
        parser.macros.parsed.names.intern(word);
    }
    parser.open(None, vec![root.to_owned()].into_iter());
    while !parser.files.is_empty() {
        match parser.token.kind {
            Kind::End => parser.close_file(),
            _ => parser.statement(),
        }
    }
    parser.macros.finish()
}

/// The deepest nesting of blocks that is told to the listener.
const MOST_BLOCKS: usize = 1000;
/// The deepest nesting of files.
const MOST_FILES: usize = 1000;
/// How many files are read in all, and how many bytes: two files that each source the next one twice, and so on, have
/// no end that anybody would see.
const MOST_READINGS: usize = 1 << 18;
const MOST_BYTES: usize = 256 << 20;

/// What the properties that follow belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Entry {
    /// Nothing.
    None,
    /// A `config` or `menuconfig`.
    Config,
    /// A `configdefault`.
    ConfigDefault,
    /// The head of a `choice`.
    Choice,
    /// The head of a `menu`.
    Menu,
    /// A `comment`.
    Comment,
    /// Something that was not understood: its properties are read and dropped.
    Broken,
}

/// What `endmenu`, `endchoice` and `endif` close.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum BlockKind {
    Menu,
    Choice,
    If,
}

impl BlockKind {
    fn text(self) -> &'static str {
        match self {
            BlockKind::Menu => "menu",
            BlockKind::Choice => "choice",
            BlockKind::If => "if",
        }
    }
}

/// A block that is open.
#[derive(Clone, Copy)]
struct Block {
    kind: BlockKind,
    span: Span,
    /// The listener was not told.
    silent: bool,
}

/// A file that is being read.
struct Open {
    lexer: Lexer,
    /// How many blocks were open when it began.
    blocks: usize,
    source: Option<Span>,
    /// The file that the last line belongs to if it has no line break.
    unfinished: Option<FileId>,
    /// What the same `source` statement names besides.
    further: std::vec::IntoIter<String>,
}

struct Parser<'a> {
    macros: Macros<'a>,
    /// Whether operands may be deferred.
    ahead: bool,
    loader: &'a dyn Loader,
    sink: &'a mut dyn Sink,
    files: Vec<Open>,
    /// The token that was not consumed yet.
    token: Token,
    /// Where the present statement begins.
    start: u32,
    /// Where the last consumed token ends.
    end: u32,
    blocks: Vec<Block>,
    /// Blocks of the present file that were closed for want of an end: a late end is no further error.
    forced: Vec<BlockKind>,
    entry: Entry,
    /// The present statement is a property.
    property: bool,
    /// A property without entry was reported, and those right after it are no further error.
    orphans: bool,
    /// The last statement was a help text, or prose after it.
    prose: bool,
    /// The last statement was a help text: to the reference program no assignment can follow.
    after_help: bool,
    /// Why the present statement is refused.
    refused_assignment: bool,
    /// The present statement is a help text.
    helped: bool,
    /// How many lines the reference program did not understand.
    faults: usize,
    /// How many findings the listener knows of.
    counted: usize,
    /// The text of a refused help: what is wrong in it is part of that mistake.
    refused_prose: bool,
    /// The statement that ended the last entry.
    closed_by: Option<Span>,
    /// No statement was read yet.
    first: bool,
    too_deep: bool,
    /// How many files were read, and how many bytes.
    read: (usize, usize),
    /// The first reading of each name, in dialects that want no second one.
    sourced: HashMap<String, FileId, FastBuild>,
    /// That there is too much to read was reported: no further file is read.
    too_much: bool,
    /// The last file that was read was not UTF-8.
    lossy: bool,
    reference: reference::Reference,
    help: String,
    work: expr::Work,
    /// The symbol whose entry was opened last.
    symbol: Option<(Name, Span)>,
    /// The environment variables that symbols stand for, by the names of the symbols.
    bounce: HashMap<String, String>,
}

impl Parser<'_> {
    fn dialect(&self) -> Dialect {
        self.macros.dialect()
    }

    fn has(&self, feature: Feature) -> bool {
        self.dialect().has(feature)
    }

    fn lexer(&self) -> &Lexer {
        &self.files[self.files.len() - 1].lexer
    }

    fn text(&self, token: Token) -> &str {
        self.lexer().text(token)
    }

    fn span(&self, token: Token) -> Span {
        self.lexer().span(token.start, token.end)
    }

    /// The present statement, up to the last consumed token. That of an unfinished last line lies in a file of its own:
    /// to the reference program it is a line of the file around.
    fn statement_span(&self) -> Span {
        let span = self.lexer().span(self.start, self.end.max(self.start));
        match self.files.last().and_then(|open| open.unfinished) {
            Some(file) => Span { file, ..span },
            None => span,
        }
    }

    fn intern(&mut self, token: Token) -> Name {
        let lexer = &self.files[self.files.len() - 1].lexer;
        self.macros.parsed.names.intern(lexer.text(token))
    }

    /// Consumes the present token.
    fn advance(&mut self) {
        if !matches!(self.token.kind, Kind::LineEnd | Kind::End) {
            self.end = self.token.end;
        }
        if self.token.kind != Kind::End {
            self.reference.shift();
        }
        if let Some(open) = self.files.last_mut() {
            self.token = open.lexer.next(&mut self.macros);
        }
        if self.token.kind == Kind::LineEnd {
            self.note_unfinished();
        }
    }

    /// The line of the present line end belongs to a file of its own if it is the last one, without a line break.
    #[inline(never)]
    fn note_unfinished(&mut self) {
        if let (Some(around), Some(open)) = (self.around(), self.files.last_mut())
            && open.unfinished.is_none()
        {
            let name = self.macros.parsed.sources.file(around).name().to_owned();
            let text = Arc::clone(open.lexer.source());
            open.unfinished = Some(self.macros.parsed.sources.add(name, text, open.source));
        }
    }

    /// Consumes the present token, behind which an operand of an expression may stand.
    fn advance_to_operand(&mut self) {
        self.macros.may_defer = self.ahead;
        self.advance();
        self.macros.may_defer = false;
    }

    /// Tells how many findings there are, if there are more than before.
    fn count_findings(&mut self) {
        let count = self.macros.parsed.diagnostics.len();
        if count != std::mem::replace(&mut self.counted, count) {
            self.sink.findings(count);
        }
    }

    fn emit(&mut self, event: Event<'_>, span: Span) {
        self.count_findings();
        self.sink.event(event, span);
    }

    /// Emits an event that holds the text of a token of this line.
    fn emit_text(&mut self, token: Token, span: Span, event: impl for<'t> FnOnce(Cow<'t, str>) -> Event<'t>) {
        self.count_findings();
        let text = self.files[self.files.len() - 1].lexer.text(token);
        self.sink.event(event(Cow::Borrowed(text)), span);
    }

    /// One statement. The present token is the first of a line.
    fn statement(&mut self) {
        self.start = self.token.start;
        if let Some(open) = self.files.last_mut() {
            open.lexer.begin(self.start);
        }
        self.property = false;
        let entry = self.entry;
        let understood = self.faults;
        if !self.goes_on(self.token) {
            let span = self.lexer().span(self.start, self.start);
            self.emit(Event::Next { in_choice: self.reference.in_choice() }, span);
        }
        match self.token.kind {
            Kind::Keyword(keyword) => self.keyword(keyword),
            Kind::Word => self.word(),
            _ => self.invalid(),
        }
        if entry != Entry::None && self.entry == Entry::None {
            self.closed_by =
                self.files.last().map(|open| open.lexer.span(self.start, self.end.max(self.start)));
        }
        self.first = false;
        self.after_help = std::mem::replace(&mut self.helped, false);
        self.refused_prose &= understood != self.faults;
        self.flush();
    }

    /// Whether the first file has ended within the present statement, which is none then.
    fn is_unfinished(&self) -> bool {
        self.token.kind == Kind::End && !self.has(Feature::LooseLineEnds)
    }

    /// Whether a token begins a property of the entry that is open.
    fn goes_on(&self, token: Token) -> bool {
        let property = match token.kind {
            Kind::Keyword(keyword) => attr::Property::of(keyword),
            Kind::Word => attr::Property::of_word(self.text(token))
                .and_then(|(property, feature)| self.has(feature).then_some(property)),
            _ => None,
        };
        property.is_some_and(|property| {
            self.entry == Entry::None || property.belongs_to(self.entry, self.dialect())
        })
    }

    fn keyword(&mut self, keyword: Keyword) {
        let prose = std::mem::replace(&mut self.prose, false);
        if let Some(property) = attr::Property::of(keyword) {
            self.property(property);
            return;
        }
        match keyword {
            Keyword::Config => self.config(Entry::Config, false),
            Keyword::Menuconfig => self.config(Entry::Config, true),
            Keyword::Choice => self.choice(),
            Keyword::Menu => self.menu(),
            Keyword::If => self.if_block(),
            Keyword::Comment => self.comment(),
            Keyword::Mainmenu => self.mainmenu(),
            Keyword::Source => self.source(entry::Source::PLAIN),
            Keyword::EndMenu => self.end_block(BlockKind::Menu),
            Keyword::EndChoice => self.end_block(BlockKind::Choice),
            Keyword::EndIf => self.end_block(BlockKind::If),
            _ => {
                self.prose = prose;
                self.invalid();
            }
        }
    }

    /// Whether a token can be a symbol's name here.
    fn is_word(&self, token: Token) -> bool {
        match token.kind {
            Kind::Word => true,
            Kind::Keyword(Keyword::If) => false,
            Kind::Keyword(_) => self.has(Feature::ContextualKeywords),
            _ => false,
        }
    }

    /// Consumes a symbol's name.
    fn name(&mut self, what: &str) -> Option<(Name, Span)> {
        if !self.is_word(self.token) {
            self.expected(what);
            return None;
        }
        let (name, span) = (self.intern(self.token), self.span(self.token));
        self.advance();
        Some((name, span))
    }

    /// Consumes a text: in quotes, or in some dialects a word.
    fn quoted(&mut self, what: &str) -> Option<Token> {
        let token = self.token;
        if token.kind != Kind::Quoted {
            if !self.is_word(token) {
                self.expected(what);
                return None;
            }
            if !self.has(Feature::UnquotedText) {
                let message = format!("{what} stands in quotes: `\"{}\"`", self.text(token));
                self.refused(Feature::UnquotedText, message, "put it in quotes");
            }
        }
        self.advance();
        Some(token)
    }

    /// Consumes `if condition`, where it stands; `Err` after a fault.
    fn condition(&mut self) -> Result<Option<ExprId>, recovery::Faulty> {
        if self.token.kind != Kind::Keyword(Keyword::If) {
            return Ok(None);
        }
        self.advance_to_operand();
        self.expression().map(Some)
    }

    /// Goes to the end of the line, which is due here.
    fn line_end(&mut self) {
        if !matches!(self.token.kind, Kind::LineEnd | Kind::End) {
            self.trailing();
        }
        self.skip_line();
    }

    fn skip_line(&mut self) {
        while !matches!(self.token.kind, Kind::LineEnd | Kind::End) {
            self.advance();
        }
    }

    /// Consumes the end of the line, and what may stand before it.
    fn finish_line(&mut self) {
        self.skip_line();
        self.line_done();
        if self.token.kind == Kind::LineEnd {
            self.advance();
        }
    }

    /// The end of the line was reached and is about to be consumed.
    fn line_done(&mut self) {
        if self.token.kind == Kind::LineEnd {
            if self.reference.skipping {
                let here = self.here();
                self.reference.line_end(&here);
            }
            // Before the next line is read, whose macros may have findings of their own.
            self.flush();
        } else if self.lexer().mid_line() {
            self.no_line_break();
        }
    }

    /// Begins the first of some files that can be read. The `source` statement was consumed but for its line end;
    /// if there is no such file, reading goes on after it.
    fn open(&mut self, source: Option<Span>, mut paths: std::vec::IntoIter<String>) {
        while let Some(path) = paths.next() {
            let Some(text) = self.load(&path, source) else { continue };
            let once = self.has(Feature::SourceOnce).then(|| path.clone());
            let file = self.macros.parsed.sources.add(path, Arc::clone(&text), source);
            if let Some(path) = once {
                self.sourced.entry(path).or_insert(file);
            }
            if self.lossy
                && let Some(at) = text.find(bytes::is_byte)
            {
                let (start, length) = (at as u32, bytes::stand_in(0).len_utf8() as u32);
                self.not_utf8(Span { file, start, end: start + length });
            }
            let ending = match source {
                _ if self.has(Feature::LooseLineEnds) => Ending::Loose,
                Some(_) => Ending::Warned,
                None => Ending::Missing,
            };
            let lexer = Lexer::new(text, file, self.dialect(), ending);
            self.files.push(Open {
                lexer,
                blocks: self.blocks.len(),
                source,
                unfinished: None,
                further: paths,
            });
            self.entry = Entry::None;
            self.emit(Event::Source(file), source.unwrap_or(Span { file, start: 0, end: 0 }));
            // The line end of the `source` statement is consumed here.
            self.token = Token { kind: Kind::LineEnd, start: 0, end: 0, content: Content::Plain(0, 0) };
            break;
        }
        self.advance();
    }

    /// Reads a file; `None` after a finding that says why not.
    fn load(&mut self, path: &str, source: Option<Span>) -> Option<Arc<str>> {
        if let Some(at) = source {
            let sources = &self.macros.parsed.sources;
            if self.files.iter().any(|open| sources.file(open.lexer.file()).name() == path) {
                self.recursive_inclusion(path, at);
                return None;
            }
            if self.too_much {
                return None;
            }
            if self.files.len() >= MOST_FILES {
                self.inclusion_too_deep(at);
                return None;
            }
            if self.read.0 >= MOST_READINGS || self.read.1 >= MOST_BYTES {
                self.too_much_input(at);
                return None;
            }
            if self.has(Feature::SourceOnce) {
                self.check_sourced_once(path, at);
            }
        }
        let loaded = self.loader.load(path).and_then(|bytes| match bytes.len() {
            // Whatever the loader is: places in a file are numbers of 32 bits.
            length if length as u64 > LARGEST_FILE => Err(io::ErrorKind::FileTooLarge.into()),
            _ => Ok(bytes),
        });
        if let Ok(bytes) = &loaded {
            self.read = (self.read.0 + 1, self.read.1 + bytes.len());
        }
        match loaded.map(String::from_utf8) {
            Ok(Ok(text)) if !bytes::has_bytes(&text) => {
                self.lossy = false;
                Some(Arc::from(text))
            }
            Ok(read) => {
                self.lossy = true;
                let read = read.map_or_else(|error| error.into_bytes(), String::into_bytes);
                Some(Arc::from(bytes::decode(&read)))
            }
            Err(why) => {
                self.unreadable(path, source, &why);
                None
            }
        }
    }

    fn close_file(&mut self) {
        let Some(open) = self.files.last() else { return };
        let (base, source, file) = (open.blocks, open.source, open.lexer.file());
        let end = open.lexer.source().len() as u32;
        let span = Span { file, start: end, end };
        self.start = end;
        if self.files.len() > 1 && self.blocks.len() > base {
            self.faults += 1;
        }
        if self.files.len() == 1 {
            self.emit(Event::Next { in_choice: self.reference.in_choice() }, span);
        }
        self.unclosed_at_end(base, span);
        while self.blocks.len() > base {
            self.close_block(span);
        }
        self.flush();
        self.emit(Event::EndSource(file), span);
        // The properties of an entry may go on in the file around.
        if self.has(Feature::LooseLineEnds) {
            self.entry = Entry::None;
        }
        self.prose = false;
        self.forced.clear();
        let further = self.files.pop().map(|open| open.further).unwrap_or_default();
        self.open(source, further);
    }

    /// Closes the innermost block.
    fn close_block(&mut self, span: Span) {
        let Some(block) = self.blocks.pop() else { return };
        if block.silent {
            return;
        }
        let event = match block.kind {
            BlockKind::Menu => Event::EndMenu,
            BlockKind::Choice => Event::EndChoice,
            BlockKind::If => Event::EndIf,
        };
        self.emit(event, span);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.macros.report(diagnostic);
    }

    fn error(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, span, message)
    }
}
