//! C programs against the static library, in the configuration of this build.

use clib::{Build, Compiler, Configuration, EXPORTS, Library, Program};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The library, built once for all tests.
fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let build = Build::of(root(), scratch("target"));
        build.run(&scratch("capi")).unwrap_or_else(|e| panic!("{e}"))
    })
}

fn program(name: &str) -> Program {
    let all = Program::all(&root()).unwrap_or_else(|e| panic!("{e}"));
    all.into_iter().find(|program| program.name == name).unwrap_or_else(|| panic!("there is no {name}.c"))
}

/// The output of a program of the repository, which must succeed.
fn output_of(name: &str, compiler: &Compiler) -> String {
    let ran = program(name)
        .run(library(), compiler, &scratch("programs"), &[])
        .unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(ran.success, "{name}:\n{}", ran.text);
    ran.text
}

#[test]
fn every_c_function_has_every_documented_outcome() {
    let mut tests = 0;
    for program in Program::all(&root()).unwrap_or_else(|e| panic!("{e}")) {
        if program.name.starts_with("demo_") || program.name == "header" {
            continue;
        }
        output_of(&program.name, &Compiler::c("c11"));
        tests += 1;
    }
    assert!(tests >= 12, "only {tests} test programs were found");
}

#[test]
fn a_program_in_the_style_of_liteos_runs() {
    let text = output_of("demo_static", &Compiler::c("c99"));
    assert_eq!(text, "*mem = 828\nfreed\n");
}

#[test]
fn a_program_of_the_system_pool_runs_with_upstreams_names_only() {
    let text = output_of("demo_system", &Compiler::c("c99"));
    assert_eq!(text, "*mem = 828\nwithin the pool\nfreed\n");
}

#[test]
fn the_header_is_clean_c_and_knows_other_definitions_of_the_types() {
    for edition in ["c99", "c11"] {
        output_of("header", &Compiler::c(edition));
        output_of("header", &Compiler::c(edition).with("-DOWN_TYPEDEF"));
    }
}

#[test]
fn the_header_is_clean_cpp() {
    let compiler = Compiler::cpp("c++11");
    if !compiler.exists() {
        eprintln!("there is no C++ compiler: the header is read by the C compiler alone");
        return;
    }
    let file = scratch("header.cc");
    std::fs::write(
        &file,
        "#include \"los_memory.h\"\nint main() { return LOS_MemFree(nullptr, nullptr) == 0; }\n",
    )
    .expect("a file can be written");
    library().check(&compiler, &file).unwrap_or_else(|e| panic!("{e}"));
}

/// The functions that exist only with options, and these.
fn gated() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    EXPORTS.into_iter().filter(|(name, options)| !options.is_empty() && !name.starts_with("g_"))
}

fn has(options: &[&str]) -> bool {
    options.iter().all(|option| library().has(option))
}

/// Compiles `text` as a program.
fn compile(name: &str, text: &str) -> Result<(), clib::Error> {
    let source = scratch(&format!("{name}.c"));
    std::fs::write(&source, text).expect("a file can be written");
    let compiler = Compiler::c("c11").with("-Werror=implicit-function-declaration");
    library().compile(&compiler, &[&source], &scratch(name))
}

#[test]
fn a_function_compiles_iff_its_option_is_on() {
    for (function, options) in gated() {
        // Naming a function is enough: its header declares it or not.
        let text = format!(
            "#include \"los_memory.h\"\ntypedef void (*Any)(void);\n\
             int main(void) {{ return (Any){function} == (Any)0; }}\n"
        );
        match compile(&format!("declared_{function}"), &text) {
            Ok(()) => assert!(has(options), "{function} compiles without {options:?}"),
            Err(error) => {
                assert!(!has(options), "{function} does not compile with {options:?}: {error}");
                assert!(
                    error.to_string().contains(function),
                    "the message does not name {function}: {error}"
                );
            }
        }
    }
}

#[test]
fn a_call_of_an_undeclared_function_is_an_error_that_names_it() {
    let absent = gated().find(|(name, options)| !has(options) && name.ends_with("Get"));
    let Some((function, _)) = absent else { return };
    let text = format!("#include \"los_memory.h\"\nint main(void) {{ {function}(); return 0; }}\n");
    let error = compile("undeclared", &text).expect_err("what is not declared does not compile");
    assert!(error.to_string().contains("implicit-function-declaration"), "{error}");
    assert!(error.to_string().contains(function), "{error}");
}

#[test]
fn a_function_links_iff_its_option_is_on() {
    for (function, options) in gated() {
        // Declared by hand, as a program does that brings its own header.
        let text = format!(
            "extern void {function}(void);\n\
             int main(int n, char **v) {{ (void)v; if (n > 1) {function}(); return 0; }}\n"
        );
        let linked = compile(&format!("linked_{function}"), &text);
        assert_eq!(linked.is_ok(), has(options), "{function} and {options:?}: {linked:?}");
    }
}

#[test]
fn the_library_exports_exactly_what_its_options_bring() {
    library().check_exports().unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn the_option_for_the_kernel_brings_its_symbols() {
    let config = scratch("kernel.config");
    let lines = [
        "LOSCFG_MEM_OS_SYMBOLS=y",
        "LOSCFG_DEBUG_VERSION=y",
        "LOSCFG_MEM_DEBUG=y",
        "LOSCFG_BASE_MEM_NODE_SIZE_CHECK=y",
        "LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK=y\n",
    ];
    std::fs::write(&config, lines.join("\n")).expect("a file can be written");
    library();
    let build = Build { configuration: Configuration::File(config), ..Build::of(root(), scratch("target")) };
    let kernel = build.run(&scratch("capi_kernel")).unwrap_or_else(|e| panic!("{e}"));
    kernel.check_exports().unwrap_or_else(|e| panic!("{e}"));
    let names = kernel.exports().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(names.iter().filter(|name| name.starts_with("Os")).count(), 7, "{names:?}");
    let ran = program("os")
        .run(&kernel, &Compiler::c("c11"), &scratch("programs_kernel"), &[])
        .unwrap_or_else(|e| panic!("{e}"));
    assert!(ran.success && ran.checks().is_some_and(|checks| checks > 40), "{}", ran.text);
}
