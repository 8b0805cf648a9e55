//! How the tree is read, where the command line says so.

mod program;

use program::Folder;

#[test]
fn an_answer_that_is_recorded_is_not_asked_for_again() {
    let kconfig = "config A\n\tstring\n\tdefault \"$(shell,cat answer; echo asked >> log)\"\n";
    let tree = Folder::new().with("Kconfig", kconfig).with("answer", "one\n");
    let get = || tree.run(&["--shell-answers", "answers", "get", "A"]).ok();
    assert_eq!(get(), "one\n");
    tree.write("answer", "two\n");
    assert_eq!(get(), "one\n");
    assert_eq!(tree.read("log"), "asked\n");
    assert_eq!(tree.read("answers"), "cat answer; echo asked >> log\tone\\n\n");
    assert_eq!(tree.run(&["get", "A"]).ok(), "two\n");
}

#[test]
fn a_file_that_holds_something_else_is_no_file_of_answers() {
    let tree =
        Folder::new().with("Kconfig", "config A\n\tbool \"a\"\n").with("answers", "A\tB\nCONFIG_A=y\n");
    let said = tree.run(&["--shell-answers", "answers", "--olddefconfig", "Kconfig"]).refused();
    assert!(said.contains("--shell-answers answers: line 2 is no recorded answer"), "{said}");
    assert_eq!(tree.read("answers"), "A\tB\nCONFIG_A=y\n");
}

#[test]
fn the_command_line_chooses_the_form_of_the_language() {
    let tree = Folder::new().with("Kconfig", "config A\n\tbool \"a\"\n\t---help---\n\t  Help.\n");
    tree.run(&["--alldefconfig", "Kconfig"]).refused();
    tree.run(&["--dialect", "legacy", "--alldefconfig", "Kconfig"]).ok();
    let said = tree.run(&["--dialect", "linux-2.4", "--alldefconfig", "Kconfig"]).refused();
    assert!(said.contains("no dialect is named `linux-2.4`"), "{said}");
}

#[test]
fn answers_are_remembered_from_run_to_run() {
    let folder = Folder::new();
    folder.write("Kconfig", "config A\n\tstring\n\tdefault \"$(shell,echo x >> log; wc -l < ./log)\"\n");
    let runs = |arguments: &[&str], variables: &[(&str, &str)]| {
        assert_eq!(folder.run_with(arguments, variables, b"").status, Some(0));
        folder.read("log").lines().count()
    };
    let arguments = ["--shell-memory=memory", "--alldefconfig", "Kconfig"];
    assert_eq!(runs(&arguments, &[]), 1);
    // It names the log, which has changed.
    assert_eq!(runs(&arguments, &[]), 2);
    folder.write("Kconfig", "config A\n\tdef_bool $(shell,echo x >> log; echo y)\n");
    folder.write("log", "");
    let arguments = ["--alldefconfig", "Kconfig"];
    let memory = [("KCONFIG_SHELL_MEMORY", "memory")];
    assert_eq!(runs(&arguments, &memory), 1);
    assert_eq!(runs(&arguments, &[("KCONFIG_SHELL_MEMORY", "")]), 2, "nothing is remembered under no name");
}
