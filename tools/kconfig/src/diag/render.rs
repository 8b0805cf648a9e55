//! Diagnostics as text.

use super::{Classic, Diagnostic, Severity};
use crate::source::SourceMap;
use crate::span::Span;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

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
        format!("{place}{}[{}]: {}", word(diagnostic.severity), diagnostic.code, diagnostic.message);
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
    let title = level.primary_title(diagnostic.message.as_str()).id(code.as_str());
    let mut group = Group::with_title(title);
    let primary = diagnostic.span.map(|span| (span, AnnotationKind::Primary, None));
    let further = diagnostic.labels.iter().map(|l| (l.span, AnnotationKind::Context, Some(l.text.as_str())));
    let all: Vec<_> = primary.into_iter().chain(further).collect();
    let mut drawn = Vec::new();
    for (first, ..) in &all {
        if drawn.contains(&first.file) {
            continue;
        }
        drawn.push(first.file);
        let file = sources.file(first.file);
        let mut shown = Snippet::source(&**file.text()).path(file.name());
        for (span, kind, label) in all.iter().filter(|(span, ..)| span.file == first.file) {
            let (start, end) = whole_characters(file.text(), span);
            let annotation = kind.span(start..end);
            shown = shown.annotation(match label {
                Some(label) => annotation.label(*label),
                None => annotation,
            });
        }
        group = group.element(shown);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The bytes of a span, widened to whole characters within the text: the reference program reads bytes, and a span that
/// a caller made up must not bring the renderer down.
fn whole_characters(text: &str, span: &Span) -> (usize, usize) {
    let mut start = (span.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.end as usize).clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    (start, end)
}
