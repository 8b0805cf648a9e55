//! A bar that shows how far a long run is; nothing where standard error is not a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of `total` operations.
pub(crate) fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    bar.set_style(style("  {msg} [{bar:40}] {percent:>3} % {eta:>4}"));
    bar
}

/// A line that changes, for a run of unknown length.
pub(crate) fn line() -> ProgressBar {
    let line = ProgressBar::new_spinner();
    line.set_style(style("  {msg}"));
    line
}

fn style(template: &str) -> ProgressStyle {
    // The templates are constants of this file: a slip in one shows as the plain bar.
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("#>.")
}
