//! Commands that run ahead of need give the tree that they give one after the other: the same values, the same findings.

use kconfig::diag::{Style, render};
use kconfig::shell::{Ahead, Run, Shell};
use kconfig::source::Memory;
use kconfig::{Config, LoadOptions, Tree};
use std::num::NonZeroUsize;
use std::sync::Arc;

/// What a tree says and gives.
fn outcome(kconfig: &str, shell: &dyn Shell) -> (Vec<String>, Option<String>) {
    let files = Memory::default().with("Kconfig", kconfig).with("other", "config OTHER\n\tdef_bool y\n");
    let tree = Tree::load(&LoadOptions::new("Kconfig", &files).shell(shell));
    let findings =
        tree.diagnostics().iter().map(|finding| render(finding, tree.sources(), Style::Classic)).collect();
    let config = tree.is_usable().then(|| Config::new(Arc::new(tree)).write());
    (findings, config)
}

/// Answers as operands, as parts of words and texts, where they decide what is read, and where they are wrong.
const TREES: [&str; 18] = [
    "config A\n\tdef_bool $(shell,echo y)\nconfig B\n\tdef_bool $(shell,echo n)\n",
    "config A\n\tdef_bool !$(shell,echo n) && ($(shell,echo y) || X)\n",
    "config A\n\tstring\n\tdefault $(shell,echo a word) if $(shell,echo A) = A\nconfig A2\n\tstring\n\tdefault A\n",
    "config A\n\tint \"a\" if $(shell,echo y)\n\tdefault $(shell,echo 7)\n\trange $(shell,echo 3) $(shell,echo 5)\n",
    "config A\n\tstring\n\tdefault \"$(shell,echo one) and $(shell,echo two)\"\n",
    "config A\n\tstring\n\tdefault x$(shell,echo y)\nconfig B\n\tstring\n\tdefault $(shell,echo y)x\n",
    "config A\n\tstring\n\tdefault $(shell,echo a)$(shell,echo b)\n",
    "f = $(shell,echo $(1))\nconfig A\n\tstring\n\tdefault $(f,$(f,deep))\n",
    "f = <$(shell,echo $(1))>\nconfig A\n\tstring\n\tdefault $(f,in)\n",
    "v := $(shell,echo y)\nconfig A\n\tdef_bool $(v)\n",
    "source \"$(shell,echo other)\"\n",
    "config A$(shell,echo B)\n\tdef_bool y\n",
    // Without a text there is no operand.
    "config A\n\tdef_bool $(shell,true)\nconfig B\n\tdef_bool y\n",
    "config A\n\tdef_bool y if $(shell,true)\n",
    "config A\n\tstring\n\tdefault $(shell,printf '%5000s' x)\n",
    "if $(shell,echo y)\nconfig A\n\tdef_bool y\n\tdepends on $(shell,echo y)\nendif\n",
    "menu \"m\"\n\tvisible if $(shell,echo n)\nconfig A\n\tbool \"a\"\nendmenu\n",
    "choice\n\tprompt \"c\"\n\tdefault $(shell,echo B)\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n",
];

#[test]
fn commands_ahead_give_what_commands_in_turn_give() {
    let folder = tempfile::tempdir().expect("a folder");
    for kconfig in TREES {
        let in_turn = outcome(kconfig, &Run::new(folder.path()));
        for jobs in [1, 4] {
            let ahead = Ahead::new(Run::new(folder.path()), NonZeroUsize::new(jobs).expect("some"));
            assert_eq!(outcome(kconfig, &ahead), in_turn, "{kconfig}");
        }
    }
}

#[test]
fn a_parse_that_is_repeated_runs_no_command_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let kconfig = "config A\n\tdef_bool $(shell,echo x >> log; echo y)\nconfig B\n\tdef_bool $(shell,true)\n";
    let ahead = Ahead::new(Run::new(folder.path()), NonZeroUsize::MIN);
    let (findings, _) = outcome(kconfig, &ahead);
    assert_eq!(findings.len(), 1, "{findings:?}");
    let log = std::fs::read_to_string(folder.path().join("log")).expect("the command ran");
    assert_eq!(log, "x\n");
}

#[test]
fn nothing_runs_after_a_fatal_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let kconfig = "$(error-if,y,stop)\nconfig A\n\tdef_bool $(shell,touch ran)\n";
    let ahead = Ahead::new(Run::new(folder.path()), NonZeroUsize::MIN);
    outcome(kconfig, &ahead);
    drop(ahead);
    assert!(!folder.path().join("ran").exists());
}
