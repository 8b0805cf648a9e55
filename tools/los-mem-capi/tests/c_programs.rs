//! C programs against the static library, in the configuration of this build.

use clib::{Build, Compiler, Library, Program};
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

/// A function, the option that brings it, and its use in C.
const GATED: [(&str, &str, &str); 11] = [
    ("LOS_MemDeInit", "LOSCFG_MEM_MUL_POOL", "(0)"),
    ("LOS_MemPoolList", "LOSCFG_MEM_MUL_POOL", "()"),
    ("LOS_MemMalloc", "LOSCFG_MEM_MUL_MODULE", "(0, 0, 0)"),
    ("LOS_MemMallocAlign", "LOSCFG_MEM_MUL_MODULE", "(0, 0, 0, 0)"),
    ("LOS_MemMfree", "LOSCFG_MEM_MUL_MODULE", "(0, 0, 0)"),
    ("LOS_MemMrealloc", "LOSCFG_MEM_MUL_MODULE", "(0, 0, 0, 0)"),
    ("LOS_MemMusedGet", "LOSCFG_MEM_MUL_MODULE", "(0)"),
    ("LOS_MemNodeSizeCheck", "LOSCFG_BASE_MEM_NODE_SIZE_CHECK", "(0, 0, 0, 0)"),
    ("LOS_MemCheckLevelSet", "LOSCFG_BASE_MEM_NODE_SIZE_CHECK", "(0)"),
    ("LOS_MemCheckLevelGet", "LOSCFG_BASE_MEM_NODE_SIZE_CHECK", "()"),
    ("LOS_SlabSizeCfg", "LOSCFG_KERNEL_MEM_SLAB_EXTENTION", "(0, 0)"),
];

/// Compiles `text` as a program.
fn compile(name: &str, text: &str) -> Result<(), clib::Error> {
    let source = scratch(&format!("{name}.c"));
    std::fs::write(&source, text).expect("a file can be written");
    let compiler = Compiler::c("c11").with("-Werror=implicit-function-declaration");
    library().compile(&compiler, &[&source], &scratch(name))
}

#[test]
fn a_function_compiles_iff_its_option_is_on() {
    for (function, option, arguments) in GATED {
        let text = format!(
            "#include \"los_memory.h\"\nint main(void) {{ (void){function}{arguments}; return 0; }}\n"
        );
        let compiled = compile(&format!("declared_{function}"), &text);
        match compiled {
            Ok(()) => assert!(library().has(option), "{function} compiles without {option}"),
            Err(error) => {
                assert!(!library().has(option), "{function} does not compile with {option}: {error}");
                assert!(
                    error.to_string().contains(function),
                    "the message does not name {function}: {error}"
                );
            }
        }
    }
}

#[test]
fn a_function_links_iff_its_option_is_on() {
    for (function, option, _) in GATED {
        // Declared by hand, as a program does that brings its own header.
        let text = format!(
            "extern void {function}(void);\nint main(int n, char **v) {{ (void)v; if (n > 1) {function}(); return 0; }}\n"
        );
        let linked = compile(&format!("linked_{function}"), &text);
        assert_eq!(linked.is_ok(), library().has(option), "{function} and {option}: {linked:?}");
    }
}
