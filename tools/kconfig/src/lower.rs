//! From events to the model: dependencies pushed down, implicit submenus made.
//!
//! ```text
//!  events ──build──► nodes with what was written ──push──► conditions ──nest──► submenus ──check──► Tree
//! ```
//! Every step is a loop over an explicit stack: nesting is as deep as the input wants.

mod build;
mod check;
mod cycle;
mod members;
mod nest;
mod order;
mod push;
mod simplify;
mod unless;

pub(crate) use build::type_name;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::model::{LoadOptions, NodeId, Tree};
use crate::parser;
use crate::preprocess::Undecided;
use crate::source::SourceMap;
use crate::span::Span;

/// Reads, parses and lowers.
pub(crate) fn load(options: &LoadOptions<'_>) -> Tree {
    let mut builder = build::Builder::new(options.parse.dialect);
    let parsed = match parser::parse_ahead(options.root, &options.parse, &mut builder) {
        Ok(parsed) => parsed,
        Err(Undecided) => {
            builder = build::Builder::new(options.parse.dialect);
            parser::parse(options.root, &options.parse, &mut builder)
        }
    };
    // The reference program stops after a syntax error; what it would say of half a model would only distract.
    let complete = !parsed.diagnostics.has_errors();
    let (mut tree, early) = builder.finish(parsed, options);
    let errors = early.iter().any(|(_, d)| d.severity == Severity::Error);
    tree.diagnostics = in_reading_order(std::mem::take(&mut tree.diagnostics), early, &tree.sources);
    let finished = push::finalize(&mut tree);
    if complete && !errors {
        let order = order::find(&tree);
        let in_loops = order.cells.is_none();
        tree.order = order.cells;
        let found = check::check(&tree, &finished, in_loops || order.doubtful);
        if in_loops && !found.has_errors() {
            // They are there only as the conditions are written.
            simplify::conditions(&mut tree);
            tree.order = order::find(&tree).cells;
        }
        tree.diagnostics.append(found);
    }
    tree
}

/// Merges what the parser found with what the builder found while it listened, as a reader meets them.
fn in_reading_order(
    parser: Diagnostics,
    builder: Vec<(Span, Diagnostic)>,
    sources: &SourceMap,
) -> Diagnostics {
    if builder.is_empty() {
        return parser;
    }
    let place = |span: Span| {
        let mut path = vec![(span.start, 1)];
        let mut file = span.file;
        while let Some(outer) = sources.file(file).included_from() {
            // What a sourced file says comes after the statement that sourced it.
            path.push((outer.start, 2));
            file = outer.file;
        }
        path.reverse();
        path
    };
    let mut keyed: Vec<(Vec<(u32, u8)>, Diagnostic)> = Vec::new();
    let mut last = Vec::new();
    for diagnostic in parser.iter().cloned() {
        // What has no place keeps its neighbour's; and the parser's own order stands.
        let key = diagnostic.span.map_or_else(|| last.clone(), place).max(last);
        last = key.clone();
        keyed.push((key, diagnostic));
    }
    keyed.extend(builder.into_iter().map(|(span, diagnostic)| (place(span), diagnostic)));
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let mut merged = Diagnostics::default();
    keyed.into_iter().for_each(|(_, diagnostic)| merged.push(diagnostic));
    merged
}

/// Each symbol and choice node, children before parents: the order of the reference's messages.
struct Finished {
    nodes: Vec<NodeId>,
}
