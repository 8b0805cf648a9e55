//! One recorded run of `conf` over a small tree of its own.

use super::program::Program;
use super::{Answer, Files, read, write};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const EXPECTED: &str = "expected_";

/// The names of all cases, sorted.
pub(super) fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Runs the case in a folder of its own and says which files its folder should hold.
pub(super) fn ask(program: &Program, case: &Path) -> Result<Answer> {
    let (stored, mut inputs): (Files, Files) =
        read(case)?.into_iter().partition(|(name, _)| name.starts_with(EXPECTED));
    let command = inputs.remove("cmd").context("it has no file `cmd`")?;
    let command = String::from_utf8(command).context("`cmd` is not UTF-8")?;
    let (environment, arguments) = split(&command)?;
    let input = inputs.remove("stdin").unwrap_or_default();
    inputs.remove("differs");
    if let Some(config) = inputs.remove("config") {
        inputs.insert(".config".to_owned(), config);
    }

    let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
    for (name, bytes) in &inputs {
        write(&folder.path().join(name), bytes)?;
    }
    let output = program.run(folder.path(), environment, &arguments, &input)?;

    let mut expected = Files::new();
    let with_include = case.file_name().is_some_and(|name| name.to_string_lossy().starts_with("include_"));
    for (name, bytes) in read(folder.path())? {
        // The backup repeats the input.
        let recorded = !name.ends_with(".old") && (with_include || !name.starts_with("include/"));
        if recorded && inputs.get(&name) != Some(&bytes) {
            let bytes = if name.starts_with("include/") { in_order(&name, bytes) } else { bytes };
            let name = if name == ".config" { "config" } else { name.as_str() };
            expected.insert(format!("{EXPECTED}{name}"), bytes);
        }
    }
    for (name, bytes) in [("expected_stdout", output.stdout), ("expected_stderr", output.stderr)] {
        if !bytes.is_empty() {
            expected.insert(name.to_owned(), bytes);
        }
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => {
            expected.insert("expected_status".to_owned(), format!("{code}\n").into_bytes());
        }
        None => bail!("conf was killed: {}", output.status),
    }
    Ok(Answer { folder: case.to_owned(), stored, expected })
}

/// The lines sorted, of a file that the reference program writes in the order of a hash table.
fn in_order(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    if !["include/config/auto.conf", "include/generated/autoconf.h", "include/generated/rustc_cfg"]
        .contains(&name)
    {
        return bytes;
    }
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    lines.sort_unstable();
    lines.concat()
}

/// Variables of the environment, and arguments.
type Command<'a> = (Vec<(&'a str, &'a str)>, Vec<&'a str>);

/// Splits `NAME=value … arguments`; the Kconfig file comes last.
fn split(command: &str) -> Result<Command<'_>> {
    let mut words = command.split_whitespace().peekable();
    let mut environment = Vec::new();
    while let Some(variable) = words.peek().filter(|word| !word.starts_with('-')) {
        environment.push(variable.split_once('=').context("`cmd` has no mode")?);
        words.next();
    }
    let mut arguments: Vec<_> = words.collect();
    if arguments.is_empty() {
        bail!("`cmd` has no mode");
    }
    arguments.push("Kconfig");
    Ok((environment, arguments))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn variables_come_before_the_mode_and_the_kconfig_file_last() {
        let (environment, arguments) = split("CONFIG_= A=b=c --savedefconfig out\n").expect("well-formed");
        assert_eq!(environment, [("CONFIG_", ""), ("A", "b=c")]);
        assert_eq!(arguments, ["--savedefconfig", "out", "Kconfig"]);
    }

    #[test]
    fn a_command_without_a_mode_is_refused() {
        assert!(split("A=b\n").is_err());
        assert!(split("olddefconfig\n").is_err());
    }
}
