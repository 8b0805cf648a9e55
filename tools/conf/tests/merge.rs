//! `conf merge` and `conf diff`.

mod program;

use program::Folder;

const KCONFIG: &str = "config A\n\tbool \"a\"\n\nconfig B\n\tbool \"b\"\n\tdepends on A\n\n\
    config I\n\tint \"i\"\n\trange 1 9\n\tdefault 3\n";

fn tree() -> Folder {
    let base = "CONFIG_A=y\nCONFIG_B=y\nCONFIG_I=4\n";
    let fragment = "# CONFIG_A is not set\nCONFIG_I=40\nCONFIG_B=y\n";
    Folder::new().with("Kconfig", KCONFIG).with("base", base).with("fragment", fragment)
}

#[test]
fn the_later_value_counts_and_every_override_is_said_with_both_lines() {
    let tree = tree();
    let outcome = tree.run(&["merge", "base", "fragment"]);
    outcome.ok();
    let said = outcome.stderr();
    assert!(said.contains("fragment:1: warning: CONFIG_A=n overrides y of base:1\n"), "{said}");
    assert!(said.contains("fragment:2: warning: CONFIG_I=40 overrides 4 of base:3\n"), "{said}");
    assert!(tree.read(".config").contains("# CONFIG_A is not set\n"));
}

#[test]
fn each_line_without_effect_is_said_once_with_the_reason() {
    let said = tree().run(&["merge", "-Q", "base", "fragment"]).stderr();
    assert_eq!(said.matches("was asked for").count(), 2, "{said}");
    assert!(
        said.contains("base:2: warning: CONFIG_B=y was asked for, and it is n: B needs A [=n]"),
        "{said}"
    );
    assert!(said.contains("fragment:2: warning: CONFIG_I=40 was asked for, and it is 9"), "{said}");
}

#[test]
fn strict_refuses_another_value_and_saves_nothing() {
    let tree = tree();
    assert!(tree.run(&["merge", "--strict", "base", "fragment"]).refused().contains("2 values"));
    assert!(!tree.path(".config").exists());
    tree.run(&["merge", "--strict", "base", "base"]).ok();
}

#[test]
fn merge_only_joins_the_lines_in_a_folder_of_choice() {
    let tree = tree();
    tree.run(&["merge", "-m", "-O", "out", "base", "fragment"]).ok();
    assert_eq!(tree.read("out/.config"), "# CONFIG_A is not set\nCONFIG_I=40\nCONFIG_B=y\n");
}

#[test]
fn builtin_stays_and_redundant_lines_are_said() {
    let tree = tree();
    let said = tree.run(&["merge", "-y", "-r", "base", "fragment"]).stderr();
    assert!(said.contains("fragment:1: note: CONFIG_A stays y"), "{said}");
    assert!(said.contains("fragment:3: note: CONFIG_B=y is redundant: base:2 says the same"), "{said}");
    assert!(tree.read(".config").contains("CONFIG_B=y\n"));
}

#[test]
fn diff_is_sorted_by_symbol_and_comes_as_json_too() {
    let tree = tree().with("other", "CONFIG_Z=\"q\\\"\"\nCONFIG_A=y\nCONFIG_I=5\n");
    assert_eq!(tree.run(&["diff", "base", "other"]).ok(), "-B y\n I 4 -> 5\n+Z \"q\\\"\"\n");
    let json = tree.run(&["diff", "--format", "json", "base", "other"]).ok();
    assert!(json.contains(r#"{"symbol":"B","old":"y","new":null}"#), "{json}");
    assert!(json.contains(r#""new":"\"q\\\"\"""#), "{json}");
    assert!(tree.run(&["diff", "base", "missing"]).refused().contains("no file missing"));
}

#[test]
fn of_a_choice_the_member_of_the_later_file_counts() {
    let members = ["A", "B"].map(|name| format!("config {name}\n\tbool \"{name}\"\n\n")).concat();
    let tree = Folder::new()
        .with("Kconfig", format!("choice\n\tprompt \"c\"\n\n{members}endchoice\n"))
        .with("base", "# CONFIG_A is not set\nCONFIG_B=y\n")
        .with("fragment", "CONFIG_A=y\n");
    tree.run(&["merge", "-Q", "base", "fragment"]).ok();
    assert!(tree.read(".config").contains("CONFIG_A=y\n# CONFIG_B is not set\n"));
}

#[test]
fn a_line_that_says_nothing_is_named_where_it_stands() {
    let tree = tree();
    tree.write("fragment", "# words\n\nCONFIG_A\nCONFIG_I=x\nCONFIG_NONE=y\n");
    let said = tree.run(&["merge", "-Q", "base", "fragment"]).stderr();
    let expected = "fragment:3: warning: this is no assignment, and is left out: CONFIG_A\n";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("fragment:4: warning: ") && said.contains("fragment:5: warning: "), "{said}");
    assert!(!said.contains("merged:"), "{said}");
}

#[test]
fn notes_can_be_read_by_programs() {
    let tree = tree();
    tree.write("fragment", "CONFIG_I=40\nwords\n");
    let outcome = tree.run(&["merge", "--format=json", "base", "fragment"]);
    assert_eq!(outcome.stderr(), "");
    let said = outcome.ok();
    let first = "[{\"kind\":\"override\",\"file\":\"fragment\",\"line\":1,\"symbol\":\"CONFIG_I\",\
                 \"message\":\"CONFIG_I=40 overrides 4 of base:3\"},\n";
    assert!(said.starts_with(first), "{said}");
    assert!(said.contains("\"kind\":\"invalid\"") && said.contains("\"symbol\":null"), "{said}");
    assert!(said.contains("\"kind\":\"unmet\"") && said.ends_with("}]\n"), "{said}");
}

#[test]
fn a_difference_is_explained_when_asked() {
    let tree = tree();
    tree.write("new", "CONFIG_A=n\nCONFIG_B=y\nCONFIG_I=5\nCONFIG_GONE=y\n");
    let said = tree.run(&["diff", "--why", "base", "new"]).ok();
    assert!(said.starts_with(" A y -> n\n    "), "{said}");
    assert!(said.contains("+GONE y\n    the tree has no symbol of this name\n"), "{said}");
    tree.write("old", "# CONFIG_B is not set\n");
    let said = tree.run(&["diff", "--why", "old", "new"]).ok();
    assert!(said.contains(" B n -> y\n    y is asked for, and it is n: B needs A [=n]"), "{said}");
    let said = tree.run(&["diff", "--why", "--format=json", "old", "new"]).ok();
    assert!(said.contains("\"new\":\"y\",\"why\":\"y is asked for"), "{said}");
}
