//! Answers that are kept from run to run, as long as what they depend on stays what it was.
//!
//! A line for each command of the file: the command, a tab, what it depends on, a tab, its output; escaped as in a file
//! of answers. The file may be read, and deleted at any time.
//!
//! Knows nothing of what a command does: it depends on the files and programs that its words name, on the variables that
//! it mentions with `$`, and on those by which shells, searches and compilers are steered.

use super::record::{escape, unescape};
use super::{Pending, Shell};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

/// Variables on which every command depends: those of shells, searches and compilers, and those by which kernels tell
/// their scripts what to build.
const VARIABLES: [&str; 25] = [
    "ARCH",
    "BINDGEN",
    "CC",
    "COMPILER_PATH",
    "CPATH",
    "CROSS_COMPILE",
    "C_INCLUDE_PATH",
    "GCC_EXEC_PREFIX",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LD",
    "LD_LIBRARY_PATH",
    "LIBRARY_PATH",
    "NM",
    "OBJCOPY",
    "PAHOLE",
    "PATH",
    "PYTHONPATH",
    "RUSTC",
    "RUSTUP_TOOLCHAIN",
    "SOURCE_DATE_EPOCH",
    "SRCARCH",
    "srctree",
];

/// Gives the value of an environment variable, if it is set.
type Variable = dyn Fn(&str) -> Option<String>;

/// Answers from the memory of earlier runs; what it does not have, or what depends on something that changed, is run by
/// another shell and remembered. The memory is written when this is dropped.
///
/// A command whose answer depends on anything else (the clock, a file that it finds by itself) must not be asked
/// through this: the user chooses it.
pub struct Remembered<S> {
    folder: PathBuf,
    variable: Box<Variable>,
    memory: Arc<Mutex<Memory>>,
    otherwise: S,
}

#[derive(Default)]
struct Memory {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
    /// What words were found to be in this run: many commands name the same compiler.
    words: HashMap<String, Option<String>>,
    changed: bool,
}

#[derive(Clone)]
struct Entry {
    identity: String,
    output: Vec<u8>,
}

impl<S: Shell> Remembered<S> {
    /// Reads the memory in a file, which need not exist; commands run in `folder`, and `variable` gives the values of
    /// their environment. Lines that cannot be understood are forgotten.
    ///
    /// # Errors
    /// The file is there, but cannot be read.
    pub fn open(
        path: &Path,
        folder: impl Into<PathBuf>,
        variable: impl Fn(&str) -> Option<String> + 'static,
        otherwise: S,
    ) -> io::Result<Remembered<S>> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(why) if why.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(why) => return Err(why),
        };
        let entries = text.split(|&byte| byte == b'\n').filter_map(parse).collect();
        let memory = Memory { path: path.to_owned(), entries, words: HashMap::new(), changed: false };
        let memory = Arc::new(Mutex::new(memory));
        Ok(Remembered { folder: folder.into(), variable: Box::new(variable), memory, otherwise })
    }
}

impl<S: Shell> Shell for Remembered<S> {
    fn start(&self, command: &str) -> Pending {
        let mut memory = lock(&self.memory);
        let identity = identity(command, &self.folder, &self.variable, &mut memory.words);
        if let Some(entry) = memory.entries.get(command)
            && entry.identity == identity
        {
            return Pending::Ready(Ok(entry.output.clone()));
        }
        drop(memory);
        let running = self.otherwise.start(command);
        let (memory, command) = (Arc::clone(&self.memory), command.to_owned());
        Pending::Later(Box::new(move || {
            let output = running.wait()?;
            let mut memory = lock(&memory);
            memory.entries.insert(command, Entry { identity, output: output.clone() });
            memory.changed = true;
            Ok(output)
        }))
    }

    fn runs_ahead(&self) -> bool {
        self.otherwise.runs_ahead()
    }
}

impl<S> Drop for Remembered<S> {
    fn drop(&mut self) {
        let mut memory = lock(&self.memory);
        if std::mem::take(&mut memory.changed) {
            let mut text = Vec::new();
            for (command, entry) in &memory.entries {
                escape(command.as_bytes(), &mut text);
                text.push(b'\t');
                escape(entry.identity.as_bytes(), &mut text);
                text.push(b'\t');
                escape(&entry.output, &mut text);
                text.push(b'\n');
            }
            // What cannot be remembered is run again.
            let _ = replace(&memory.path, &text);
        }
    }
}

impl<S> std::fmt::Debug for Remembered<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remembered").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// In one step: another run reads the old memory or the new one.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = Path::new(&name);
    let replaced = fs::write(temporary, text).and_then(|()| fs::rename(temporary, path));
    if replaced.is_err() {
        let _ = fs::remove_file(temporary);
    }
    replaced
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

fn parse(line: &[u8]) -> Option<(String, Entry)> {
    let mut columns = line.split(|&byte| byte == b'\t').map(unescape);
    let mut next = || columns.next().flatten();
    let (command, identity, output) = (next()?, next()?, next()?);
    let entry = Entry { identity: String::from_utf8(identity).ok()?, output };
    Some((String::from_utf8(command).ok()?, entry))
}

/// What a command depends on: a line for each file, program and variable that it names.
fn identity(
    command: &str,
    folder: &Path,
    variable: impl Fn(&str) -> Option<String>,
    known: &mut HashMap<String, Option<String>>,
) -> String {
    let mut text = String::new();
    let separators = |c: char| c.is_whitespace() || "\"'`;|&(){}<>=,:$".contains(c);
    let mut words: Vec<&str> = command.split(separators).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    for word in words {
        if !known.contains_key(word) {
            known.insert(word.to_owned(), file_of(word, folder));
        }
        text.extend(known.get(word).into_iter().flatten().map(String::as_str));
    }
    let mentioned = command.split('$').skip(1).map(|rest| {
        let rest = rest.trim_start_matches('{');
        &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())]
    });
    let mut names: Vec<&str> = mentioned.chain(VARIABLES).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        if let Some(value) = variable(name) {
            let _ = writeln!(text, "{name}={value}");
        }
    }
    text
}

/// The file or program that a word names, with its size and the time of its last change, as a line. A shell's own words
/// name nothing, or a program of that name: then its line does no harm.
fn file_of(word: &str, folder: &Path) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let file = folder.join(word);
    let in_path = || std::env::split_paths(&path).map(|at| at.join(word)).find(|file| file.is_file());
    let found = if word.contains('/') || file.is_file() { Some(file) } else { in_path() }?;
    let about = fs::metadata(&found).ok()?;
    let modified = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Some(format!("{} {} {}\n", found.display(), about.len(), modified.unwrap_or_default().as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Run;

    fn ask(folder: &Path, command: &str) -> String {
        ask_with(folder, command, "")
    }

    /// Asks where the variable V has a value.
    fn ask_with(folder: &Path, command: &str, value: &'static str) -> String {
        let run = Run::new(folder).with_variable("V", value);
        let variable = |name: &str| (name == "V").then(|| value.to_owned());
        let shell = Remembered::open(&folder.join("memory"), folder, variable, run).expect("a memory");
        let output = shell.start(command).wait().expect("an answer");
        String::from_utf8_lossy(&output).trim().to_owned()
    }

    #[test]
    fn an_answer_is_remembered_until_a_file_that_it_names_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        fs::write(folder.join("script"), "echo x >> log; wc -l < log").expect("written");
        assert_eq!(ask(folder, "sh ./script"), "1");
        assert_eq!(ask(folder, "sh ./script"), "1", "it was not run again");
        fs::write(folder.join("script"), "echo x >> log;  wc -l < log").expect("written");
        assert_eq!(ask(folder, "sh ./script"), "2", "the script is another one");
        assert_eq!(ask(folder, "sh ./script"), "2");
    }

    #[test]
    fn a_memory_that_was_deleted_or_damaged_is_no_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let command = "echo x >> log; wc -l < log";
        // The log itself is on the command line, so each run makes the next one necessary.
        assert_eq!(ask(folder, command), "1");
        assert_eq!(ask(folder, command), "2");
        assert_eq!(ask(folder, "echo $((1 + 1))"), "2");
        fs::write(folder.join("memory"), "nonsense\n\\\n").expect("written");
        assert_eq!(ask(folder, "echo $((1 + 1))"), "2");
        fs::remove_file(folder.join("memory")).expect("it was made again");
        assert_eq!(ask(folder, "echo $((1 + 1))"), "2");
    }

    #[test]
    fn a_variable_that_a_command_mentions_counts_as_the_command_sees_it() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(ask_with(folder.path(), "echo is ${V}", "one"), "is one");
        assert_eq!(ask_with(folder.path(), "echo is ${V}", "two"), "is two");
    }

    #[test]
    fn a_command_depends_on_programs_files_and_variables_that_it_names() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "").expect("written");
        let variable = |name: &str| Some(format!("<{name}>"));
        let command = "sh -c 'cat file' && echo ${HOME} $LOGNAME";
        let text = identity(command, folder.path(), variable, &mut HashMap::new());
        assert!(text.contains("/sh ") && text.contains("/cat ") && text.contains("/file 0 "), "{text}");
        for name in ["PATH", "HOME", "LOGNAME", "SRCARCH"] {
            assert!(text.contains(&format!("\n{name}=<{name}>\n")), "{name}: {text}");
        }
        assert!(!text.contains("OTHER="), "{text}");
    }
}
