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
    let errors = early.iter().any(|(.., d)| d.severity == Severity::Error);
    tree.diagnostics = in_reading_order(std::mem::take(&mut tree.diagnostics), early, &tree.sources);
    let finished = push::finalize(&mut tree);
    if complete && !errors {
        finished.notes.iter().for_each(|note| tree.diagnostics.push(note.clone()));
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
        forget_constants(&mut tree);
    }
    tree
}

/// A `config y` defines nothing that has a value: nobody is asked for it, and it stands in no file.
fn forget_constants(tree: &mut Tree) {
    for index in 0..tree.symbols.len() {
        if !build::is_constant(tree.symbols[index].name) {
            continue;
        }
        let symbol = &mut tree.symbols[index];
        symbol.properties = 0..0;
        (symbol.rev_dep, symbol.weak_rev_dep) = (Vec::new(), Vec::new());
        for node in std::mem::take(&mut symbol.nodes) {
            tree.nodes[node.index()].text = None;
        }
    }
}

/// Merges what the parser found with what the builder found while it listened: each of these knows how many of the
/// others were there before it.
fn in_reading_order(
    parser: Diagnostics,
    mut builder: Vec<(usize, Span, Diagnostic)>,
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
    builder.sort_by_cached_key(|(before, span, _)| (*before, place(*span)));
    let mut builder = builder.into_iter().peekable();
    let mut merged = Diagnostics::default();
    for (index, diagnostic) in parser.all().enumerate() {
        while let Some((.., found)) = builder.next_if(|(before, ..)| *before <= index) {
            merged.push(found);
        }
        merged.push(diagnostic.clone());
    }
    builder.for_each(|(.., found)| merged.push(found));
    merged
}

/// Each symbol and choice node, children before parents: the order of the reference's messages.
struct Finished {
    nodes: Vec<NodeId>,
    /// What the reference says while it does this.
    notes: Vec<Diagnostic>,
}
