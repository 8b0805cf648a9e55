//! The C library with its headers in one folder.

use crate::baremetal;
use crate::workspace::Workspace;
use anyhow::Result;
use clib::{Build, Configuration};
use std::path::PathBuf;

/// Builds the library in the tree's configuration and gathers what a C program needs in `out`; for a bare-metal target
/// if one is named.
pub(crate) fn run(workspace: &Workspace, out: Option<PathBuf>, target: Option<&str>) -> Result<()> {
    let out = out.unwrap_or_else(|| workspace.target().join("capi"));
    let library = match target {
        Some(target) => baremetal::library(workspace, target, Configuration::OfTheTree, &out)?,
        None => {
            // This program runs from the usual folder, whose lock is free by now.
            let build = Build::of(workspace.root(), workspace.target());
            Build { release: true, verbose: true, ..build }.run(&out)?
        }
    };
    let (include, archive) = (library.include(), library.archive());
    println!("{}\n{}", include.display(), archive.display());
    match target {
        Some(_) => println!("the program supplies: {}", join(library.imports()?)),
        None => {
            println!("cc -I{} program.c {} -lpthread -ldl -lm", include.display(), archive.display());
        }
    }
    Ok(())
}

fn join(names: impl IntoIterator<Item = String>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}
