//! The commands, as people see them.

mod progress;
mod replay;
mod smallest;

pub(crate) use replay::replay;
pub(crate) use smallest::smallest;

use std::path::Path;

use los_mem::CONFIG;
use memlab::size::{Bytes, Count};
use memlab::survey::Survey;

/// Says what a trace asks for, and of what library.
fn describe(file: &Path, survey: &Survey) -> String {
    let options =
        [(CONFIG.slab, "slabs"), (CONFIG.task_stat, "task statistics"), (CONFIG.mem_debug, "debugging")];
    let options: Vec<&str> = options.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    let options = if options.is_empty() { "no options".to_string() } else { options.join(", ") };
    format!(
        "trace         {}\n\
         library       {}, {options}\n\
         operations    {}\n              {} alloc, {} aligned, {} realloc, {} free\n\
         peak live     {}, in at most {} blocks\n",
        file.display(),
        CONFIG.algorithm.name(),
        Count(survey.operations()),
        Count(survey.allocs),
        Count(survey.aligned),
        Count(survey.reallocs),
        Count(survey.frees),
        Bytes(survey.peak_live),
        Count(survey.peak_blocks as u64),
    )
}

/// `part` as a multiple of `whole`, for people.
fn times(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_string() } else { format!("{:.3}", part as f64 / whole as f64) }
}
