//! A file of answers to commands: what was run once need not be run again.
//!
//! A line for each command: the command, a tab, what it wrote on standard output. In both a backslash, a line feed, a
//! carriage return, a tab and a NUL are `\\`, `\n`, `\r`, `\t` and `\0`; other bytes stand for themselves. Lines are
//! only ever added, and of two for the same command the first counts.
//!
//! Knows nothing of what an answer depends on: whoever names a file sees to it that folder, environment and programs
//! are those of the record.

use super::{Pending, Shell, ShellError};
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Answers from a file of answers, and adds to it what it did not know: the policy of whoever runs the same tree often.
///
/// What a command writes on standard error is seen once only, when it really runs.
pub struct Recorded<S> {
    known: HashMap<String, Vec<u8>>,
    file: Arc<Mutex<File>>,
    otherwise: S,
}

impl<S: Shell> Recorded<S> {
    /// Opens the file or creates it; `otherwise` runs the commands that it does not have.
    ///
    /// # Errors
    /// The file can be neither opened nor created, or a line is no answer.
    pub fn open(path: &Path, otherwise: S) -> io::Result<Recorded<S>> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let known = read(&std::fs::read(path)?).map_err(|line| {
            let what = format!("line {line} is no recorded answer: a command, a tab and its output are due");
            io::Error::new(io::ErrorKind::InvalidData, what)
        })?;
        Ok(Recorded { known, file: Arc::new(Mutex::new(file)), otherwise })
    }
}

impl<S: Shell> Shell for Recorded<S> {
    fn start(&self, command: &str) -> Pending {
        if let Some(output) = self.known.get(command) {
            return Pending::Ready(Ok(output.clone()));
        }
        let (running, file, command) = (self.otherwise.start(command), self.file.clone(), command.to_owned());
        Pending::Later(Box::new(move || {
            let output = running.wait()?;
            // One write for a line: whoever adds to the file at the same time does not come between.
            let added = file
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write_all(&line(command.as_bytes(), &output));
            added.map_err(|why| ShellError::Failed(format!("its answer cannot be recorded: {why}")))?;
            Ok(output)
        }))
    }

    fn runs_ahead(&self) -> bool {
        self.otherwise.runs_ahead()
    }
}

impl<S> std::fmt::Debug for Recorded<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorded").field("known", &self.known.len()).finish_non_exhaustive()
    }
}

/// A line of a file of answers.
pub fn line(command: &[u8], output: &[u8]) -> Vec<u8> {
    let mut line = Vec::with_capacity(command.len() + output.len() + 2);
    escape(command, &mut line);
    line.push(b'\t');
    escape(output, &mut line);
    line.push(b'\n');
    line
}

/// The answers of a file of answers; if a line is none, its number from 1. A last line without its end is a write that
/// was interrupted, and ignored.
pub fn read(text: &[u8]) -> Result<HashMap<String, Vec<u8>>, usize> {
    let mut answers = HashMap::new();
    for (at, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let Some(line) = line.strip_suffix(b"\n") else { break };
        let answer = || {
            let tab = line.iter().position(|&byte| byte == b'\t')?;
            let (command, output) = line.split_at(tab);
            Some((String::from_utf8(unescape(command)?).ok()?, unescape(output.get(1..)?)?))
        };
        let (command, output) = answer().ok_or(at + 1)?;
        answers.entry(command).or_insert(output);
    }
    Ok(answers)
}

const ESCAPES: [(u8, u8); 5] = [(b'\\', b'\\'), (b'\n', b'n'), (b'\r', b'r'), (b'\t', b't'), (b'\0', b'0')];

pub(super) fn escape(text: &[u8], line: &mut Vec<u8>) {
    for &byte in text {
        match ESCAPES.iter().find(|(plain, _)| *plain == byte) {
            Some((_, letter)) => line.extend([b'\\', *letter]),
            None => line.push(byte),
        }
    }
}

pub(super) fn unescape(text: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => {
                let letter = bytes.next()?;
                plain.push(ESCAPES.iter().find(|(_, escape)| escape == letter)?.0);
            }
            b'\t' => return None,
            byte => plain.push(byte),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::Answers;

    #[test]
    fn what_is_written_is_read_back() {
        let mut file = line(b"printf 'a\\tb'", b"a\tb");
        file.extend(line(b"cat\nx", b"\0\r\n\\\xff"));
        let answers = read(&file).expect("two lines");
        assert_eq!(answers.get("printf 'a\\tb'").map(Vec::as_slice), Some(b"a\tb".as_slice()));
        assert_eq!(answers.get("cat\nx").map(Vec::as_slice), Some(b"\0\r\n\\\xff".as_slice()));
    }

    #[test]
    fn the_first_answer_counts_and_a_cut_line_does_not() {
        let answers = read(b"a\t1\na\t2\nb\t3").expect("lines");
        assert_eq!(answers.len(), 1);
        assert_eq!(answers.get("a").map(Vec::as_slice), Some(b"1".as_slice()));
    }

    #[test]
    fn a_line_that_is_no_answer_is_named() {
        assert_eq!(read(b"a\t1\nb\n"), Err(2));
        assert_eq!(read(b"a\t1\t2\n"), Err(1));
        assert_eq!(read(b"\\x\t1\n"), Err(1));
    }

    #[test]
    fn a_command_is_run_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("answers");
        let ran = Recorded::open(&path, Answers::default().with("one", "1\n")).expect("a new file");
        assert_eq!(ran.start("one").wait(), Ok(b"1\n".to_vec()));
        assert_eq!(ran.start("two").wait(), Err(ShellError::Unanswered));

        let again = Recorded::open(&path, Answers::default()).expect("the file");
        assert_eq!(again.start("one").wait(), Ok(b"1\n".to_vec()));
        assert_eq!(again.start("two").wait(), Err(ShellError::Unanswered));
    }
}
