//! The programs of a kernel's build, with their variables.

use super::{Variables, run};
use kconfig::preprocess::{Environment, Process};

/// The programs that take the prefix of a cross compiler, and what LLVM calls them.
const PREFIXED: [(&str, &str, &str); 8] = [
    ("CC", "gcc", "clang"),
    ("LD", "ld", "ld.lld"),
    ("AR", "ar", "llvm-ar"),
    ("NM", "nm", "llvm-nm"),
    ("OBJCOPY", "objcopy", "llvm-objcopy"),
    ("OBJDUMP", "objdump", "llvm-objdump"),
    ("READELF", "readelf", "llvm-readelf"),
    ("STRIP", "strip", "llvm-strip"),
];

/// The programs that are the same whatever is built.
const PLAIN: [(&str, &str); 5] = [
    ("RUSTC", "rustc"),
    ("BINDGEN", "bindgen"),
    ("PAHOLE", "pahole"),
    ("PYTHON3", "python3"),
    ("PERL", "perl"),
];

/// What clang is told to build for, by the folder in `arch`.
const TARGETS: [(&str, &str); 10] = [
    ("arm", "arm-linux-gnueabi"),
    ("arm64", "aarch64-linux-gnu"),
    ("hexagon", "hexagon-linux-musl"),
    ("loongarch", "loongarch64-linux-gnusf"),
    ("m68k", "m68k-linux-gnu"),
    ("mips", "mipsel-linux-gnu"),
    ("powerpc", "powerpc64le-linux-gnu"),
    ("riscv", "riscv64-linux-gnu"),
    ("s390", "s390x-linux-gnu"),
    ("x86", "x86_64-linux-gnu"),
];

/// Sets them, and what two of them say of their version.
pub(super) fn set(variables: &mut Variables, source_arch: &str, subarch: &str) {
    let of_user = |name: &str| Process.get(name).filter(|value| !value.is_empty());
    let cross = of_user("CROSS_COMPILE").unwrap_or_default();
    // LLVM=1, LLVM=/folder/ or LLVM=-version.
    let llvm = of_user("LLVM");
    let decorated = |name: &str| match llvm.as_deref() {
        Some(folder) if folder.ends_with('/') => format!("{folder}{name}"),
        Some(version) if version.starts_with('-') => format!("{name}{version}"),
        _ => name.to_owned(),
    };
    let (host_cc, host_cxx) = if llvm.is_some() {
        (decorated("clang"), decorated("clang++"))
    } else {
        ("gcc".into(), "g++".into())
    };
    variables.set("HOSTCC", host_cc);
    variables.set("HOSTCXX", host_cxx);
    for (name, gnu, of_llvm) in PREFIXED {
        let program = if llvm.is_some() { decorated(of_llvm) } else { format!("{cross}{gnu}") };
        variables.set(name, program);
    }
    for (name, program) in PLAIN {
        variables.set(name, program);
    }
    let said = |variables: &Variables, name: &str, environment: &[(&str, &str)]| {
        let program = &variables.set[name];
        run(&format!("{program} --version 2>/dev/null | head -n 1"), environment).replace('#', "")
    };
    let text = said(variables, "CC", &[("LC_ALL", "C")]);
    let compiler = variables.set("CC_VERSION_TEXT", text);
    let text = said(variables, "RUSTC", &[]);
    variables.set("RUSTC_VERSION_TEXT", text);
    if compiler.contains("clang") {
        let flags = clang_flags(if source_arch == "um" { subarch } else { source_arch }, &cross);
        variables.set("CLANG_FLAGS", flags);
    }
}

/// What the build tells clang, so that it fails where gcc would.
fn clang_flags(arch: &str, cross: &str) -> String {
    let mut flags = String::new();
    if let Some((_, target)) = TARGETS.iter().find(|(known, _)| *known == arch) {
        flags += &format!("--target={target} ");
    }
    if Process.get("LLVM_IAS").as_deref() == Some("0") {
        let assembler = run(&format!("command -v {cross}elfedit"), &[]);
        let folder = assembler.rfind('/').map_or("./", |end| &assembler[..=end]);
        let name = cross.rsplit('/').next().unwrap_or_default();
        flags += &format!("-fno-integrated-as --prefix={folder}{name}");
    } else {
        flags += "-fintegrated-as";
    }
    for option in [
        "unknown-warning-option",
        "ignored-optimization-argument",
        "option-ignored",
        "unused-command-line-argument",
    ] {
        flags += &format!(" -Werror={option}");
    }
    flags
}
