//! Source files: where they come from and which were read.
//!
//! Knows nothing of the language.

use crate::bytes;
use crate::span::{FileId, Position, Span};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Gives the text of files. The engine reads files in no other way.
pub trait Loader {
    /// The bytes of the file that a `source "path"` names.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::NotFound`] if there is no such file.
    fn load(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The files that match a pattern with `*`, `?`, `[…]`, sorted; none is not an error here.
    ///
    /// # Errors
    /// A folder that exists and cannot be listed.
    fn glob(&self, pattern: &str) -> io::Result<Vec<String>>;
}

/// The most bytes of one file. Neither a tree nor a configuration comes near; a device such as `/dev/zero` has no end.
pub const LARGEST_FILE: u64 = 128 << 20;

/// The bytes of a Kconfig file or a configuration.
///
/// # Errors
/// What the system says; [`io::ErrorKind::FileTooLarge`] beyond [`LARGEST_FILE`], of which no more is read.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let too_large = || {
        let why = format!("it is larger than {} MiB", LARGEST_FILE >> 20);
        io::Error::new(io::ErrorKind::FileTooLarge, why)
    };
    if length > LARGEST_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    // What has no length of its own ends here.
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE { Err(too_large()) } else { Ok(bytes) }
}

/// Files on disk: a relative path is looked up in the folder, then in the source tree (`$srctree`).
#[derive(Clone, Debug)]
pub struct Disk {
    folder: PathBuf,
    source_tree: Option<PathBuf>,
}

impl Disk {
    /// Files below `folder`, as the reference program finds them when it runs there.
    pub fn new(folder: impl Into<PathBuf>) -> Disk {
        Disk { folder: folder.into(), source_tree: None }
    }

    /// Looks in `tree` for what the folder does not have: the reference's `$srctree`.
    pub fn with_source_tree(self, tree: impl Into<PathBuf>) -> Disk {
        Disk { source_tree: Some(tree.into()), ..self }
    }

    /// The path on disk of a sourced path, if the file exists.
    pub fn find(&self, path: &str) -> Option<PathBuf> {
        self.places(path).find(|place| place.exists())
    }

    fn places<'a>(&'a self, path: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
        let tree = self.source_tree.as_deref().filter(|_| !Path::new(path).is_absolute());
        // A name that is not UTF-8 is not found.
        let path = bytes::shown(path);
        let here = self.folder.join(&*path);
        std::iter::once(here).chain(tree.map(move |tree| tree.join(&*path)))
    }
}

impl Loader for Disk {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut answer = Err(io::ErrorKind::NotFound.into());
        for place in self.places(path) {
            answer = read_file(&place);
            if !matches!(&answer, Err(e) if e.kind() == io::ErrorKind::NotFound) {
                break;
            }
        }
        answer
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<String>> {
        for base in [Some(&self.folder), self.source_tree.as_ref()].into_iter().flatten() {
            let found = glob_below(base, pattern)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }
}

/// Walks a pattern one path component at a time.
fn glob_below(base: &Path, pattern: &str) -> io::Result<Vec<String>> {
    let (start, rest) = match pattern.strip_prefix('/') {
        Some(rest) => ("/".to_owned(), rest),
        None => (String::new(), pattern),
    };
    let mut found = vec![start];
    for component in rest.split('/') {
        let mut next = Vec::new();
        for prefix in &found {
            let join = |name: &str| match prefix.as_str() {
                "" => name.to_owned(),
                p if p.ends_with('/') => format!("{p}{name}"),
                p => format!("{p}/{name}"),
            };
            if !component.contains(['*', '?', '[']) {
                let path = join(component);
                if base.join(&path).exists() {
                    next.push(path);
                }
                continue;
            }
            let entries = match std::fs::read_dir(base.join(prefix)) {
                Ok(entries) => entries,
                Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    continue;
                }
                Err(e) => return Err(e),
            };
            for entry in entries {
                if let Some(name) = entry?.file_name().to_str().filter(|name| glob_match(component, name)) {
                    next.push(join(name));
                }
            }
        }
        next.sort();
        found = next;
    }
    Ok(found)
}

/// Whether a name matches a shell pattern without `/`. A leading dot is matched only by a dot.
fn glob_match(pattern: &str, name: &str) -> bool {
    fn matches(p: &[char], n: &[char]) -> bool {
        // One backtrack point suffices: a later star makes every earlier choice irrelevant.
        let (mut i, mut j, mut star) = (0, 0, None);
        while j < n.len() {
            match p.get(i) {
                Some('*') => {
                    star = Some((i, j));
                    i += 1;
                    continue;
                }
                Some('[') => {
                    if let Some((hit, after)) = class(&p[i..], n[j])
                        && hit
                    {
                        (i, j) = (i + after, j + 1);
                        continue;
                    }
                }
                Some(c) if *c == '?' || *c == n[j] => {
                    (i, j) = (i + 1, j + 1);
                    continue;
                }
                _ => {}
            }
            let Some((s, from)) = star else { return false };
            star = Some((s, from + 1));
            (i, j) = (s + 1, from + 1);
        }
        p[i..].iter().all(|c| *c == '*')
    }
    /// Whether the class at the start of `p` holds `c`, and the length of the class.
    fn class(p: &[char], c: char) -> Option<(bool, usize)> {
        let negated = matches!(p.get(1), Some('!' | '^'));
        let mut i = 1 + usize::from(negated);
        let (first, mut hit) = (i, false);
        loop {
            match *p.get(i)? {
                ']' if i > first => return Some((hit != negated, i + 1)),
                low if p.get(i + 1) == Some(&'-') && p.get(i + 2).is_some_and(|h| *h != ']') => {
                    hit |= (low..=p[i + 2]).contains(&c);
                    i += 3;
                }
                single => {
                    hit |= single == c;
                    i += 1;
                }
            }
        }
    }
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (p, n): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    matches(&p, &n)
}

/// Files in memory, for tests and for callers that keep their tree elsewhere.
#[derive(Clone, Default, Debug)]
pub struct Memory(BTreeMap<String, Vec<u8>>);

impl Memory {
    /// Adds or replaces a file.
    pub fn with(mut self, path: &str, text: impl Into<Vec<u8>>) -> Memory {
        self.0.insert(path.to_owned(), text.into());
        self
    }
}

impl Loader for Memory {
    fn load(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<String>> {
        let parts: Vec<&str> = pattern.split('/').collect();
        let fits = |path: &&String| {
            let names: Vec<&str> = path.split('/').collect();
            names.len() == parts.len() && parts.iter().zip(&names).all(|(p, n)| glob_match(p, n))
        };
        Ok(self.0.keys().filter(fits).cloned().collect())
    }
}

/// One reading of one file.
#[derive(Clone)]
pub struct SourceFile {
    name: String,
    text: Arc<str>,
    included_from: Option<Span>,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// The path as it was sourced.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text; bytes that are not UTF-8 were replaced and reported.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The `source` statement that brought it in; `None` for the first file.
    pub fn included_from(&self) -> Option<Span> {
        self.included_from
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after_newline =
                self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1);
            std::iter::once(0).chain(after_newline).collect()
        })
    }
}

/// Every file that was read, in the order of reading.
#[derive(Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a reading of a file.
    pub fn add(&mut self, name: impl Into<String>, text: Arc<str>, included_from: Option<Span>) -> FileId {
        self.files.push(SourceFile { name: name.into(), text, included_from, line_starts: OnceLock::new() });
        FileId(self.files.len() as u32 - 1)
    }

    /// The file with this number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// All files, in the order of reading.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId(i as u32), file))
    }

    /// The line of a span's start, from 1. O(log lines) after the first question about a file.
    pub fn line(&self, span: Span) -> u32 {
        self.file(span.file).line_starts().partition_point(|start| *start <= span.start) as u32
    }

    /// File, line and column of a span's start.
    pub fn position(&self, span: Span) -> Position {
        let file = self.file(span.file);
        let line = self.line(span);
        let start = file.line_starts()[line as usize - 1] as usize;
        let before = file.text.get(start..span.start as usize).unwrap_or_default();
        Position { file: file.name.clone(), line, column: before.chars().count() as u32 + 1 }
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("Kconfig*", "Kconfig.debug", true),
            ("Kconfig.*", "Kconfig", false),
            ("*a*b", "xaxxb", true),
            ("*a*b", "xaxxbc", false),
            ("[a-c]?", "bz", true),
            ("[!a-c]?", "bz", false),
            ("*", ".hidden", false),
            ("[]x]", "]", true),
            ("[", "[", false),
        ] {
            assert_eq!(glob_match(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn positions_count_characters_from_one() {
        let mut map = SourceMap::default();
        let file = map.add("Kconfig", Arc::from("a\näb c\n"), None);
        let position = map.position(Span { file, start: 6, end: 7 });
        assert_eq!(position.to_string(), "Kconfig:2:4");
    }
}
