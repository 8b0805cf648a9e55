//! Kconfig text to events and findings, case by case; `UPDATE_EXPECT=1` rewrites the expectations.
//!
//! A case is `tests/data/parser/{ok,err}/NAME.kconfig` with `NAME.txt`. In the input, `#### path` begins a further
//! file, and `#! dialect NAME`, `#! shell COMMAND => OUTPUT` and `#! env NAME=VALUE` set the options; these lines
//! are not part of any file.

mod common;

use common::{Case, cases, check};
use kconfig::diag::{Severity, Style, render};
use kconfig::event::{Event, Sink};
use kconfig::expr::{Comparison, Expr, ExprId, Operand};
use kconfig::parser::{Parsed, parse};
use kconfig::span::Span;
use std::fmt::Write as _;

/// Keeps every event as text; names and expressions are resolved at the end.
#[derive(Default)]
struct Record(Vec<(Owned, Span)>);

/// An event without borrowed text.
type Owned = Event<'static>;

impl Sink for Record {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let owned = |text: std::borrow::Cow<'_, str>| std::borrow::Cow::Owned(text.into_owned());
        let event = match event {
            Event::Mainmenu(t) => Event::Mainmenu(owned(t)),
            Event::Menu(t) => Event::Menu(owned(t)),
            Event::Comment(t) => Event::Comment(owned(t)),
            Event::Prompt { text, condition } => Event::Prompt { text: owned(text), condition },
            Event::Help(t) => Event::Help(owned(t)),
            Event::OptionEnv(t) => Event::OptionEnv(owned(t)),
            Event::Config { name, menu, name_span } => Event::Config { name, menu, name_span },
            Event::ConfigDefault { name, name_span } => Event::ConfigDefault { name, name_span },
            Event::Choice { name } => Event::Choice { name },
            Event::EndChoice => Event::EndChoice,
            Event::EndMenu => Event::EndMenu,
            Event::If(e) => Event::If(e),
            Event::EndIf => Event::EndIf,
            Event::Source(f) => Event::Source(f),
            Event::EndSource(f) => Event::EndSource(f),
            Event::Assignment => Event::Assignment,
            Event::Next { in_choice } => Event::Next { in_choice },
            Event::Broken => Event::Broken,
            Event::Type(t) => Event::Type(t),
            Event::Default { value, condition } => Event::Default { value, condition },
            Event::Select { target, condition } => Event::Select { target, condition },
            Event::Imply { target, condition } => Event::Imply { target, condition },
            Event::Range { low, high, condition } => Event::Range { low, high, condition },
            Event::DependsOn { expression, condition } => Event::DependsOn { expression, condition },
            Event::VisibleIf(e) => Event::VisibleIf(e),
            Event::Modules => Event::Modules,
            Event::Transitional => Event::Transitional,
            Event::Optional => Event::Optional,
            Event::OptionDefconfigList => Event::OptionDefconfigList,
            Event::OptionAllNoConfigY => Event::OptionAllNoConfigY,
        };
        self.0.push((event, span));
    }
}

/// Panics unless every block and file that begins also ends, in the right order.
fn assert_balanced(events: &[(Owned, Span)]) {
    let mut open = Vec::new();
    let mut entry = false;
    for (event, _) in events {
        match event {
            Event::Menu(_) => open.push("menu"),
            Event::Choice { .. } => open.push("choice"),
            Event::If(_) => open.push("if"),
            Event::Source(_) => open.push("source"),
            Event::EndMenu => assert_eq!(open.pop(), Some("menu")),
            Event::EndChoice => assert_eq!(open.pop(), Some("choice")),
            Event::EndIf => assert_eq!(open.pop(), Some("if")),
            Event::EndSource(_) => assert_eq!(open.pop(), Some("source")),
            _ => {}
        }
        match event {
            Event::Config { .. }
            | Event::ConfigDefault { .. }
            | Event::Choice { .. }
            | Event::Menu(_)
            | Event::Comment(_) => entry = true,
            Event::EndMenu
            | Event::EndChoice
            | Event::If(_)
            | Event::EndIf
            | Event::Source(_)
            | Event::EndSource(_)
            | Event::Mainmenu(_)
            | Event::Assignment => entry = false,
            Event::Next { .. } | Event::Broken => {}
            _ => assert!(entry, "a property without entry: {event:?}"),
        }
    }
    assert!(open.is_empty(), "still open: {open:?}");
}

fn run(case: &Case) -> (Parsed, Vec<(Owned, Span)>) {
    let mut record = Record::default();
    let parsed = case.with_options(|options| parse("Kconfig", options, &mut record));
    for (_, span) in &record.0 {
        let length = parsed.sources.file(span.file).text().len();
        assert!(span.start <= span.end && span.end as usize <= length, "{span:?}");
    }
    assert_balanced(&record.0);
    (parsed, record.0)
}

fn operand(parsed: &Parsed, operand: Operand) -> String {
    match operand {
        Operand::Symbol(name) => parsed.names.text(name).to_owned(),
        Operand::Constant(name) => format!("{:?}", parsed.names.text(name)),
    }
}

fn expr(parsed: &Parsed, id: ExprId) -> String {
    let at = |id| parsed.sources.text(parsed.exprs.span(id));
    match parsed.exprs.get(id) {
        Expr::Leaf(leaf) => operand(parsed, leaf),
        Expr::Not(a) => format!("(not {})", expr(parsed, a)),
        Expr::And(a, b) => format!("(and {} {})", expr(parsed, a), expr(parsed, b)),
        Expr::Or(a, b) => format!("(or {} {})", expr(parsed, a), expr(parsed, b)),
        Expr::Compare(how, a, b) => {
            let sign = match how {
                Comparison::Equal => "=",
                Comparison::Unequal => "!=",
                Comparison::Less => "<",
                Comparison::LessOrEqual => "<=",
                Comparison::Greater => ">",
                Comparison::GreaterOrEqual => ">=",
            };
            format!("({sign} {} {}){{{}}}", operand(parsed, a), operand(parsed, b), at(id))
        }
    }
}

fn dump(parsed: &Parsed, events: &[(Owned, Span)]) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for (event, span) in events {
        let when = |condition: &Option<ExprId>| match condition {
            Some(id) => format!(" if {}", expr(parsed, *id)),
            None => String::new(),
        };
        let name = |name| parsed.names.text(name);
        let (text, property) = match event {
            Event::Next { .. } | Event::Broken => continue,
            Event::Mainmenu(text) => (format!("mainmenu {text:?}"), false),
            Event::Config { name: n, menu, name_span } => {
                assert!(!parsed.sources.text(*name_span).is_empty());
                (format!("{} {}", if *menu { "menuconfig" } else { "config" }, name(*n)), false)
            }
            Event::ConfigDefault { name: n, .. } => (format!("configdefault {}", name(*n)), false),
            Event::Choice { name: n } => (format!("choice {}", n.map_or("", name)), false),
            Event::EndChoice => ("endchoice".to_owned(), false),
            Event::Menu(title) => (format!("menu {title:?}"), false),
            Event::EndMenu => ("endmenu".to_owned(), false),
            Event::If(condition) => (format!("if {}", expr(parsed, *condition)), false),
            Event::EndIf => ("endif".to_owned(), false),
            Event::Comment(text) => (format!("comment {text:?}"), false),
            Event::Source(file) => (format!("source {}", parsed.sources.file(*file).name()), false),
            Event::EndSource(file) => (format!("end of {}", parsed.sources.file(*file).name()), false),
            Event::Assignment => ("assignment".to_owned(), false),
            Event::Type(of) => (format!("type {of:?}"), true),
            Event::Prompt { text, condition } => (format!("prompt {text:?}{}", when(condition)), true),
            Event::Default { value, condition } => {
                (format!("default {}{}", expr(parsed, *value), when(condition)), true)
            }
            Event::Select { target, condition } => {
                (format!("select {}{}", name(*target), when(condition)), true)
            }
            Event::Imply { target, condition } => {
                (format!("imply {}{}", name(*target), when(condition)), true)
            }
            Event::Range { low, high, condition } => (
                format!("range {} {}{}", operand(parsed, *low), operand(parsed, *high), when(condition)),
                true,
            ),
            Event::DependsOn { expression, condition } => {
                (format!("depends on {}{}", expr(parsed, *expression), when(condition)), true)
            }
            Event::VisibleIf(condition) => (format!("visible if {}", expr(parsed, *condition)), true),
            Event::Help(text) => (format!("help {text:?}"), true),
            Event::Modules => ("modules".to_owned(), true),
            Event::Transitional => ("transitional".to_owned(), true),
            Event::Optional => ("optional".to_owned(), true),
            Event::OptionEnv(text) => (format!("option env {text:?}"), true),
            Event::OptionDefconfigList => ("option defconfig_list".to_owned(), true),
            Event::OptionAllNoConfigY => ("option allnoconfig_y".to_owned(), true),
        };
        if matches!(event, Event::EndChoice | Event::EndMenu | Event::EndIf | Event::EndSource(_)) {
            depth -= 1;
        }
        let indent = 2 * depth + if property { 4 } else { 0 };
        let shown = parsed.sources.text(*span).replace('\n', "\\n").replace('\t', "\\t");
        let line = parsed.sources.line(*span);
        let _ = writeln!(out, "{:indent$}{text}  @{line} {shown}", "");
        if matches!(event, Event::Choice { .. } | Event::Menu(_) | Event::If(_) | Event::Source(_)) {
            depth += 1;
        }
    }
    out
}

fn findings(parsed: &Parsed) -> String {
    let mut out = String::new();
    for style in [Style::Plain, Style::Short] {
        let _ = writeln!(out, "==== {style:?}");
        for found in parsed.diagnostics.iter() {
            out += render(found, &parsed.sources, style).trim_end();
            out += if style == Style::Plain { "\n\n" } else { "\n" };
        }
    }
    out += "==== Classic\n";
    for found in parsed.diagnostics.as_reference() {
        out += &render(found, &parsed.sources, Style::Classic);
        out += "\n";
    }
    out
}

#[test]
fn what_is_understood_becomes_events() {
    check(&cases("parser/ok"), |case| {
        let (parsed, events) = run(case);
        let errors = parsed.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        assert_eq!(errors, 0, "{}: {}", case.name, findings(&parsed));
        let mut out = dump(&parsed, &events);
        if !parsed.diagnostics.is_empty() {
            out += &findings(&parsed);
        }
        for (name, value) in &parsed.environment {
            let _ = writeln!(out, "consulted {name} = {value:?}");
        }
        for pattern in &parsed.globs {
            let _ = writeln!(out, "expanded {pattern}");
        }
        out
    });
}

#[test]
fn what_is_wrong_is_said_with_place_and_cure() {
    check(&cases("parser/err"), |case| {
        let (parsed, events) = run(case);
        assert!(!parsed.diagnostics.is_empty(), "{}: nothing was found", case.name);
        findings(&parsed) + "==== Events\n" + &dump(&parsed, &events)
    });
}

/// A small generator, always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

#[test]
fn no_damage_to_the_input_brings_the_parser_down() {
    let all: Vec<Case> = cases("parser/ok").into_iter().chain(cases("parser/err")).collect();
    let mut random = Random(12);
    let scraps: [&[u8]; 24] = [
        b"$(",
        b")",
        b"\"",
        b"'",
        b"\\",
        b"\n",
        b"\0",
        b"\xff",
        b"if ",
        b"endif\n",
        b"menu \"x\"\n",
        b"endmenu\n",
        b"choice\n",
        b"endchoice\n",
        b"help\n",
        b"  ",
        b"\t",
        b"$(1)",
        b"X = $(X)$(Y)\n",
        b"source \"Kconfig\"\n",
        b"&&",
        b"!",
        b"config A\n",
        b"default ",
    ];
    for round in 0..3000 {
        let mut case = all[random.below(all.len())].clone();
        for _ in 0..=random.below(4) {
            let Some(file) = case.files.values_mut().nth(random.below(2)) else { continue };
            let at = random.below(file.len() + 1);
            match random.below(5) {
                0 => {
                    let scrap = scraps[random.below(scraps.len())];
                    file.splice(at..at, scrap.iter().copied());
                }
                1 => {
                    let end = (at + random.below(20)).min(file.len());
                    file.drain(at..end);
                }
                2 => {
                    let end = (at + random.below(80)).min(file.len());
                    let copy = file[at..end].to_vec();
                    let to = random.below(file.len() + 1);
                    file.splice(to..to, copy);
                }
                3 => file.truncate(at),
                _ => {
                    if let Some(byte) = file.get_mut(at) {
                        *byte = random.below(256) as u8;
                    }
                }
            }
        }
        let (parsed, _) = run(&case);
        if round % 10 == 0 {
            findings(&parsed);
        }
    }
}

/// Inputs that took a time or memory out of proportion, or may. Sizes are such that a square of them is noticed: it
/// would take minutes.
#[test]
fn hostile_inputs_end_in_proportion_to_their_size() {
    let doubling: String = (0..60).map(|i| format!("A{} = $(A{i})$(A{i})\n", i + 1)).collect();
    let inputs: [(&str, Vec<u8>); 12] = [
        ("choices", b"choice\n".repeat(100_000)),
        ("menus", b"menu \"m\"\n".repeat(100_000)),
        ("ifs", b"if y\n".repeat(100_000)),
        ("carriage returns", b"config A\r\n\tbool\r\n".repeat(15_000)),
        ("properties without an entry", b"\tdefault y\n".repeat(30_000)),
        ("parentheses", [b"config A\n\tdepends on ".to_vec(), b"(".repeat(100_000)].concat()),
        ("negations", [b"config A\n\tdepends on ".to_vec(), b"!".repeat(100_000)].concat()),
        ("macros", [b"X := ".to_vec(), b"$(".repeat(100_000)].concat()),
        ("doubling macros", format!("A0 = x\n{doubling}config B\n\tstring \"$(A60)\"\n").into_bytes()),
        ("a long line", [b"config A\n\tstring \"".to_vec(), vec![b'x'; 3_000_000]].concat()),
        ("zero bytes", vec![0; 100_000]),
        ("all bytes", (0..=255).cycle().take(500_000).collect()),
    ];
    for (name, text) in inputs {
        let mut case = cases("parser/err").remove(0);
        case.files.insert("Kconfig".to_owned(), text);
        let began = std::time::Instant::now();
        let (parsed, _) = run(&case);
        assert!(began.elapsed().as_secs() < 30, "{name} took {:?}", began.elapsed());
        assert!(!parsed.diagnostics.is_empty(), "{name}: nothing was found");
    }
}
