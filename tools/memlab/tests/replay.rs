//! `memlab replay` as a user calls it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use memlab::size::Count;
use memlab::survey::Survey;
use memlab::trace::Trace;

fn traces() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/traces")
}

fn replay(trace: &Path, args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_memlab"))
        .arg("replay")
        .arg(trace)
        .args(args)
        .output()
        .expect("memlab runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("no signal"), text(output.stdout), text(output.stderr))
}

/// The words that follow `label` on its line.
fn value<'a>(text: &'a str, label: &str) -> &'a str {
    let line =
        text.lines().find(|line| line.starts_with(label)).unwrap_or_else(|| panic!("no {label} in {text}"));
    line[label.len()..].trim()
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    (dir, path)
}

fn compressed(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).and_then(|()| encoder.finish()).expect("compression in memory")
}

#[test]
fn a_trace_that_fits_completes_and_its_figures_are_printed() {
    let (code, text, errors) = replay(&traces().join("tiny.trace"), &["--pool", "16KiB"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{text}");
    assert_eq!(value(&text, "operations"), "10");
    assert!(text.contains("3 alloc, 1 aligned, 2 realloc, 4 free"), "{text}");
    assert_eq!(value(&text, "peak live"), "1,800 bytes (1.76 KiB), in at most 3 blocks");
    assert!(value(&text, "pool").starts_with("16,384 bytes (16.00 KiB), 9.102 times"), "{text}");
    assert_eq!(value(&text, "failures"), "0");
    assert!(value(&text, "library").starts_with(los_mem::CONFIG.algorithm.name()), "{text}");
    for label in ["used at peak", "largest free", "time"] {
        assert!(value(&text, label).starts_with(|c: char| c.is_ascii_digit()), "{text}");
    }
}

#[test]
fn a_compressed_trace_is_a_trace_whatever_its_name() {
    let text = std::fs::read(traces().join("tiny.trace")).expect("the tiny trace");
    let (_dir, path) = written("renamed.txt", &compressed(&text));
    let (code, text, errors) = replay(&path, &["--check"]);
    assert_eq!((code, value(&text, "operations")), (0, "10"), "{errors}");
}

#[test]
fn a_watched_replay_says_what_it_has_seen() {
    let (code, text, errors) = replay(&traces().join("tiny.trace"), &["--check"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(
        value(&text, "check").contains("sound") && value(&text, "time").contains("not measured"),
        "{text}"
    );
}

#[test]
fn a_recorded_trace_completes_without_a_pool_being_named() {
    // The beginning of a trace is a trace; all of it takes long where every allocation checks the pool.
    let file = std::fs::File::open(traces().join("sqlite.trace.gz")).expect("the trace");
    let lines =
        BufReader::new(flate2::read::GzDecoder::new(file)).lines().map(|line| line.expect("text") + "\n");
    let text: String = lines.take(20_001).collect();
    let (_dir, path) = written("beginning.trace.gz", &compressed(text.as_bytes()));
    let (code, text, errors) = replay(&path, &[]);
    assert_eq!((code, errors.as_str()), (0, ""), "{text}");
    assert_eq!((value(&text, "operations"), value(&text, "failures")), ("20,000", "0"));
}

#[test]
fn the_recorded_traces_are_whole_and_as_their_note_says() {
    let note = std::fs::read_to_string(traces().join("README.md")).expect("the note");
    for name in ["lua", "sqlite", "jq"] {
        let survey = Trace::open(&traces().join(name).with_extension("trace.gz"))
            .and_then(Survey::of)
            .expect("a trace");
        let row = note.lines().find(|line| line.starts_with(&format!("| `{name}."))).expect("a row");
        let [operations, blocks, live] =
            [survey.operations(), survey.peak_blocks as u64, survey.peak_live as u64]
                .map(|n| Count(n).to_string());
        assert!(row.ends_with(&format!("| {operations} | {blocks} | {live} |")), "{row}: {survey:?}");
    }
}

#[test]
fn a_pool_that_is_too_small_ends_in_status_1_and_says_what_to_try() {
    let (_dir, path) = written("big.trace", b"a 0 7000\na 1 7000\nr 0 14000\nf 1\nr 0 9000\nf 0\n");
    // Too small for 14,000 bytes, and large enough for 9,000 beside the data of a pool with every option.
    let (code, text, errors) = replay(&path, &["--pool", "13KiB"]);
    assert_eq!((code, value(&text, "failures")), (1, "2"), "{errors}");
    assert!(errors.contains("2 of 6 operations failed"), "{errors}");
    assert!(errors.contains("line 2, 7,000 bytes"), "{errors}");
    let size = value(&errors, "  try: --pool").split(',').next().expect("a size");
    let (code, text, errors) = replay(&path, &["--pool", size]);
    assert_eq!(code, 0, "what it says to try works: {text}{errors}");
}

#[test]
fn the_smallest_pool_completes_and_a_smaller_one_fails() {
    let trace = traces().join("tiny.trace");
    let (code, text, errors) = replay(&trace, &["--smallest"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{text}");
    let size = value(&text, "smallest pool").split(' ').next().expect("a size").replace(',', "");
    let size: usize = size.parse().expect("bytes");
    assert!(size >= 1800, "no pool is smaller than what lives in it: {size}");
    assert_eq!(replay(&trace, &["--pool", &size.to_string()]).0, 0);
    assert_ne!(replay(&trace, &["--pool", &(size - 8).to_string()]).0, 0);
}

#[test]
fn a_request_larger_than_any_pool_fails_in_words() {
    let (_dir, path) = written("huge.trace", format!("a 0 {}\nf 0\na 0 10\nf 0\n", usize::MAX).as_bytes());
    let (code, text, errors) = replay(&path, &["--pool", "64KiB"]);
    assert_eq!((code, value(&text, "failures")), (1, "1"), "{errors}");
    assert!(errors.contains("no pool is large enough"), "{errors}");
    let (code, _, errors) = replay(&path, &[]);
    assert_eq!(code, 2);
    assert!(errors.contains("larger than any can be"), "{errors}");
}

#[test]
fn a_fault_names_file_line_cause_and_cure() {
    let gzip = compressed(b"a 0 100\nf 0\n");
    for (name, bytes, words) in [
        ("letter", &b"a 0 1\nq 1\n"[..], [":2: no operation is called \"q\"", "help: a line is"]),
        ("field", b"a 0\n", [":1: the line ends where SIZE is due", "help: the operations are"]),
        ("number", b"a 0 x\n", [":1: SIZE is not a number", "help: write it in decimal"]),
        ("twice", b"a 0 1\na 0 1\n", [":2: ID 0 is allocated", "help: free the ID"]),
        ("free", b"f 7\n", [":1: ID 7 has no block", "help: allocate the ID"]),
        ("binary", b"\x7fELF\x02\x01\xff\xfe\n", [":1: the line is not UTF-8", "does not look like a trace"]),
        ("short.gz", &gzip[..gzip.len() - 9], ["cannot read the trace", "cut short"]),
        ("bad.gz", b"\x1f\x8bnothing at all", ["cannot read the trace", "record it again"]),
    ] {
        let (_dir, path) = written(name, bytes);
        let (code, text, errors) = replay(&path, &[]);
        assert_eq!((code, text.as_str()), (2, ""), "{name}: {errors}");
        assert!(errors.contains(&path.display().to_string()), "{name}: {errors}");
        assert!(words.iter().all(|word| errors.contains(word)), "{name}: {errors}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().expect("a directory");
    for (path, word) in
        [(dir.path().join("absent.trace.gz"), "cannot open"), (dir.path().to_path_buf(), "directory")]
    {
        let (code, _, errors) = replay(&path, &[]);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(word) && errors.contains(&path.display().to_string()), "{errors}");
        assert!(errors.contains("help:"), "{errors}");
    }
}

#[test]
fn an_empty_trace_is_no_fault() {
    let (_dir, path) = written("empty.trace", b"# nothing\n");
    for args in [&[][..], &["--check"], &["--smallest"]] {
        let (code, text, errors) = replay(&path, args);
        assert_eq!(code, 0, "{args:?}: {errors}");
        assert_eq!(value(&text, "operations"), "0");
    }
}

#[test]
fn a_wrong_size_says_how_to_write_it() {
    for (size, word) in [
        ("64K", "64KiB"),
        ("lots", "whole number"),
        ("0", "holds nothing"),
        ("16GiB", "larger than any"),
        ("8", "larger --pool"),
    ] {
        let (code, _, errors) = replay(&traces().join("tiny.trace"), &["--pool", size]);
        assert_eq!(code, 2, "{size}: {errors}");
        assert!(errors.contains(word), "{size}: {errors}");
    }
}

#[test]
fn output_that_is_not_a_terminal_has_no_bar_and_no_colour_and_fits_80_columns() {
    let (_, text, errors) = replay(&traces().join("tiny.trace"), &["--pool", "1MiB"]);
    assert_eq!(errors, "");
    assert!(text.is_ascii() && !text.contains('\u{1b}') && !text.contains('\r'), "{text}");
    let long = |line: &&str| line.len() > 80 && !line.starts_with("trace");
    assert_eq!(text.lines().find(long), None);
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output =
        Command::new(env!("CARGO_BIN_EXE_memlab")).arg("tour").stdout(writer).output().expect("memlab runs");
    assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]));
}

#[test]
fn help_fits_80_columns() {
    for args in [&["--help"][..], &["replay", "--help"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_memlab")).args(args).output().expect("memlab runs");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains("Exit status"), "{text}");
        assert_eq!(text.lines().find(|line| line.len() > 80), None);
    }
}
