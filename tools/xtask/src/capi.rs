//! The C library with its headers in one folder.

use crate::workspace::Workspace;
use anyhow::Result;
use clib::Build;
use std::path::PathBuf;

/// Builds the library in the tree's configuration and gathers what a C program needs in `out`.
pub(crate) fn run(workspace: &Workspace, out: Option<PathBuf>) -> Result<()> {
    let out = out.unwrap_or_else(|| workspace.target().join("capi"));
    let build = Build {
        release: true,
        verbose: true,
        // This program runs from the usual folder, whose lock is free by now.
        ..Build::of(workspace.root(), workspace.target())
    };
    let library = build.run(&out)?;
    let (include, archive) = (library.include(), library.archive());
    println!("{}\n{}", include.display(), archive.display());
    println!("cc -I{} program.c {} -lpthread -ldl -lm", include.display(), archive.display());
    Ok(())
}
