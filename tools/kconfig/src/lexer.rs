//! Tokens of one file, made one at a time and without copying.
//!
//! Macros are somebody else's business: when the lexer meets `$(`, it calls [`Expand::expand`] and goes on with
//! what that returns. Knows nothing of statements, except that the parser asks for a help text or for the rest of
//! an assignment where one is due.
//!
//! Long because each kind of token has its rule here.

use crate::bytes;
use crate::diag::{Code, Diagnostic, Severity};
use crate::dialect::{Dialect, Feature};
use crate::dollar;
use crate::span::{FileId, Span};
use crate::token::{Content, Keyword, Kind, Token};
use memchr::memchr;
use std::sync::Arc;

/// What the lexer needs from outside: the one seam to the macros.
pub trait Expand {
    /// The value of an environment variable, for dialects that expand `$NAME` in quotes.
    fn variable(&mut self, name: &str) -> Option<String> {
        let _ = name;
        None
    }

    /// Expands the reference that begins at the start of `rest`, which begins with `$(` and ends with the line.
    /// Appends the result to `out` and returns how many bytes of `rest` the reference takes, at least 1.
    fn expand(&mut self, rest: &str, at: Span, out: &mut String) -> usize;

    /// What the last expansion is, if it is the answer of a command that may still be running and nothing else: its
    /// number. Nothing was appended then. To be asked once after each expansion.
    fn deferred(&mut self) -> Option<u32> {
        None
    }

    /// Waits for a deferred answer.
    fn settle(&mut self, number: u32) -> String {
        let _ = number;
        String::new()
    }

    /// Takes a finding.
    fn report(&mut self, diagnostic: Diagnostic);

    /// Takes a line of the reference program's output that belongs to the finding before it.
    /// Without a span, it is line 0 of the file.
    fn report_again(&mut self, file: FileId, at: Option<Span>, classic: &str);
}

/// How the last line of a file without a final line break ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Silently: the dialect does not mind.
    Loose,
    /// With a warning, as in every file that another one sources.
    Warned,
    /// Not at all: the parser sees the end of the file where the end of a line is due.
    Missing,
}

/// Reads one file.
pub struct Lexer {
    text: Arc<str>,
    file: FileId,
    position: usize,
    /// Where the last statement begins of which a token was handed out.
    statement: Option<u32>,
    /// No token of this line was handed out yet: a line break here is not a token.
    fresh: bool,
    ending: Ending,
    dialect: Dialect,
    /// The first word of a line was handed out: what follows are its arguments.
    arguments: bool,
    /// Where the line of the last reference ends: a line can hold thousands of them.
    line_end: usize,
    /// The texts of [`Content::Cooked`], of the present line only.
    cooked: Vec<String>,
    cooked_len: usize,
    warned_carriage_return: bool,
}

impl Lexer {
    /// Begins at the start of a file.
    pub fn new(text: Arc<str>, file: FileId, dialect: Dialect, ending: Ending) -> Lexer {
        Lexer {
            text,
            file,
            position: 0,
            statement: None,
            fresh: true,
            ending,
            dialect,
            arguments: false,
            line_end: 0,
            cooked: Vec::new(),
            cooked_len: 0,
            warned_carriage_return: false,
        }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The text of the file.
    pub fn source(&self) -> &Arc<str> {
        &self.text
    }

    /// The text of a token of the present line.
    pub fn text(&self, token: Token) -> &str {
        match token.content {
            Content::Plain(start, end) => &self.text[start as usize..end as usize],
            Content::Cooked(index) => &self.cooked[index as usize],
            // As it was written: only an operand can be deferred, and there nobody asks for the text.
            Content::Deferred(_) => &self.text[token.start as usize..token.end as usize],
        }
    }

    /// A span of this file.
    pub fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.file, start, end }
    }

    /// A statement begins at this place: its first token was handed out.
    pub fn begin(&mut self, start: u32) {
        self.statement = Some(start);
    }

    /// Whether the present line has handed out a token.
    pub fn mid_line(&self) -> bool {
        !self.fresh
    }

    /// The next token. After the end of a line the texts of its cooked tokens are gone.
    pub fn next(&mut self, outside: &mut dyn Expand) -> Token {
        if self.fresh {
            self.cooked_len = 0;
        }
        loop {
            let rest = &self.text.as_bytes()[self.position..];
            let blanks = rest.iter().position(|byte| !is_blank(*byte));
            let Some(blanks) = blanks else {
                self.position = self.text.len();
                return self.end(outside);
            };
            let byte = rest[blanks];
            self.position += blanks;
            let start = self.position;
            match byte {
                _ if NAME[byte as usize] => {
                    let rest = &self.text.as_bytes()[start..];
                    let length = rest.iter().position(|byte| !NAME[*byte as usize]).unwrap_or(rest.len());
                    self.position += length;
                    // Nearly every word ends there.
                    if !rest.get(length).is_some_and(|byte| self.in_word(*byte)) {
                        return self.plain_word(start);
                    }
                    self.position = start;
                    if let Some(token) = self.word(outside) {
                        return token;
                    }
                }
                b'\n' => {
                    self.position += 1;
                    if !self.fresh {
                        return self.line_end(start);
                    }
                }
                b'#' => self.position = self.line_break(start),
                b'\\' if self.byte(1) == Some(b'\n') => self.position += 2,
                b'"' | b'\'' => return self.quoted(byte, outside),
                b'=' => return self.operator(Kind::Equal, 1),
                b'(' => return self.operator(Kind::Open, 1),
                b')' => return self.operator(Kind::Close, 1),
                b'!' if self.byte(1) == Some(b'=') => return self.operator(Kind::Unequal, 2),
                b'!' => return self.operator(Kind::Not, 1),
                b'<' if self.byte(1) == Some(b'=') => return self.operator(Kind::LessOrEqual, 2),
                b'<' => return self.operator(Kind::Less, 1),
                b'>' if self.byte(1) == Some(b'=') => return self.operator(Kind::GreaterOrEqual, 2),
                b'>' => return self.operator(Kind::Greater, 1),
                b'&' if self.byte(1) == Some(b'&') => return self.operator(Kind::And, 2),
                b'|' if self.byte(1) == Some(b'|') => return self.operator(Kind::Or, 2),
                b':' if self.byte(1) == Some(b'=') => return self.operator(Kind::ColonEqual, 2),
                b'+' if self.byte(1) == Some(b'=') => return self.operator(Kind::PlusEqual, 2),
                _ if self.in_word(byte) => {
                    if let Some(token) = self.word(outside) {
                        return token;
                    }
                }
                b'\r' if self.dialect.has(Feature::LooseLineEnds) => self.position += 1,
                _ => self.unsupported(outside),
            }
        }
    }

    /// What stands after an assignment's operator, up to the end of the line, without the blanks before it.
    /// Nothing in it is a comment, and a backslash does not join lines. To be asked instead of the token after `=`.
    pub fn rest_of_line(&mut self) -> (&str, Span) {
        while matches!(self.text.as_bytes().get(self.position), Some(b' ' | b'\t')) {
            self.position += 1;
        }
        let start = self.position;
        self.position = self.line_break(start);
        let mut text = &self.text[start..self.position];
        if self.dialect.has(Feature::LooseLineEnds) {
            text = text.strip_suffix('\r').unwrap_or(text);
        }
        (text, Span { file: self.file, start: start as u32, end: (start + text.len()) as u32 })
    }

    /// The help text that begins at the present line, appended to `out`. To be asked instead of the token after
    /// the end of the line that holds `help`.
    ///
    /// The first indented line sets the indent. The text ends before a line that is indented less, and before any
    /// line at column one except the first.
    pub fn help(&mut self, out: &mut String) {
        let text = Arc::clone(&self.text);
        let mut indent = 0;
        while self.position < text.len() {
            let start = self.position;
            let end = self.line_break(start);
            let (blanks, body) = split_blanks(&text[start..end]);
            if !(blanks.is_empty() || body.is_empty() && end < text.len()) {
                let width = columns(blanks);
                if indent == 0 {
                    indent = width;
                } else if width < indent {
                    return;
                }
                if width > indent {
                    out.extend(std::iter::repeat_n(' ', width - indent));
                }
            }
            out.push_str(trim_blanks_behind(body));
            self.position = (end + 1).min(text.len());
            self.statement = Some(self.position as u32);
            match text.as_bytes().get(end + 1) {
                Some(b' ' | b'\t' | b'\n') => out.push('\n'),
                // The line break belongs to what follows.
                Some(_) => return,
                None if end < text.len() => out.push('\n'),
                None => {}
            }
        }
    }

    /// Where reading goes on.
    pub fn position(&self) -> u32 {
        self.position as u32
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.position + ahead).copied()
    }

    /// The offset of the next line break, or of the end of the file.
    fn line_break(&self, from: usize) -> usize {
        memchr(b'\n', &self.text.as_bytes()[from..]).map_or(self.text.len(), |length| from + length)
    }

    fn operator(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.position;
        self.position += length;
        self.plain(kind, start, start, self.position)
    }

    fn plain(&mut self, kind: Kind, from: usize, start: usize, end: usize) -> Token {
        self.fresh = false;
        self.arguments = true;
        Token {
            kind,
            start: from as u32,
            end: self.position as u32,
            content: Content::Plain(start as u32, end as u32),
        }
    }

    fn line_end(&mut self, start: usize) -> Token {
        self.fresh = true;
        self.arguments = false;
        let (start, end) = (start as u32, start as u32);
        Token { kind: Kind::LineEnd, start, end, content: Content::Plain(start, end) }
    }

    fn end(&mut self, outside: &mut dyn Expand) -> Token {
        let end = self.text.len();
        if !self.fresh {
            match self.ending {
                Ending::Loose => return self.line_end(end),
                Ending::Warned => {
                    outside.report(
                        Diagnostic::new(
                            Severity::Warning,
                            Code::NO_FINAL_LINE_BREAK,
                            self.span(end as u32, end as u32),
                            "the last line has no line break",
                        )
                        .help("end the file with a line break")
                        .classic("warning: no new line at end of file"),
                    );
                    return self.line_end(end);
                }
                Ending::Missing => {}
            }
        }
        let end = end as u32;
        Token { kind: Kind::End, start: end, end, content: Content::Plain(end, end) }
    }

    fn in_word(&self, byte: u8) -> bool {
        WORD[byte as usize]
            || (matches!(byte, b'/' | b'.') && self.arguments && self.dialect.has(Feature::UnquotedText))
    }

    /// A word, unless macros made nothing of it.
    fn word(&mut self, outside: &mut dyn Expand) -> Option<Token> {
        let start = self.position;
        self.skip_word();
        if !self.at_reference() {
            return Some(self.plain_word(start));
        }
        let text = Arc::clone(&self.text);
        let index = self.new_cooked();
        let mut copied = start;
        loop {
            self.cooked[index as usize].push_str(&text[copied..self.position]);
            if !self.at_reference() {
                break;
            }
            let first = copied == start && self.position == start;
            if let Some(number) = self.reference(&text, index, outside) {
                if first && !self.byte(0).is_some_and(|byte| self.in_word(byte)) {
                    let content = Content::Deferred(number);
                    return Some(Token { content, ..self.plain(Kind::Word, start, start, start) });
                }
                self.cooked[index as usize].push_str(&outside.settle(number));
            }
            copied = self.position;
            self.skip_word();
        }
        if self.cooked[index as usize].is_empty() {
            return None;
        }
        Some(Token { content: Content::Cooked(index), ..self.plain(Kind::Word, start, start, start) })
    }

    /// A word that stands in the file as it is, up to the present position.
    fn plain_word(&mut self, start: usize) -> Token {
        let word = &self.text[start..self.position];
        let keyword = match word.as_bytes()[0] {
            b'a'..=b'z' => Keyword::of(word),
            _ => None,
        };
        self.plain(keyword.map_or(Kind::Word, Kind::Keyword), start, start, self.position)
    }

    /// Goes on to the end of the word or to the next reference in it.
    fn skip_word(&mut self) {
        loop {
            let rest = &self.text.as_bytes()[self.position..];
            self.position += rest.iter().position(|byte| !NAME[*byte as usize]).unwrap_or(rest.len());
            // A dollar sign, or the end but for what some dialects allow.
            match self.byte(0) {
                Some(byte) if self.in_word(byte) && !self.at_reference() => self.position += 1,
                _ => return,
            }
        }
    }

    fn at_reference(&self) -> bool {
        self.byte(0) == Some(b'$') && self.byte(1) == Some(b'(')
    }

    /// A text in quotes; where the dialect has it so, `$NAME` and `${NAME}` in it are environment variables.
    fn quoted(&mut self, quote: u8, outside: &mut dyn Expand) -> Token {
        let token = self.quoted_text(quote, outside);
        if !self.dialect.has(Feature::DollarTexts) || !self.text(token).contains('$') {
            return token;
        }
        let text = dollar::expanded(self.text(token), |name| outside.variable(name));
        let index = self.new_cooked();
        self.cooked[index as usize] = text;
        Token { content: Content::Cooked(index), ..token }
    }

    fn quoted_text(&mut self, quote: u8, outside: &mut dyn Expand) -> Token {
        let start = self.position;
        self.position += 1;
        self.skip_quoted(quote);
        if self.byte(0) == Some(quote) {
            self.position += 1;
            return self.plain(Kind::Quoted, start, start + 1, self.position - 1);
        }
        let text = Arc::clone(&self.text);
        let index = self.new_cooked();
        let mut copied = start + 1;
        loop {
            self.cooked[index as usize].push_str(&text[copied..self.position]);
            match self.byte(0) {
                Some(b'\\') => {
                    copied = self.position + 1;
                    // The character after it is kept, whatever it is; a line break ends the text all the same.
                    self.position = match text[copied..].chars().next() {
                        Some('\n') | None => copied,
                        Some(kept) => copied + kept.len_utf8(),
                    };
                }
                Some(b'$') => {
                    if let Some(number) = self.reference(&text, index, outside) {
                        self.cooked[index as usize].push_str(&outside.settle(number));
                    }
                    copied = self.position;
                }
                Some(b'\0') => {
                    copied = self.position;
                    self.position += 1;
                }
                Some(b'\n') => {
                    self.unclosed(start, outside);
                    break;
                }
                Some(_) => {
                    self.position += 1;
                    break;
                }
                None => break,
            }
            self.skip_quoted(quote);
        }
        let value = &mut self.cooked[index as usize];
        if let Some(nul) = value.find('\0') {
            value.truncate(nul);
            outside.report(
                Diagnostic::new(
                    Severity::Warning,
                    Code::NUL,
                    self.span(start as u32, self.position as u32),
                    "the text holds a NUL byte and is cut there",
                )
                .help("remove the NUL byte; was the file saved in an encoding other than UTF-8?")
                .classic_whole(""),
            );
        }
        Token { content: Content::Cooked(index), ..self.plain(Kind::Quoted, start, start, start) }
    }

    /// Goes on to the next byte of a quoted text that needs a thought.
    fn skip_quoted(&mut self, quote: u8) {
        let bytes = self.text.as_bytes();
        loop {
            let rest = &bytes[self.position..];
            self.position += rest.iter().position(|byte| SPECIAL[*byte as usize]).unwrap_or(rest.len());
            let plain = match bytes.get(self.position) {
                // The other quote, or a dollar sign that begins no macro.
                Some(byte @ (b'"' | b'\'')) => *byte != quote,
                Some(b'$') => bytes.get(self.position + 1) != Some(&b'('),
                _ => false,
            };
            if !plain {
                return;
            }
            self.position += 1;
        }
    }

    fn unclosed(&mut self, start: usize, outside: &mut dyn Expand) {
        let classic = "warning: multi-line strings not supported";
        let found = Diagnostic::new(
            Severity::Warning,
            Code::UNCLOSED_STRING,
            self.span(start as u32, self.position as u32),
            "the text has no closing quote; it is taken to end with the line",
        )
        .help("close it with the same quote; a text cannot go on in the next line");
        // The reference program gives the line where the statement began: at its beginning, the one before.
        outside.report(found.classic_whole(""));
        let before = self.statement.map(|start| self.span(start, start));
        outside.report_again(self.file, before, classic);
    }

    fn new_cooked(&mut self) -> u32 {
        if self.cooked.len() == self.cooked_len {
            self.cooked.push(String::new());
        }
        self.cooked[self.cooked_len].clear();
        self.cooked_len += 1;
        self.cooked_len as u32 - 1
    }

    /// Expands the reference at the present position into a cooked text, or says which command's answer it is.
    fn reference(&mut self, text: &str, index: u32, outside: &mut dyn Expand) -> Option<u32> {
        if self.line_end <= self.position {
            self.line_end = self.line_break(self.position);
        }
        let rest = &text[self.position..self.line_end];
        let at = self.span(self.position as u32, self.position as u32);
        self.position += outside.expand(rest, at, &mut self.cooked[index as usize]);
        outside.deferred()
    }

    fn unsupported(&mut self, outside: &mut dyn Expand) {
        let start = self.position;
        let character = self.text[start..].chars().next().unwrap_or_default();
        self.position += character.len_utf8();
        let span = self.span(start as u32, self.position as u32);
        // The reference program reads bytes and says so of each.
        let classic = |shown: char| format!("warning: ignoring unsupported character '{shown}'");
        let mut shown = match character {
            _ if character.is_ascii() || bytes::is_byte(character) => vec![character],
            _ => character.encode_utf8(&mut [0; 4]).bytes().map(bytes::stand_in).collect(),
        }
        .into_iter();
        let first = classic(shown.next().unwrap_or_default());
        if character == '\r' && std::mem::replace(&mut self.warned_carriage_return, true) {
            outside.report_again(self.file, Some(span), &first);
            return;
        }
        let (code, message, help) = match character {
            '\r' => (
                Code::CARRIAGE_RETURN,
                "the line ends with a carriage return; it and those of the following lines are ignored"
                    .to_owned(),
                "save the file with plain line breaks (LF): help texts and assignments keep the carriage return",
            ),
            '\0' => (
                Code::NUL,
                "a NUL byte is ignored".to_owned(),
                "remove it; was the file saved in an encoding other than UTF-8?",
            ),
            '\u{feff}' => (
                Code::UNSUPPORTED_CHARACTER,
                "a byte order mark is ignored".to_owned(),
                "save the file as UTF-8 without byte order mark",
            ),
            '/' | '.' if self.arguments => (
                Code::UNSUPPORTED_CHARACTER,
                format!("the character `{character}` is ignored: it cannot stand outside quotes"),
                "put paths and texts in quotes",
            ),
            _ => (
                Code::UNSUPPORTED_CHARACTER,
                match bytes::is_byte(character) {
                    true => "a byte that is no part of a character is ignored".to_owned(),
                    false => {
                        format!("the character {character:?} is ignored: it cannot stand outside quotes")
                    }
                },
                "remove it, or put the text in quotes",
            ),
        };
        outside.report(Diagnostic::new(Severity::Warning, code, span, message).help(help).classic(first));
        for byte in shown {
            outside.report_again(self.file, Some(span), &classic(byte));
        }
    }
}

/// The bytes of names: letters, digits, `_` and `-`.
const NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_' || byte as u8 == b'-';
        byte += 1;
    }
    table
};

/// The bytes of words in every dialect: those of names, and the dollar sign.
const WORD: [bool; 256] = {
    let mut table = NAME;
    table[b'$' as usize] = true;
    table
};

/// The bytes that may mean something in a quoted text.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let special = b"\"'$\\\n\0";
    let mut at = 0;
    while at < special.len() {
        table[special[at] as usize] = true;
        at += 1;
    }
    table
};

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The blanks at the beginning of a line, and what follows them.
fn split_blanks(line: &str) -> (&str, &str) {
    line.split_at(line.bytes().position(|byte| !is_blank(byte)).unwrap_or(line.len()))
}

fn trim_blanks_behind(text: &str) -> &str {
    &text[..text.bytes().rposition(|byte| !is_blank(byte)).map_or(0, |last| last + 1)]
}

/// The width of blanks, with tabs to multiples of 8.
fn columns(blanks: &str) -> usize {
    blanks.bytes().fold(0, |width, byte| if byte == b'\t' { (width & !7) + 8 } else { width + 1 })
}
