//! Recorded traces: one operation of an allocator a line, read as a stream.
//!
//! ```text
//! # anything                a comment; empty lines are passed over too
//! a ID SIZE                 allocate SIZE bytes and call the block ID
//! m ID ALIGN SIZE           allocate SIZE bytes on a multiple of ALIGN, a power of two
//! r ID SIZE                 resize block ID to SIZE bytes
//! f ID                      free block ID; the ID may be used again
//! ```
//!
//! Numbers are decimal. The text may be compressed by gzip, which is told from its first bytes, not from its name.
//! A SIZE of 0 is allowed, since programs ask for it: there is no block then, but the ID is in use all the same.
//!
//! T1. The operations that a [`Trace`] yields are in order: an allocation's slot is not in use, the slot of a resize
//! or a free is.
//! T2. Slots are numbered 0, 1, 2, … in the order in which IDs first appear, so a table of them is never larger than
//! the file, whatever the IDs are.
//!
//! Knows nothing of pools.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

/// One operation. Sizes and alignments are in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// Allocate.
    Alloc {
        /// The slot that holds the block.
        slot: u32,
        /// Bytes asked for.
        size: usize,
    },
    /// Allocate on a boundary.
    AllocAlign {
        /// The slot that holds the block.
        slot: u32,
        /// The boundary, a power of two.
        align: usize,
        /// Bytes asked for.
        size: usize,
    },
    /// Resize.
    Realloc {
        /// The slot that holds the block.
        slot: u32,
        /// Bytes asked for.
        size: usize,
    },
    /// Free.
    Free {
        /// The slot that held the block.
        slot: u32,
    },
}

impl Op {
    /// The slot that the operation is about.
    pub fn slot(self) -> u32 {
        match self {
            Op::Alloc { slot, .. }
            | Op::AllocAlign { slot, .. }
            | Op::Realloc { slot, .. }
            | Op::Free { slot } => slot,
        }
    }
}

/// An operation, and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The operation.
    pub op: Op,
    /// Its line in the trace, from 1.
    pub line: u64,
}

/// A trace that is being read: an iterator over its operations that ends at the first fault.
pub struct Trace<R> {
    name: String,
    reader: R,
    line: u64,
    text: Vec<u8>,
    slots: HashMap<u64, u32>,
    in_use: Vec<bool>,
    ended: bool,
}

/// The longest line that can be an operation has three numbers of 20 digits; more is not a trace.
const LONGEST_LINE: usize = 4096;

impl Trace<Box<dyn BufRead>> {
    /// Opens the trace in the file at `path`, compressed or plain.
    ///
    /// # Errors
    /// [`Fault::Open`] if the file cannot be opened or its first bytes cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let fail = |error| Error { file: name.clone(), line: 0, fault: Fault::Open(error) };
        let mut reader = BufReader::with_capacity(1 << 16, File::open(path).map_err(fail)?);
        let compressed = reader.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]);
        let reader: Box<dyn BufRead> = if compressed {
            Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader)))
        } else {
            Box::new(reader)
        };
        Ok(Self::new(name, reader))
    }
}

impl<R: BufRead> Trace<R> {
    /// Reads the plain text of a trace; `name` stands for the file in messages.
    pub fn new(name: impl Into<String>, reader: R) -> Self {
        Self {
            name: name.into(),
            reader,
            line: 0,
            text: Vec::new(),
            slots: HashMap::new(),
            in_use: Vec::new(),
            ended: false,
        }
    }

    /// How many slots have appeared so far.
    pub fn slots(&self) -> usize {
        self.in_use.len()
    }

    fn next_op(&mut self) -> Result<Option<Op>, Fault> {
        loop {
            self.text.clear();
            self.line += 1;
            let limit = LONGEST_LINE as u64 + 1;
            let read =
                self.reader.by_ref().take(limit).read_until(b'\n', &mut self.text).map_err(Fault::Read)?;
            if read == 0 {
                return Ok(None);
            }
            if read > LONGEST_LINE {
                return Err(Fault::LongLine);
            }
            let text = std::str::from_utf8(&self.text).map_err(|_| Fault::NotText)?;
            let text = text.split('#').next().unwrap_or_default();
            let mut words = text.split_ascii_whitespace();
            if let Some(letter) = words.next() {
                return operation(letter, &mut words, &mut self.slots, &mut self.in_use).map(Some);
            }
        }
    }
}

impl<R: BufRead> Iterator for Trace<R> {
    type Item = Result<Step, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let op = self.next_op();
        self.ended = !matches!(op, Ok(Some(_)));
        match op {
            Ok(op) => op.map(|op| Ok(Step { op, line: self.line })),
            Err(fault) => Some(Err(Error { file: self.name.clone(), line: self.line, fault })),
        }
    }
}

fn operation<'a>(
    letter: &str,
    words: &mut impl Iterator<Item = &'a str>,
    slots: &mut HashMap<u64, u32>,
    in_use: &mut Vec<bool>,
) -> Result<Op, Fault> {
    if !["a", "m", "r", "f"].contains(&letter) {
        return Err(Fault::UnknownOperation(excerpt(letter)));
    }
    let id = number(words.next(), "ID")?;
    let align = if letter == "m" { size(number(words.next(), "ALIGN")?)? } else { 1 };
    let bytes = if letter == "f" { 0 } else { size(number(words.next(), "SIZE")?)? };
    if let Some(extra) = words.next() {
        return Err(Fault::Extra(excerpt(extra)));
    }
    if !align.is_power_of_two() {
        return Err(Fault::Alignment(align));
    }
    let known = slots.get(&id).copied();
    let used = known.is_some_and(|slot| in_use[slot as usize]);
    let allocates = letter == "a" || letter == "m";
    if allocates == used {
        return Err(if used { Fault::InUse(id) } else { Fault::NotInUse(id) });
    }
    let slot = match known {
        Some(slot) => slot,
        None => {
            let slot = u32::try_from(in_use.len()).map_err(|_| Fault::TooManySlots)?;
            slots.insert(id, slot);
            in_use.push(false);
            slot
        }
    };
    in_use[slot as usize] = letter != "f";
    Ok(match letter {
        "a" => Op::Alloc { slot, size: bytes },
        "m" => Op::AllocAlign { slot, align, size: bytes },
        "r" => Op::Realloc { slot, size: bytes },
        _ => Op::Free { slot },
    })
}

fn number(word: Option<&str>, field: &'static str) -> Result<u64, Fault> {
    let word = word.ok_or(Fault::Missing(field))?;
    let decimal = word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| decimal).ok_or_else(|| Fault::Number(field, excerpt(word)))
}

fn size(bytes: u64) -> Result<usize, Fault> {
    usize::try_from(bytes).map_err(|_| Fault::Number("SIZE", bytes.to_string()))
}

/// What a message may repeat of a file that can hold anything.
fn excerpt(text: &str) -> String {
    const SHOWN: usize = 24;
    let mut shown: String = text.chars().take(SHOWN).collect::<String>().escape_debug().collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str("...");
    }
    shown
}

/// A fault in a trace, and where.
#[derive(Debug)]
pub struct Error {
    /// The file as it was named.
    pub file: String,
    /// The line from 1, or 0 if the file could not be opened.
    pub line: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a trace.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be opened.
    Open(io::Error),
    /// The file cannot be read on.
    Read(io::Error),
    /// The line is longer than any operation.
    LongLine,
    /// The line is not UTF-8.
    NotText,
    /// The line begins with another word than `a`, `m`, `r`, `f`.
    UnknownOperation(String),
    /// The line ends before this field.
    Missing(&'static str),
    /// This field is not a number that fits.
    Number(&'static str, String),
    /// The line goes on after its last field.
    Extra(String),
    /// The alignment is not a power of two.
    Alignment(usize),
    /// The ID of an allocation has a block already.
    InUse(u64),
    /// The ID of a resize or a free has no block.
    NotInUse(u64),
    /// There are more IDs than can be counted.
    TooManySlots,
}

impl Error {
    /// How to mend it.
    pub fn help(&self) -> &'static str {
        match &self.fault {
            Fault::Open(error) if error.kind() == io::ErrorKind::NotFound => {
                "check the name; recorded traces are in tests/data/traces of the repository"
            }
            Fault::Open(_) => "name a file that can be read",
            Fault::Read(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                "the compressed file is cut short: fetch or record it again"
            }
            Fault::Read(_) => "the file cannot be read further: fetch or record it again",
            Fault::LongLine | Fault::NotText => {
                "this does not look like a trace: it is text, one operation a line, plain or compressed by gzip"
            }
            Fault::UnknownOperation(_) => {
                "a line is `a ID SIZE`, `m ID ALIGN SIZE`, `r ID SIZE`, `f ID`, or a comment after `#`"
            }
            Fault::Missing(_) | Fault::Extra(_) => {
                "the operations are `a ID SIZE`, `m ID ALIGN SIZE`, `r ID SIZE` and `f ID`"
            }
            Fault::Number(..) => "write it in decimal digits; the largest is 18446744073709551615",
            Fault::Alignment(_) => "an alignment is 1, 2, 4, 8 and so on",
            Fault::InUse(_) => "free the ID before it is used again, or use another",
            Fault::NotInUse(_) => "allocate the ID first; a line before this one may be missing",
            Fault::TooManySlots => "use IDs again after their blocks are freed",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        f.write_str(": ")?;
        match &self.fault {
            Fault::Open(error) => write!(f, "cannot open the trace: {error}"),
            Fault::Read(error) => write!(f, "cannot read the trace: {error}"),
            Fault::LongLine => write!(f, "the line is longer than {LONGEST_LINE} bytes"),
            Fault::NotText => f.write_str("the line is not UTF-8 text"),
            Fault::UnknownOperation(word) => write!(f, "no operation is called \"{word}\""),
            Fault::Missing(field) => write!(f, "the line ends where {field} is due"),
            Fault::Number(field, word) => write!(f, "{field} is not a number that fits: \"{word}\""),
            Fault::Extra(word) => write!(f, "the operation is complete before \"{word}\""),
            Fault::Alignment(align) => write!(f, "the alignment {align} is not a power of two"),
            Fault::InUse(id) => write!(f, "ID {id} is allocated, but its block was not freed"),
            Fault::NotInUse(id) => write!(f, "ID {id} has no block"),
            Fault::TooManySlots => f.write_str("more than 4294967295 different IDs"),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Op>, String> {
        let ops = Trace::new("t", text.as_bytes()).map(|step| step.map(|step| step.op));
        ops.collect::<Result<_, Error>>().map_err(|error| error.to_string())
    }

    #[test]
    fn every_operation_is_read() {
        assert_eq!(
            read("# head\n\na 7 10\r\nm 9 64 20 # aligned\n r 7 30\nf 9\nf 7"),
            Ok(vec![
                Op::Alloc { slot: 0, size: 10 },
                Op::AllocAlign { slot: 1, align: 64, size: 20 },
                Op::Realloc { slot: 0, size: 30 },
                Op::Free { slot: 1 },
                Op::Free { slot: 0 },
            ])
        );
    }

    #[test]
    fn slots_are_dense_whatever_the_ids() {
        let ops = read("a 18446744073709551615 1\na 0 1\nf 18446744073709551615\na 18446744073709551615 2")
            .unwrap();
        assert_eq!(ops[0], Op::Alloc { slot: 0, size: 1 });
        assert_eq!(ops[1], Op::Alloc { slot: 1, size: 1 });
        assert_eq!(ops[3], Op::Alloc { slot: 0, size: 2 });
    }

    #[test]
    fn a_fault_names_its_line_and_cause() {
        for (text, message) in [
            ("a 0 1\nx 1 1\n", "t:2: no operation is called \"x\""),
            ("a\n", "t:1: the line ends where ID is due"),
            ("a 0\n", "t:1: the line ends where SIZE is due"),
            ("m 0 8\n", "t:1: the line ends where SIZE is due"),
            ("a 0 +1\n", "t:1: SIZE is not a number that fits: \"+1\""),
            ("a -1 1\n", "t:1: ID is not a number that fits: \"-1\""),
            ("a 0 99999999999999999999\n", "t:1: SIZE is not a number that fits: \"99999999999999999999\""),
            ("f 0 1\n", "t:1: the operation is complete before \"1\""),
            ("m 0 3 1\n", "t:1: the alignment 3 is not a power of two"),
            ("m 0 0 1\n", "t:1: the alignment 0 is not a power of two"),
            ("a 5 1\n\na 5 1\n", "t:3: ID 5 is allocated, but its block was not freed"),
            ("f 5\n", "t:1: ID 5 has no block"),
            ("a 5 1\nf 5\nr 5 1\n", "t:3: ID 5 has no block"),
        ] {
            assert_eq!(read(text), Err(message.to_string()), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_trace_is_refused_without_repeating_it() {
        let endless = vec![b'a'; LONGEST_LINE * 100];
        let error = Trace::new("t", endless.as_slice()).next().unwrap().unwrap_err();
        assert!(matches!(error.fault, Fault::LongLine));
        let error = Trace::new("t", &b"\xff\xfe"[..]).next().unwrap().unwrap_err();
        assert!(matches!(error.fault, Fault::NotText));
        let error = read("\u{1b}[2J\n").unwrap_err();
        assert!(!error.contains('\u{1b}'), "{error}");
        let error = read(&format!("{}\n", "z".repeat(1000))).unwrap_err();
        assert!(error.len() < 100, "{error}");
    }

    #[test]
    fn reading_ends_at_the_first_fault() {
        let mut trace = Trace::new("t", &b"x\na 0 1\n"[..]);
        assert!(trace.next().unwrap().is_err());
        assert!(trace.next().is_none());
    }
}
