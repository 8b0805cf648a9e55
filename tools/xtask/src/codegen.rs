//! `los_memory.h`, made from the C functions in `src/capi`.
//!
//! The header is the same for every configuration: what an option brings stands under its `#ifdef`, and `los_config.h`
//! says which options are on. Knows nothing of what the functions do.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use kconfig::dotconfig::save_text;
use std::collections::BTreeSet;
use std::path::Path;

/// The header, and the file that the compiler starts from.
const HEADER: &str = "tools/los-mem-capi/include/los_memory.h";
const SOURCE: &str = "src/capi/mod.rs";

const HEAD: &str = "\
/*
 * LOS_Mem, the dynamic memory module of LiteOS, for C and C++.
 *
 * Made from src/capi by `cargo xtask codegen`. Do not edit.
 *
 * What stands under #ifdef is there only if that option is on: los_config.h, which the build makes from the
 * configuration, says so. Every function takes the pool's address as it was given to LOS_MemInit.
 */
#ifndef _LOS_MEMORY_H
#define _LOS_MEMORY_H
";

/// LiteOS defines these beside its types, so they are left alone if they are there.
const COMMON: &str = "
#include \"los_config.h\"
#include \"los_typedef.h\"

/* Success. */
#ifndef LOS_OK
#define LOS_OK 0U
#endif
/* Failure. */
#ifndef LOS_NOK
#define LOS_NOK 1U
#endif
/* No number. */
#ifndef OS_INVALID
#define OS_INVALID 0xFFFFFFFFU
#endif";

/// The types of `los_typedef.h`, which the header names and does not define.
const TYPES: [&str; 6] = ["VOID", "CHAR", "UINT8", "UINT32", "UINTPTR", "ADDRESS"];

/// Writes the header, or says how it differs.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<()> {
    let text = header(workspace)?;
    let path = workspace.path(HEADER);
    if check {
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        if old != text {
            print!(
                "{}",
                similar::TextDiff::from_lines(&old, &text).unified_diff().header(HEADER, "src/capi")
            );
            bail!("{HEADER} is not what src/capi says: run `cargo xtask codegen`");
        }
        println!("{HEADER} is what src/capi says");
        return Ok(());
    }
    save_text(&path, &text).with_context(|| format!("cannot write {HEADER}"))?;
    println!("{HEADER}");
    Ok(())
}

/// The header's text.
fn header(workspace: &Workspace) -> Result<String> {
    let config = config(workspace)?;
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(workspace.path(SOURCE))
        .generate()
        .with_context(|| format!("cannot read {SOURCE}"))?;
    let mut bytes = Vec::new();
    bindings.write(&mut bytes);
    let text = String::from_utf8(bytes).context("the header is no text")?;
    Ok(tidied(&text))
}

/// How the C functions look in C.
fn config(workspace: &Workspace) -> Result<cbindgen::Config> {
    let mut config = cbindgen::Config {
        language: cbindgen::Language::C,
        cpp_compat: true,
        header: Some(HEAD.to_owned()),
        after_includes: Some(COMMON.to_owned()),
        trailer: Some("#endif /* _LOS_MEMORY_H */".to_owned()),
        no_includes: true,
        style: cbindgen::Style::Type,
        documentation_style: cbindgen::DocumentationStyle::Doxy,
        line_length: 120,
        tab_width: 4,
        usize_is_size_t: true,
        ..cbindgen::Config::default()
    };
    config.export.exclude = TYPES.map(str::to_owned).into();
    config.export.rename.insert("ADDRESS".to_owned(), "UINTPTR".to_owned());
    // A cfg of an option is the macro of the same name.
    for symbol in symbols(&workspace.path("src/capi"))? {
        config.defines.insert(symbol.clone(), symbol);
    }
    Ok(config)
}

/// Every option that the C functions ask for.
fn symbols(capi: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(capi).with_context(|| format!("cannot list {}", capi.display()))? {
        let path = entry?.path();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for part in text.split("LOSCFG_").skip(1) {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
            found.insert(format!("LOSCFG_{}", &part[..end]));
        }
    }
    Ok(found)
}

/// The generator's text as people write C.
fn tidied(text: &str) -> String {
    // Links of rustdoc; comments that every C knows; a field under a condition takes its semicolon along.
    let text = text.replace("[`", "").replace("`]", "").replace("// __cplusplus", "/* __cplusplus */");
    let text = text.replace("// extern \"C\"", "/* extern \"C\" */").replace("\n#endif\n    ;", ";\n#endif");
    let mut lines: Vec<String> = Vec::new();
    let mut open = String::new();
    for line in text.lines().map(in_hex) {
        if line.starts_with("#if defined(")
            && line == open
            && lines.ends_with(&["#endif".into(), String::new()])
        {
            // One condition for neighbours.
            lines.truncate(lines.len() - 2);
            lines.push(String::new());
            continue;
        }
        if line.starts_with("#if") {
            open.clone_from(&line);
        }
        if !(line.is_empty() && lines.last().is_some_and(String::is_empty)) {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

/// A number of a definition in hexadecimal if it has several digits, as error numbers are known.
fn in_hex(line: &str) -> String {
    let number = line.strip_prefix("#define ").and_then(|rest| rest.split_once(' '));
    match number.and_then(|(name, number)| Some((name, number.parse::<u64>().ok()?))) {
        Some((name, number)) if number > 9 => format!("#define {name} 0x{number:X}U"),
        Some((name, number)) => format!("#define {name} {number}U"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_header_is_what_the_functions_say() {
        let workspace = Workspace::find().expect("the tests run in the repository");
        let text = header(&workspace).expect("the header can be made");
        let kept = std::fs::read_to_string(workspace.path(HEADER)).unwrap_or_default();
        assert!(kept == text, "{HEADER} is not what src/capi says: run `cargo xtask codegen`");
    }

    #[test]
    fn error_numbers_are_hexadecimal() {
        assert_eq!(in_hex("#define A 33554689"), "#define A 0x2000101U");
        assert_eq!(in_hex("#define A 1"), "#define A 1U");
        assert_eq!(in_hex("#define A (1)"), "#define A (1)");
    }

    #[test]
    fn neighbours_share_their_condition() {
        let text = "#if defined(A)\nint f;\n#endif\n\n#if defined(A)\nint g;\n#endif\n";
        assert_eq!(tidied(text), "#if defined(A)\nint f;\n\nint g;\n#endif\n");
    }

    #[test]
    fn a_function_of_an_option_stands_under_its_macro() {
        let workspace = Workspace::find().expect("the tests run in the repository");
        let text = header(&workspace).expect("the header can be made");
        let (_, after) =
            text.split_once("#if defined(LOSCFG_MEM_MUL_POOL)").expect("the option is asked for");
        let (under, _) = after.split_once("#endif").expect("what is opened is closed");
        assert!(under.contains("UINT32 LOS_MemDeInit(VOID *pool);"), "{under}");
    }
}
