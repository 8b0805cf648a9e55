//! Compiles the same calls in a given configuration, with trybuild.
//!
//! `tests/ui` has a program for each option that brings functions, and it calls them all. With the option on the program
//! must compile and do what it asserts; with the option off the compiler must say of each call what stands in the
//! `.stderr` beside it. `tests/ui/policy` asks pools whose policies were chosen by hand for what these do not have.
//!
//! Where a new compiler words its own part otherwise, `TRYBUILD=overwrite cargo test --test ui_tiny` records it.

/// Each option that brings functions: the name of its program, its symbol, and its C functions.
const OPTIONS: [(&str, &str, &[&str]); 6] = [
    ("leak_check", "LOSCFG_MEM_LEAKCHECK", &["LOS_MemLeakShow"]),
    (
        "mul_module",
        "LOSCFG_MEM_MUL_MODULE",
        &["LOS_MemMalloc", "LOS_MemMallocAlign", "LOS_MemMfree", "LOS_MemMrealloc", "LOS_MemMusedGet"],
    ),
    ("mul_pool", "LOSCFG_MEM_MUL_POOL", &["LOS_MemDeInit", "LOS_MemPoolList"]),
    (
        "node_size_check",
        "LOSCFG_BASE_MEM_NODE_SIZE_CHECK",
        &["LOS_MemCheckLevelGet", "LOS_MemCheckLevelSet", "LOS_MemNodeSizeCheck"],
    ),
    ("slab_extention", "LOSCFG_KERNEL_MEM_SLAB_EXTENTION", &["LOS_SlabSizeCfg"]),
    ("task_stat", "LOSCFG_MEM_TASK_STAT", &["LOS_MemTaskDeleted"]),
];

/// Compiles every program in the configuration of a file in `configs`, in which exactly the options `on` are on.
///
/// The environment tells the library's build script which file that is, and belongs to the whole process: a test that
/// calls this is the only one in its binary.
pub(crate) fn check(defconfig: &str, on: &[&str]) {
    let variables = [("KCONFIG_DEFCONFIG", defconfig), ("CARGO_PROFILE_DEV_DEBUG", "0")];
    for (name, value) in variables {
        // SAFETY: this is the only test of the process, and no other thread has been started that reads variables.
        unsafe { std::env::set_var(name, value) };
    }
    // SAFETY: as above. It would win over the other.
    unsafe { std::env::remove_var("KCONFIG_CONFIG") };
    let (bring, lack): (Vec<_>, Vec<_>) = OPTIONS.iter().partition(|(program, _, _)| on.contains(program));
    // Apart, because programs that must not compile are all checked at once, unless others are built with them.
    let absent = trybuild::TestCases::new();
    lack.iter().for_each(|(program, _, _)| absent.compile_fail(format!("tests/ui/{program}.rs")));
    absent.compile_fail("tests/ui/policy/*.rs");
    drop(absent); // Runs them.
    let present = trybuild::TestCases::new();
    bring.iter().for_each(|(program, _, _)| present.pass(format!("tests/ui/{program}.rs")));
    drop(present);
    OPTIONS.iter().for_each(|(program, symbol, functions)| complete(program, symbol, functions));
}

/// Whether what is expected of the compiler says of every function what is off, and how to switch it on.
fn complete(program: &str, symbol: &str, functions: &[&str]) {
    let path = format!("tests/ui/{program}.stderr");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let errors: Vec<&str> = text.split("error[E").skip(1).collect();
    let said = [format!("{symbol} is off: "), " in the menu (".to_owned(), format!(" {symbol}=y\n")];
    for error in &errors {
        assert!(said.iter().all(|words| error.contains(words)), "{path} has an error without help:\n{error}");
    }
    for function in functions {
        let call = format!("{function}(");
        assert!(errors.iter().any(|error| error.contains(&call)), "{path} says nothing of {function}");
    }
}
