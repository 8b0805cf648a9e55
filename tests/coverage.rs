//! The page `src/docs/coverage.md` says which test shows what: it has no gap, and every test that it names is there.

use std::fs;
use std::path::Path;

/// The functions of the guide.
const FUNCTIONS: [&str; 24] = [
    "LOS_MemInit",
    "LOS_MemDeInit",
    "LOS_MemAlloc",
    "LOS_MemFree",
    "LOS_MemRealloc",
    "LOS_MemAllocAlign",
    "LOS_MemPoolSizeGet",
    "LOS_MemTotalUsedGet",
    "LOS_MemInfoGet",
    "LOS_MemPoolList",
    "LOS_MemFreeBlksGet",
    "LOS_MemUsedBlksGet",
    "LOS_MemTaskIdGet",
    "LOS_MemLastUsedGet",
    "LOS_MemNodeSizeCheck",
    "LOS_MemFreeNodeShow",
    "LOS_MemIntegrityCheck",
    "LOS_MemCheckLevelSet",
    "LOS_MemCheckLevelGet",
    "LOS_MemMalloc",
    "LOS_MemMfree",
    "LOS_MemMallocAlign",
    "LOS_MemMrealloc",
    "LOS_MemMusedGet",
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text of every Rust test of the product and of the C library.
fn rust_tests() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("tests"), root.join("tools/los-mem-capi/tests")];
    let mut text = String::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the tests can be listed") {
            let path = entry.expect("the tests can be listed").path();
            if path.is_dir() && !path.ends_with("target") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text += &fs::read_to_string(&path).expect("a test can be read");
            }
        }
    }
    text
}

/// Whether a cell names something that is there: a test in Rust, `program.c`, or `program.c: function`.
fn is_there(cell: &str, rust: &str) -> bool {
    let name = cell.trim().trim_matches('`');
    let Some((program, function)) = name.split_once(".c") else {
        return rust.contains(&format!("#[test]\nfn {name}("))
            || rust.contains(&format!("#[test]\n    fn {name}("));
    };
    let source = read(&format!("tools/los-mem-capi/ctest/{program}.c"));
    let function = function.strip_prefix(": ").unwrap_or("main");
    [format!("void {function}("), format!("int {function}(")].iter().any(|head| source.contains(head))
}

#[test]
fn every_function_has_a_test_in_every_column() {
    let page = read("src/docs/coverage.md");
    let rust = rust_tests();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| LOS"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    for function in FUNCTIONS {
        let of_it: Vec<_> = rows.iter().filter(|row| row[0] == function).collect();
        assert_eq!(of_it.len(), 2, "{function}: a row for each algorithm");
        assert!(of_it.iter().all(|row| row.len() == 6), "{function}: five cells");
    }
    for row in &rows {
        for cell in &row[1..] {
            assert!(is_there(cell, &rust), "{}: there is no test {cell}", row[0]);
        }
    }
}
