//! `conf --linux`: a kernel is configured without make.

mod program;

use program::{Folder, Outcome};

const MAKEFILE: &str = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 7\nEXTRAVERSION = -x\nNAME = Small\n";

/// As far as the form goes, what a kernel has.
const KCONFIG: &str = "mainmenu \"Small/$(ARCH) $(KERNELVERSION)\"\n\
    source \"scripts/include\"\n\
    source \"arch/$(SRCARCH)/Kconfig\"\n\
    config COMPILER\n\tstring\n\tdefault \"$(CC_VERSION_TEXT)\"\n\n\
    config LINKER\n\tstring\n\tdefault \"$(LD)\"\n\n\
    config WAY\n\tstring\n\tdefault \"$(srctree)\"\n\n\
    config SEEN\n\tstring\n\tdefault \"$(shell,echo $SRCARCH $LC_ALL)\"\n\n\
    config DEBUG\n\tbool \"debug\"\n\n\
    config NET\n\tbool \"net\"\n";

fn kernel() -> Folder {
    let choice = "ifeq ($(ARCH),i386)\nKBUILD_DEFCONFIG := i386_defconfig\nelse\n\
                  KBUILD_DEFCONFIG := big_defconfig\nendif\n";
    Folder::new()
        .with("tree/Makefile", MAKEFILE)
        .with("tree/Kconfig", KCONFIG)
        .with("tree/scripts/include", "words := x\n")
        .with("tree/arch/x86/Makefile", choice)
        .with("tree/arch/x86/Kconfig", "config X86_64\n\tdef_bool \"$(ARCH)\" != \"i386\"\n\n")
        .with("tree/arch/x86/configs/big_defconfig", "CONFIG_NET=y\n")
        .with("tree/arch/x86/configs/i386_defconfig", "CONFIG_DEBUG=y\n")
        .with("tree/arch/x86/configs/small.config", "CONFIG_NET=y\n")
        .with("tree/arch/riscv/Makefile", "KBUILD_CFLAGS += -x\n")
        .with("tree/arch/riscv/Kconfig", "config RISCV\n\tdef_bool y\n\n")
        .with("tree/arch/riscv/configs/defconfig", "# CONFIG_NET is not set\n")
        .with("tree/arch/mips/Makefile", "KBUILD_DEFCONFIG := made_defconfig\n")
        .with("tree/arch/mips/Kconfig", "")
        .with("tree/kernel/configs/small.config", "CONFIG_DEBUG=y\n")
        .with("out/.keep", "")
}

fn run(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let arguments = [&["--linux", "../tree"], arguments].concat();
    folder.run_in("out", &arguments, variables, b"")
}

fn config(folder: &Folder) -> String {
    folder.read("out/.config")
}

#[test]
fn a_kernel_is_configured_in_the_working_folder() {
    let folder = kernel();
    let said = run(&folder, &["--arch", "x86_64", "--olddefconfig"], &[]).ok();
    assert_eq!(
        said,
        "#\n# using defaults found in arch/x86/configs/big_defconfig\n#\n#\n# configuration written to .config\n#\n"
    );
    let text = config(&folder);
    assert!(text.contains("# Small/x86_64 6.12.7-x\n"), "{text}");
    assert!(text.contains("CONFIG_X86_64=y\n") && text.contains("CONFIG_LINKER=\"ld\"\n"), "{text}");
    // Commands see the variables, and no language of messages.
    assert!(text.contains("CONFIG_SEEN=\"x86\"\n"), "{text}");
    assert!(folder.path("out/include/config/auto.conf").is_file());
    assert!(!folder.path("tree/.config").exists());
    let tree = folder.path("tree").canonicalize().expect("the tree");
    assert!(text.contains(&format!("CONFIG_WAY=\"{}\"\n", tree.display())), "{text}");
}

#[test]
fn the_way_to_the_tree_is_written_as_by_make() {
    let folder = kernel();
    folder.run_in("tree", &["--linux", ".", "--arch=x86", "--alldefconfig"], &[], b"").ok();
    assert!(folder.read("tree/.config").contains("CONFIG_WAY=\".\"\n"));
    folder.write("tree/build/.keep", "");
    folder.run_in("tree/build", &["--linux", "..", "--arch=x86", "--alldefconfig"], &[], b"").ok();
    assert!(folder.read("tree/build/.config").contains("CONFIG_WAY=\"..\"\n"));
}

#[test]
fn a_defconfig_without_name_is_the_one_of_the_architecture() {
    let folder = kernel();
    let said = run(&folder, &["--arch=i386", "--defconfig"], &[]).ok();
    assert!(said.starts_with("*** Default configuration is based on 'i386_defconfig'\n"), "{said}");
    assert!(config(&folder).contains("CONFIG_DEBUG=y\n"));
    run(&folder, &["--arch=x86", "--defconfig"], &[]).ok();
    assert!(config(&folder).contains("CONFIG_NET=y\n"));
    // Of an architecture that names none it is called so.
    run(&folder, &["--arch=riscv", "--defconfig", "-s"], &[]).ok();
    assert!(config(&folder).contains("# CONFIG_NET is not set\n"));
    let said = run(&folder, &["--arch=mips", "--defconfig"], &[]).refused();
    assert!(said.contains("made_defconfig is no file: make puts it together"), "{said}");
}

#[test]
fn a_defconfig_is_looked_for_among_those_of_the_architecture() {
    let folder = kernel();
    run(&folder, &["--arch=x86", "--defconfig", "i386_defconfig"], &[]).ok();
    assert!(config(&folder).contains("CONFIG_DEBUG=y\n"));
    folder.write("out/mine", "CONFIG_NET=y\n");
    run(&folder, &["--arch=x86", "--defconfig=mine"], &[]).ok();
    assert!(config(&folder).contains("# CONFIG_DEBUG is not set\nCONFIG_NET=y\n"));
    run(&folder, &["--arch=x86", "--savedefconfig"], &[]).ok();
    assert_eq!(folder.read("out/defconfig"), "CONFIG_NET=y\n");
}

#[test]
fn what_the_user_sets_counts() {
    let folder = kernel();
    run(&folder, &["--alldefconfig"], &[("ARCH", "riscv"), ("CROSS_COMPILE", "none-")]).ok();
    let text = config(&folder);
    assert!(text.contains("CONFIG_LINKER=\"none-ld\"\n") && text.contains("CONFIG_RISCV=y\n"), "{text}");
    run(&folder, &["--arch=x86", "--alldefconfig"], &[("LLVM", "-99"), ("LD", "mold")]).ok();
    assert!(config(&folder).contains("CONFIG_LINKER=\"mold\"\n"));
    run(&folder, &["--arch=x86", "--alldefconfig"], &[("LLVM", "-99")]).ok();
    assert!(config(&folder).contains("CONFIG_LINKER=\"ld.lld-99\"\n"));
    let compiler = [("CC", "echo clang#7")];
    run(&folder, &["--arch=x86", "--alldefconfig"], &compiler).ok();
    assert!(config(&folder).contains("CONFIG_COMPILER=\"clang7 --version\"\n"));
}

#[test]
fn a_fragment_is_called_by_its_name() {
    let folder = kernel();
    run(&folder, &["--arch=x86", "--alldefconfig"], &[]).ok();
    run(&folder, &["--arch=x86", "merge", "-Q", ".config", "small.config"], &[]).ok();
    assert!(config(&folder).contains("CONFIG_DEBUG=y\nCONFIG_NET=y\n"));
}

#[test]
fn a_wrong_folder_or_architecture_is_refused_with_the_right_ones() {
    let folder = kernel();
    let said = run(&folder, &["--arch=vax", "--olddefconfig"], &[]).refused();
    assert!(said.contains("--arch vax: this kernel does not have it; it has mips, riscv, x86"), "{said}");
    let said = folder.run_in("out", &["--linux", ".", "--olddefconfig"], &[], b"").refused();
    assert!(said.contains("--linux .: no kernel is there"), "{said}");
    let said = folder.run_in("out", &["--linux", "none", "--olddefconfig"], &[], b"").refused();
    assert!(said.contains("--linux none: No such file"), "{said}");
    folder.write("out/Kconfig", "");
    let said = run(&folder, &["--arch=x86", "--olddefconfig"], &[]).refused();
    assert!(said.contains("this folder has a Kconfig of its own"), "{said}");
}
