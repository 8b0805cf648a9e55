//! Diagnostics as text.

use super::{Classic, Diagnostic, Severity};
use crate::source::SourceMap;
use crate::span::{FileId, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;

/// How a diagnostic is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// As the reference program does: `file:line:warning: text`, for scripts and comparisons.
    Classic,
    /// One line with column and code: for logs and build scripts.
    Short,
    /// With source line, caret and further places.
    Plain,
    /// The same in colour.
    Colour,
}

/// One diagnostic as text, without a final newline.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, style: Style) -> String {
    match style {
        Style::Classic => classic(diagnostic, sources),
        Style::Short => short(diagnostic, sources),
        Style::Plain => snippet(diagnostic, sources, Renderer::plain()),
        Style::Colour => snippet(diagnostic, sources, Renderer::styled()),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The most characters of a message in our own words: it may repeat a name that a macro made megabytes long.
const MOST_OF_MESSAGE: usize = 2000;

fn brief(message: &str) -> Cow<'_, str> {
    match message.char_indices().nth(MOST_OF_MESSAGE) {
        Some((end, _)) => Cow::Owned(format!("{}…", &message[..end])),
        None => Cow::Borrowed(message),
    }
}

fn classic(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let text = match &diagnostic.classic {
        Some(Classic::Whole(text)) => return text.clone(),
        Some(Classic::AtPlace(text)) => text.clone(),
        None => format!(" {}: {}", word(diagnostic.severity), diagnostic.message),
    };
    match diagnostic.span {
        Some(span) => format!("{}:{}:{}", sources.file(span.file).name(), sources.line(span), text),
        None => text.trim_start().to_owned(),
    }
}

fn short(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = diagnostic.span.map(|span| format!("{}: ", sources.position(span))).unwrap_or_default();
    let mut text =
        format!("{place}{}[{}]: {}", word(diagnostic.severity), diagnostic.code, brief(&diagnostic.message));
    for label in &diagnostic.labels {
        text += &format!("; {}: {}", sources.position(label.span), label.text);
    }
    if let Some(help) = &diagnostic.help {
        text += &format!("; help: {help}");
    }
    text
}

fn snippet(diagnostic: &Diagnostic, sources: &SourceMap, renderer: Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let code = diagnostic.code.to_string();
    let title = level.primary_title(brief(&diagnostic.message)).id(code.as_str());
    let mut group = Group::with_title(title);
    let primary = diagnostic.span.map(|span| (span, AnnotationKind::Primary, None));
    let further = diagnostic.labels.iter().map(|l| (l.span, AnnotationKind::Context, Some(l.text.as_str())));
    for window in windows(primary.into_iter().chain(further), sources) {
        let file = sources.file(window.file);
        if window.far {
            let at = sources.position(window.marks[0].0);
            let origin = Origin::path(at.file).line(at.line as usize).char_column(at.column as usize);
            group = group.element(origin);
            continue;
        }
        let marks = window.marks.iter().map(|(span, kind, label)| {
            let annotation = kind.span(span.start as usize - window.start..span.end as usize - window.start);
            match label {
                Some(label) => annotation.label(*label),
                None => annotation,
            }
        });
        let line =
            sources.line(Span { file: window.file, start: window.start as u32, end: window.start as u32 });
        let shown = Snippet::source(&file.text()[window.start..window.end]).line_start(line as usize);
        group = group.element(shown.path(file.name()).annotations(marks));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// How much of one line is drawn, and how far apart two places may be that are drawn together, in bytes. What one
/// finding costs does not grow with the file.
const MOST_OF_LINE: usize = 1000;
const NEAR: usize = 16 << 10;

/// A place with its kind and what is said of it.
type Mark<'d> = (Span, AnnotationKind, Option<&'d str>);

/// Neighbouring lines of one file with places in them.
struct Window<'d> {
    file: FileId,
    /// Bytes of the file: whole lines, but for the end of an overlong one.
    start: usize,
    end: usize,
    marks: Vec<Mark<'d>>,
    /// So far right in an overlong line that only its place is named.
    far: bool,
}

/// The windows through which all places are seen, in the order of the first place in each.
fn windows<'d>(marks: impl Iterator<Item = Mark<'d>>, sources: &SourceMap) -> Vec<Window<'d>> {
    let mut windows: Vec<Window<'d>> = Vec::new();
    for (span, kind, label) in marks {
        let text = sources.file(span.file).text();
        let (start, end) = drawn_characters(text, &span);
        let (first, last) = lines_around(text, start, end);
        let mark = (Span { start: start as u32, end: end as u32, ..span }, kind, label);
        let far = start - first > 2 * MOST_OF_LINE;
        let near = |window: &&mut Window<'d>| {
            !window.far
                && window.file == span.file
                && first <= window.end + NEAR
                && window.start <= last + NEAR
        };
        match windows.iter_mut().find(near).filter(|_| !far) {
            Some(window) => {
                (window.start, window.end) = (window.start.min(first), window.end.max(last));
                window.marks.push(mark);
            }
            None => windows.push(Window { file: span.file, start: first, end: last, marks: vec![mark], far }),
        }
    }
    windows
}

/// The lines in which a range stands; an overlong one is cut behind the range.
fn lines_around(text: &str, start: usize, end: usize) -> (usize, usize) {
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut last = (end + MOST_OF_LINE).min(text.len());
    while !text.is_char_boundary(last) {
        last += 1;
    }
    let last = text[end..last].find('\n').map_or(last, |length| end + length);
    (first, last)
}

/// The bytes of a span, widened to whole characters within the text: the reference program reads bytes, and a span that
/// a caller made up must not bring the renderer down. Of an overlong span the beginning.
fn drawn_characters(text: &str, span: &Span) -> (usize, usize) {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end as usize).clamp(start, text.len()).min(start + MOST_OF_LINE);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}
