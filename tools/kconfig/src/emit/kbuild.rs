//! The files of `include/` that the Linux build reads, and which symbols changed since they were written.
//!
//! Nothing here is written to disk: the caller does that, in the order given [below](self#order).
//!
//! # Order
//! Make takes `auto.conf` for the proof that all the others are there. So `auto.conf.cmd` comes first, then the empty
//! files of the changed symbols, `autoconf.h`, `rustc_cfg`, and `auto.conf` last.
//!
//! The reference program writes symbols in the order of a hash table; here it is that of the tree.

use super::item::{self, Item};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::eval::{Config, Tristate};
use crate::event::Type;
use crate::model::{SymbolId, Tree};
use crate::number;
use crate::span::Span;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

/// `auto.conf`, for make: no `n`, strings without quotes.
pub fn auto_conf(config: &Config) -> String {
    let title = config.tree().title();
    let mut out = format!("#\n# Automatically generated file; DO NOT EDIT.\n# {title}\n#\n");
    for item in written(config) {
        put(&mut out, format_args!("{}={}\n", item.name, item.value));
    }
    out
}

/// `autoconf.h`, for C: `1` of a bool or tristate, with `_MODULE` behind the name of one that is `m`.
pub fn auto_header(config: &Config) -> String {
    let title = config.tree().title();
    let mut out = format!("/*\n * Automatically generated file; DO NOT EDIT.\n * {title}\n */\n");
    for item in written(config) {
        let (name, module) = (&item.name, if item.tristate == Tristate::Mod { "_MODULE" } else { "" });
        let literal = if item.is_logical() { "1" } else { item.literal() };
        put(&mut out, format_args!("#define {name}{module} {literal}\n"));
    }
    out
}

/// `rustc_cfg`, for rustc: one `--cfg=…` a line, two for a bool or tristate.
pub fn kernel_rustc_cfg(config: &Config) -> String {
    let mut out = String::new();
    for item in written(config) {
        let name = &item.name;
        match item.kind {
            Type::Bool | Type::Tristate => {
                put(&mut out, format_args!("--cfg={name}\n--cfg={name}=\"{}\"\n", item.value));
            }
            Type::String => put(&mut out, format_args!("--cfg={name}={}\n", item.literal())),
            Type::Int | Type::Hex => put(&mut out, format_args!("--cfg={name}=\"{}\"\n", item.literal())),
        }
    }
    out
}

/// `auto.conf.cmd`, for make: rules that make `auto.conf`, here called `name`, anew when one of the Kconfig files or
/// of the environment variables changes that the tree was read with.
///
/// A value with a quote or a line break gives a line that make cannot read; so it does with the reference program.
pub fn auto_conf_cmd(tree: &Tree, name: &str) -> String {
    let mut out = format!("autoconfig := {name}\n\ndeps_config := \\\n");
    for file in tree.files_read() {
        put(&mut out, format_args!("\t{file} \\\n"));
    }
    out += "\n$(autoconfig): $(deps_config)\n$(deps_config): ;\n";
    // One that is not set has no guard: so it is with the reference program.
    for (variable, value) in tree.environment_read() {
        if let Some(value) = value {
            let guard = format_args!("\nifneq \"$({variable})\" \"{value}\"\n$(autoconfig): FORCE\nendif\n");
            put(&mut out, guard);
        }
    }
    out
}

/// What changed since an `auto.conf` was written.
#[derive(Clone, Default, Debug)]
pub struct Changed {
    /// The symbols, without prefix, sorted: those whose value differs and those that came or went.
    pub names: Vec<String>,
    /// What is wrong with lines of that file.
    pub found: Diagnostics,
}

/// Compares with the text of an older `auto.conf`, called `name` in messages; without one everything that is not `n`
/// is new. O(tree + text).
pub fn changed_since(config: &mut Config, name: &str, previous: Option<&[u8]>) -> Changed {
    let tree = Arc::clone(config.tree());
    let mut old = Previous {
        values: vec![None; tree.symbols.len()],
        gone: BTreeSet::new(),
        found: Diagnostics::default(),
    };
    if let Some(bytes) = previous {
        let text: Arc<str> = crate::bytes::decode(bytes).into();
        let file = config.sources.add(name, Arc::clone(&text), None);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = line.trim_end_matches(['\n', '\r']);
            let span = Span { file, start: start as u32, end: (start + end.len()) as u32 };
            old.line(&tree, end, span);
            start += line.len();
        }
    }
    let is_other = |id: &SymbolId| {
        let now = config.is_written(*id).then(|| config.text(*id));
        match (&old.values[id.index()], now) {
            (None, None) => false,
            (None, Some(now)) => !(tree.symbol(*id).is_tristate_like() && now == "n"),
            (Some(before), None) => !(tree.symbol(*id).is_tristate_like() && before == "n"),
            (Some(before), Some(now)) => *before != now,
        }
    };
    let mut names = std::mem::take(&mut old.gone);
    names.extend(tree.symbols().filter(is_other).map(|id| tree.name(id).to_owned()));
    Changed { names: names.into_iter().collect(), found: old.found }
}

struct Previous {
    /// By symbol.
    values: Vec<Option<String>>,
    /// Names that the tree does not know any more.
    gone: BTreeSet<String>,
    found: Diagnostics,
}

impl Previous {
    fn line(&mut self, tree: &Tree, line: &str, span: Span) {
        let bare = |text: &'_ str| text.strip_prefix(tree.prefix()).map(str::to_owned);
        if line.is_empty() {
            return;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let rest = comment.strip_prefix(' ').and_then(bare);
            if let Some((name, "is not set")) = rest.as_deref().and_then(|rest| rest.split_once(' ')) {
                self.assign(tree, name, "n", span);
            }
            return;
        }
        match bare(line).as_deref().and_then(|rest| rest.split_once('=')) {
            Some((name, value)) => self.assign(tree, name, value, span),
            None => {
                let message = format!("this line is no assignment: {line}");
                let finding = Diagnostic::new(Severity::Warning, Code::UNEXPECTED_DATA, span, message)
                    .help("the file is generated: remove it, and the next run makes it anew")
                    .classic(format!("warning: unexpected data: {line}"));
                self.found.push(finding);
            }
        }
    }

    fn assign(&mut self, tree: &Tree, name: &str, value: &str, span: Span) {
        let Some(id) = tree.symbol_named(name) else {
            // A name is to become that of a file: nothing that leads to another folder. Names that the tree
            // mentions without defining them were never on.
            let is_name = !name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
            if is_name && tree.names().get(name).is_none() {
                self.gone.insert(name.to_owned());
            }
            return;
        };
        let slot = &mut self.values[id.index()];
        if slot.is_some() {
            let message = format!("{name} is assigned a second time; the last one counts");
            let finding = Diagnostic::new(Severity::Warning, Code::REASSIGNED, span, message)
                .help("the file is generated: remove it, and the next run makes it anew")
                .classic(format!("warning: override: reassigning to symbol {name}"));
            self.found.push(finding);
        }
        let kind = tree.symbol(id).kind();
        let value = match kind {
            None => return,
            // As in `.config` the first letter decides.
            Some(Type::Bool | Type::Tristate) => match value.chars().next() {
                Some('y') => "y",
                Some('m') if kind == Some(Type::Tristate) => "m",
                Some('n') => "n",
                _ => return,
            },
            Some(kind @ (Type::Int | Type::Hex)) if !number::is_valid(kind, value) => return,
            Some(_) => value,
        };
        *slot = Some(value.to_owned());
    }
}

/// What the reference program puts into these files: `n` is absent.
fn written(config: &Config) -> impl Iterator<Item = Item> {
    item::all(config).filter(|item| item.written && !item.off())
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(text);
}
