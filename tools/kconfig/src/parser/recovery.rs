//! Findings of the parser, and what the reference program says in their place.
//!
//! The two recover differently. We keep an entry or block open whose head or property was broken, so that one
//! mistake gives one message. The reference program leaves the innermost list of statements and complains about
//! every line until the next entry. [`Reference`] follows it, and what it would print is stored with the finding
//! that began it.
//!
//! Long because each mistake has the words of both programs here.

use super::reference::Spot;
use super::{BlockKind, Parser};
use crate::diag::{Code, Diagnostic, Severity};
use crate::dialect::{Dialect, Feature};
use crate::event::Event;
use crate::source::LARGEST_FILE;
use crate::span::{FileId, Span};
use crate::token::{Kind, Token};
use std::io;

/// A fault was reported, and the rest of the line is skipped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Faulty;

impl Parser<'_> {
    fn place(&self, span: Span) -> String {
        let sources = &self.macros.parsed.sources;
        format!("{}:{}", sources.file(span.file).name(), sources.line(span))
    }

    /// Where the reference program believes to be: at the end of a sourced file without line break, it has gone back to
    /// the file around it, and kept the number of the line.
    pub(super) fn here(&self) -> String {
        self.shown(self.spot())
    }

    /// As [`Parser::here`], for later.
    pub(super) fn spot(&self) -> Spot {
        let at = self.lexer().span(self.start, self.start);
        Spot { file: self.around().unwrap_or(at.file), at }
    }

    fn shown(&self, spot: Spot) -> String {
        let sources = &self.macros.parsed.sources;
        format!("{}:{}", sources.file(spot.file).name(), sources.line(spot.at))
    }

    /// The file around the present one, if the present token is the end of its last, unfinished line.
    pub(super) fn around(&self) -> Option<FileId> {
        if self.token.kind != Kind::LineEnd {
            return None;
        }
        let open = self.files.last()?;
        let at_end = self.token.start as usize == open.lexer.source().len();
        let source = open.source?;
        (at_end && !self.has(Feature::LooseLineEnds)).then_some(source.file)
    }

    /// Follows the reference program into a fault; `what` is what it calls the line.
    pub(super) fn reference_faults(&mut self, what: &str) {
        if self.reference.skipping || self.reference.stopped {
            return;
        }
        self.faults += 1;
        let place = self.here();
        let ends = self.token.kind == Kind::End && self.lexer().mid_line();
        if ends {
            self.reference_ended();
        }
        if self.reference.quiet == 0 {
            self.reference.line(&format!("{place}: syntax error"));
        }
        if self.property {
            let span = self.lexer().span(self.start, self.start);
            self.emit(Event::Broken, span);
        }
        if self.reference.mainmenu || ends {
            self.reference.stopped = true;
        }
        self.reference.quiet = 3;
        self.reference.skipping = true;
        self.reference.lost = true;
        self.reference.pending = Some(what.to_owned());
    }

    /// The reference program finds the end of the first file within a line.
    fn reference_ended(&mut self) {
        if !std::mem::replace(&mut self.reference.ended, true) {
            let end = self.lexer().source().len() as u32;
            let place = self.place(self.lexer().span(end, end));
            self.reference.line(&format!("{place}:warning: no new line at end of file"));
        }
    }

    /// Reports a finding together with what the reference program says.
    fn report_fault(&mut self, found: Diagnostic) {
        let lines = std::mem::take(&mut self.reference.lines);
        let found = found.classic_whole(lines);
        self.report(found);
    }

    /// Gives what the reference program said meanwhile to the last finding.
    pub(super) fn flush(&mut self) {
        if !self.reference.lines.is_empty() {
            let lines = std::mem::take(&mut self.reference.lines);
            let mut found = Diagnostic::new(Severity::Warning, Code::UNKNOWN_STATEMENT, None, "as before");
            found.repeated = true;
            if !self.macros.parsed.diagnostics.has_fatal() && !self.has(Feature::LooseLineEnds) {
                self.report(found.classic_whole(lines));
            }
        }
    }

    /// Reports a fault at the present token. A line gets one message, except for what lexer and macros find.
    pub(super) fn fault(&mut self, found: Diagnostic) {
        let first = self.token.start == self.start;
        if self.property && !first && !self.reference.lost && !self.reference.skipping {
            // It had not begun the list of what the menu or choice holds.
            if matches!(self.entry, super::Entry::Menu | super::Entry::Choice) {
                self.reference.lose_block();
            }
        }
        self.reference_faults("invalid statement");
        let fatal = self.reference.mainmenu && self.reference.stopped;
        if !self.refused_prose {
            self.report_fault(if fatal { found.fatal() } else { found });
        }
    }

    /// A fault after a word that began the line.
    fn fault_after_word(&mut self, word: Token, found: Diagnostic) {
        let what = match self.reference.in_choice() {
            true => "invalid statement".to_owned(),
            false => format!("unknown statement \"{}\"", self.text(word)),
        };
        self.reference_faults(&what);
        if !self.refused_prose {
            self.report_fault(found);
        }
    }

    /// The line is a property of an entry that the reference program has given up.
    pub(super) fn lost_line(&mut self) {
        if self.reference.lost {
            self.reference_faults("invalid statement");
        }
    }

    /// How messages name the present token.
    pub(super) fn found(&self) -> String {
        self.name_token(self.token)
    }

    fn name_token(&self, token: Token) -> String {
        let text = || -> String {
            let text = self.text(token);
            let mut short: String = text.chars().take(40).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            short
        };
        match token.kind {
            Kind::Word => format!("`{}`", text()),
            Kind::Quoted => format!("the quoted text \"{}\"", text()),
            Kind::Keyword(keyword) => format!("the keyword `{}`", keyword.text()),
            kind => kind.describe().to_owned(),
        }
    }

    /// Where a fault at the present token is shown: at a line's end, after its last token.
    fn fault_span(&self) -> Span {
        match self.token.kind {
            Kind::LineEnd | Kind::End => self.lexer().span(self.end, self.end),
            _ => self.span(self.token),
        }
    }

    /// Something else was due.
    pub(super) fn expected(&mut self, what: &str) {
        let message = format!("expected {what}, found {}", self.found());
        let mut found = self.error(Code::EXPECTED, self.fault_span(), message);
        match self.token.kind {
            Kind::Quoted if what.contains("symbol") || what.contains("name of a") => {
                found = found.help("write it without quotes");
            }
            Kind::Keyword(_) => {
                found = found.help("a keyword cannot be a name; symbols are usually written in capitals");
            }
            Kind::Equal | Kind::Unequal => {
                found = found.help("`=` compares for equality, `!=` for inequality; there is no `==`");
            }
            Kind::LineEnd | Kind::End => found = found.help("complete the statement, or remove it"),
            _ => found = found.help(format!("put {what} here")),
        }
        self.fault(found);
    }

    /// The statement is complete and the line is not.
    pub(super) fn trailing(&mut self) {
        if self.token.kind.is_comparison() {
            return self.comparison_of_comparison();
        }
        let message = format!("expected the end of the line, found {}", self.found());
        let mut found = self.error(Code::TRAILING, self.span(self.token), message);
        found = match self.token.kind {
            Kind::Word | Kind::Quoted => {
                found.help("put one statement on a line; join conditions with `&&` or `||`")
            }
            Kind::Keyword(keyword) if keyword.text() == "if" => {
                found.help("this statement takes one condition, or none")
            }
            Kind::Keyword(_) => found.help("put each property on a line of its own"),
            Kind::Close => found.help("remove it, or open the parenthesis that it closes"),
            _ => found.help("remove it, or put a comment sign `#` before it"),
        };
        self.fault(found);
    }

    pub(super) fn comparison_of_comparison(&mut self) {
        let message =
            format!("{} compares two symbols or constants, not expressions", self.token.kind.describe());
        let found = self
            .error(Code::EXPRESSION, self.span(self.token), message)
            .help("comparisons do not chain and take no parentheses: write `A = B && B = C`");
        self.fault(found);
    }

    /// The line begins with something that begins no statement.
    pub(super) fn invalid(&mut self) {
        let message = format!("expected a statement, found {}", self.found());
        let mut found = self.error(Code::UNKNOWN_STATEMENT, self.span(self.token), message);
        if self.prose {
            found = found.help(PROSE);
        }
        self.fault(found);
        self.finish_line();
    }

    /// The line begins with a word, now consumed, that begins no statement.
    pub(super) fn unknown(&mut self, word: Token) {
        let assigns = matches!(self.token.kind, Kind::Equal | Kind::ColonEqual | Kind::PlusEqual);
        let text = self.text(word).to_owned();
        let span = self.span(word);
        let mut found =
            self.error(Code::UNKNOWN_STATEMENT, span, format!("no statement begins with `{text}`"));
        if self.refused_assignment {
            found = self
                .error(Code::UNKNOWN_STATEMENT, span, "a variable cannot be assigned right after a help text")
                .help("move the assignment before the entry, or put another statement between them");
        } else if assigns {
            found = self
                .error(Code::NOT_IN_CHOICE, span, "a variable cannot be assigned in a choice")
                .help("move the assignment before the `choice`");
        } else if self.prose {
            found = found.help(PROSE);
        } else if let Some(near) = nearest(&text) {
            found = found.help(format!("did you mean `{near}`?"));
        } else {
            found = found.help("a line begins with a keyword, or with the name of a variable and `=`");
        }
        self.fault_after_word(word, found);
    }

    /// Refuses a construct that begins with a consumed word, if this dialect does not have it.
    pub(super) fn other_dialect(&mut self, feature: Feature, word: Token) {
        if self.has(feature) {
            return;
        }
        let text = self.text(word).to_owned();
        let message = format!("dialect {} has no statement `{text}`", self.dialect());
        let instead = match (feature, text.as_str()) {
            (Feature::TypedDefaults, _) => {
                format!("write `{}` and `default …` on two lines", text.trim_start_matches("def_"))
            }
            (Feature::DashedHelp, _) => "write `help`".to_owned(),
            (Feature::Boolean, _) => format!("write `{}`", text.replace("boolean", "bool")),
            (Feature::Options, _) => "use `modules`, or `$(NAME)` for an environment variable".to_owned(),
            (Feature::RelativeSource, _) => "write `source` with the whole path".to_owned(),
            (Feature::OptionalChoices, _) => {
                "a choice always has a selected member: add one for \"none\"".to_owned()
            }
            _ => "remove it".to_owned(),
        };
        let found = self
            .error(Code::OTHER_DIALECT, self.span(word), message)
            .help(format!("{instead}; {}", accepting(feature)));
        self.fault_after_word(word, found);
    }

    /// Refuses a construct at the present token that some dialect has.
    pub(super) fn refused(&mut self, feature: Feature, message: impl Into<String>, instead: &str) {
        let found = self
            .error(Code::OTHER_DIALECT, self.fault_span(), message)
            .help(format!("{instead}; {}", accepting(feature)));
        self.fault(found);
    }

    /// A property without an entry.
    pub(super) fn orphan(&mut self, keyword: Token) {
        if std::mem::replace(&mut self.orphans, true) {
            self.reference_faults("invalid statement");
            return;
        }
        let message = format!("{} stands where no entry is open", self.name_token(keyword));
        let mut found = self
            .error(Code::OUTSIDE_ENTRY, self.span(keyword), message)
            .help("properties follow the `config`, `choice`, `menu` or `comment` that they belong to");
        if let Some(span) = self.closed_by.filter(|span| span.file == self.lexer().file()) {
            found = found.label(span, "this ended the entry before it");
        }
        self.fault(found);
    }

    /// A property of another kind of entry.
    pub(super) fn misplaced(&mut self, keyword: Token) {
        let (entry, takes) = match self.entry {
            super::Entry::Choice => ("a choice", "`prompt`, `default`, `depends on` and `help`"),
            super::Entry::Menu => ("a menu", "`depends on` and `visible if`"),
            super::Entry::Comment => ("a comment", "`depends on`"),
            super::Entry::ConfigDefault => ("a `configdefault`", "`default` and `range`"),
            _ => ("a `config`", "every property but `visible` and `optional`"),
        };
        let message = format!("{} is no property of {entry}", self.name_token(keyword));
        let found =
            self.error(Code::WRONG_ENTRY, self.span(keyword), message).help(format!("{entry} takes {takes}"));
        self.fault(found);
    }

    pub(super) fn not_in_choice(&mut self, rule: &str, instead: &str, feature: Option<Feature>) {
        let message = format!("{} cannot stand in a choice: {rule}", self.found());
        let mut found = self.error(Code::NOT_IN_CHOICE, self.span(self.token), message);
        let choice = self.told_blocks().find(|block| block.kind == BlockKind::Choice);
        if let Some(choice) = choice {
            found = found.label(choice.span, "the choice begins here");
        }
        self.fault(found.help(match feature {
            Some(feature) => format!("{instead}; {}", accepting(feature)),
            None => instead.to_owned(),
        }));
    }

    /// Follows the reference program through an end statement, whose line end is the present token.
    pub(super) fn reference_end(&mut self, kind: BlockKind) {
        // The end of the first file within a line is no end of a statement.
        if self.reference.skipping || self.token.kind == Kind::End && self.lexer().mid_line() {
            return;
        }
        let here = self.spot();
        let text = kind.text();
        match self.reference.blocks.pop() {
            None => self.reference_faults("invalid statement"),
            Some((open, _)) if open != text => {
                self.faults += 1;
                let place = self.shown(here);
                self.reference.line(&format!("{place}: unexpected '{text}' within {open} block"));
            }
            Some(_) => match self.reference.places.last() {
                Some(other) if other.file != here.file => {
                    let (place, other) = (self.shown(here), self.shown(*other));
                    let line = format!(
                        "{place}: '{text}' in different file than '{text}'\n{other}: location of the '{text}'"
                    );
                    self.reference.line(&line);
                }
                _ => drop(self.reference.places.pop()),
            },
        }
    }

    /// The blocks above `index` end without their own end statement.
    pub(super) fn forced_ends(&mut self, index: usize, end: Token) {
        for at in (index + 1..self.blocks.len()).rev() {
            let block = self.blocks[at];
            if block.silent {
                continue;
            }
            let open = block.kind.text();
            let outer = self.blocks[index];
            let message = format!(
                "`end{}` closes the {}, but this `{open}` inside it is still open",
                outer.kind.text(),
                outer.kind.text()
            );
            let found = self
                .error(Code::UNCLOSED_BLOCK, block.span, message)
                .label(self.span(end), format!("expected `end{open}` before this"))
                .help(format!("write `end{open}` where the `{open}` is to end"));
            self.forced.push(block.kind);
            self.report_fault(found);
        }
    }

    /// An end statement that closes nothing in this file.
    pub(super) fn stray_end(&mut self, kind: BlockKind, base: usize, end: Token) {
        let text = kind.text();
        if let Some(index) = self.forced.iter().position(|forced| *forced == kind) {
            // Two ends in the wrong order: the first one was reported.
            self.forced.remove(index);
            return;
        }
        let outer = self.blocks[..base].iter().rev().find(|block| block.kind == kind).copied();
        let found = match outer {
            Some(outer) => self
                .error(
                    Code::CROSSES_FILES,
                    self.span(end),
                    format!("`end{text}` would close a {text} that another file opened"),
                )
                .label(outer.span, format!("the {text} begins here"))
                .help("a block ends in the file in which it begins: move one of the two"),
            None => self
                .error(
                    Code::STRAY_END,
                    self.span(end),
                    format!("`end{text}` without `{text}`: none is open here"),
                )
                .help(format!("remove it, or add the `{text}` that it closes")),
        };
        self.report_fault(found);
    }

    /// The end of a file closes what is still open in it.
    pub(super) fn unclosed_at_end(&mut self, base: usize, end: Span) {
        let last = self.files.len() == 1;
        if last && !self.reference.blocks.is_empty() {
            if self.reference.quiet == 0 && !self.reference.stopped {
                let place = self.place(end);
                self.reference.line(&format!("{place}: syntax error"));
            }
            self.reference.stopped = false;
            while let Some((_, spot)) = self.reference.blocks.pop() {
                let place = self.shown(spot);
                self.reference.line(&format!("{place}: missing end statement for this entry"));
            }
        }
        for at in (base..self.blocks.len()).rev() {
            let block = self.blocks[at];
            if block.silent {
                continue;
            }
            let open = block.kind.text();
            let message = match last {
                true => format!("this `{open}` is not closed"),
                false => format!("this `{open}` is not closed in its file"),
            };
            let found = self
                .error(Code::UNCLOSED_BLOCK, block.span, message)
                .label(end, "the file ends here")
                .help(format!("add `end{open}`"));
            self.report_fault(found);
        }
    }

    /// The first file ends within a line.
    pub(super) fn no_line_break(&mut self) {
        let end = self.lexer().source().len() as u32;
        let span = self.lexer().span(end, end);
        self.reference_ended();
        if self.property {
            self.emit(Event::Broken, span);
        }
        if self.property
            && matches!(self.entry, super::Entry::Menu | super::Entry::Choice)
            && !self.reference.skipping
        {
            self.reference.lose_block();
        }
        if self.reference.quiet == 0 && !self.reference.skipping {
            let here = self.here();
            self.reference.line(&format!("{here}: syntax error"));
        }
        self.reference.stopped = true;
        let found = self
            .error(Code::NO_FINAL_LINE_BREAK, span, "the last line has no line break")
            .help(format!("end the file with a line break; {}", accepting(Feature::LooseLineEnds)));
        self.report_fault(found);
    }

    pub(super) fn nul_in_help(&mut self, span: Span) {
        let found = Diagnostic::new(
            Severity::Warning,
            Code::NUL,
            span,
            "the help text holds a NUL byte and is cut there",
        )
        .help("remove the NUL byte; was the file saved in an encoding other than UTF-8?")
        .classic_whole("");
        self.report(found);
    }

    pub(super) fn not_utf8(&mut self, span: Span) {
        let found = Diagnostic::new(
            Severity::Warning,
            Code::NOT_UTF8,
            span,
            "the file is not UTF-8: bytes that have no meaning are replaced",
        )
        .help("save the file as UTF-8")
        .classic_whole("");
        self.report(found);
    }

    pub(super) fn unreadable(&mut self, path: &str, source: Option<Span>, why: &io::Error) {
        let reason = match why.kind() {
            io::ErrorKind::NotFound => "it does not exist".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            io::ErrorKind::FileTooLarge => format!("it is larger than {} MiB", LARGEST_FILE >> 20),
            io::ErrorKind::PermissionDenied => "reading it is not permitted".to_owned(),
            _ => why.to_string(),
        };
        let is_folder = why.kind() == io::ErrorKind::IsADirectory;
        let code = if is_folder { Code::FOLDER } else { Code::UNREADABLE };
        let message = format!("the file `{path}` cannot be read: {reason}");
        let mut found = Diagnostic::new(Severity::Error, code, source, message).fatal();
        found = match source {
            _ if is_folder => found.classic_whole("input in flex scanner failed"),
            Some(_) => {
                let here = self.here();
                found.classic_whole(format!("{here}: can't open file \"{path}\""))
            }
            None => found.classic_whole(format!("can't find file {path}")),
        };
        if is_folder {
            found =
                found.help(format!("name a file in it, such as `{}/Kconfig`", path.trim_end_matches('/')));
        } else if let (Some(_), io::ErrorKind::NotFound) = (source, why.kind()) {
            let other = if path.contains(['*', '?', '[']) && !self.has(Feature::Globs) {
                Some(("a pattern is the name of one file here", Feature::Globs))
            } else if path.contains('$') && !self.has(Feature::DollarNames) {
                Some(("`$NAME` stands for itself here: write `$(NAME)`", Feature::DollarNames))
            } else {
                None
            };
            found = found.help(match other {
                Some((why, feature)) => format!("{why}; {}", accepting(feature)),
                None => self.suggest_path(path),
            });
        }
        self.report(found);
    }

    fn suggest_path(&self, path: &str) -> String {
        let here = self.macros.parsed.sources.file(self.lexer().file()).name();
        if let Some((folder, _)) = here.rsplit_once('/') {
            let beside = format!("{folder}/{path}");
            if !path.is_empty() && self.loader.load(&beside).is_ok() {
                return format!("paths do not begin at the sourcing file: write `source \"{beside}\"`");
            }
        }
        if path.contains(['*', '?']) && !self.has(Feature::Globs) {
            return format!("patterns are not expanded here; {}", accepting(Feature::Globs));
        }
        "paths begin in the folder where the program runs, then in $srctree; not at the sourcing file"
            .to_owned()
    }

    pub(super) fn recursive_inclusion(&mut self, path: &str, at: Span) {
        let mut classic = format!("Recursive inclusion detected.\nInclusion path:\n  current file : {path}");
        let chain: Vec<Span> =
            std::iter::once(at).chain(self.files.iter().rev().filter_map(|open| open.source)).collect();
        for span in &chain {
            classic += &format!("\n  included from: {}", self.place(*span));
        }
        let mut found = self
            .error(
                Code::RECURSIVE_INCLUSION,
                at,
                format!("the file `{path}` is being read already: it sources itself"),
            )
            .help("remove one `source` of the circle");
        for span in chain.into_iter().skip(1).take(8) {
            found = found.label(span, "included from here");
        }
        self.report(found.classic_whole(classic).fatal());
    }

    pub(super) fn inclusion_too_deep(&mut self, at: Span) {
        let message = format!("{} files source each other in a row", self.files.len());
        let found = self
            .error(Code::INCLUSION_TOO_DEEP, at, message)
            .help("does a file source itself under another name, through a link or a growing path?");
        self.report(found.fatal());
        self.too_much = true;
    }

    pub(super) fn too_much_input(&mut self, at: Span) {
        let (files, bytes) = self.read;
        let message = format!("{files} files with {} MiB were read, and there is no end", bytes >> 20);
        let found = self
            .error(Code::TOO_MUCH_INPUT, at, message)
            .help("does each of some files source the next one several times?");
        self.report(found.fatal());
        self.too_much = true;
    }

    pub(super) fn check_sourced_once(&mut self, path: &str, at: Span) {
        let Some(earlier) = self.sourced.get(path) else { return };
        let sources = &self.macros.parsed.sources;
        let first = sources.file(*earlier).included_from();
        let mut message = format!("the file `{path}` is sourced a second time");
        if let Some(first) = first {
            message += &format!("; first at {}:{}", sources.file(first.file).name(), sources.line(first));
        }
        let mut found = self
            .error(Code::SOURCED_TWICE, at, message)
            .help("source it once, where all that need it can see it");
        if let Some(first) = first {
            found = found.label(first, "first sourced here");
        }
        self.report(found);
    }

    pub(super) fn variable_unset(&mut self, name: &str, at: Span) {
        let message = format!("the environment variable {name} is not set, so the symbol has no value");
        let found = Diagnostic::new(Severity::Warning, Code::VARIABLE_UNSET, at, message)
            .help("set it, or give the symbol a default")
            .classic(format!("warning: environment variable {name} undefined"));
        self.report(found);
    }

    pub(super) fn no_match(&mut self, pattern: &str, at: Span) {
        let found = self
            .error(Code::NO_MATCH, at, format!("no file matches `{pattern}`"))
            .help("`osource` and `orsource` allow that nothing matches");
        self.report(found.fatal());
    }
}

const PROSE: &str = "the help text above ended at the first line that is indented less than its first line: indent this \
                     line as deep";

/// Which dialects have a construct.
pub(super) fn accepting(feature: Feature) -> String {
    let names: Vec<&str> = Dialect::with(feature).map(Dialect::name).collect();
    match names.as_slice() {
        [one] => format!("dialect {one} accepts it"),
        [first @ .., last] => format!("dialects {} and {last} accept it", first.join(", ")),
        [] => "no dialect accepts it".to_owned(),
    }
}

/// The statement that a misspelt word probably means.
fn nearest(word: &str) -> Option<&'static str> {
    if word.len() > 20 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    Parser::statement_words()
        .map(|known| (strsim::osa_distance(&lower, known), known))
        .filter(|(far, known)| *far <= known.len() / 3)
        .min()
        .map(|(_, known)| known)
}
