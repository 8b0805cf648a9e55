//! `update` alone: what follows from a message, without keys, screens and files.

use kconfig::dotconfig::Saved;
use kconfig::eval::Tristate;
use kconfig::source::Memory;
use kconfig::{Config, LoadOptions, Tree};
use menuconfig::msg::{After, Existing, Form, Motion, SaveJob, Turn};
use menuconfig::{Effect, Model, Msg, Names, update};
use std::sync::Arc;
use tui_input::InputRequest;

const TREE: &str = r#"
mainmenu "House"

config LIGHT
	bool "Light"

menu "Kitchen"

config OVEN
	bool "Oven"

config HEAT
	int "Heat"
	range 50 250
	default 180
	depends on OVEN

endmenu

menu "Bath"

config TUB
	bool "Tub"
	select WATER

config WATER
	bool "Water"

endmenu
"#;

fn model() -> Model {
    let files = Memory::default().with("Kconfig", TREE);
    let tree = Arc::new(Tree::load(&LoadOptions::new("Kconfig", &files)));
    assert!(tree.is_usable());
    Model::new(Config::new(tree), Names::default())
}

fn after(messages: &[Msg]) -> Model {
    let mut model = model();
    for msg in messages {
        assert_eq!(update(&mut model, msg.clone()), None, "{msg:?} asks nothing of the world");
    }
    model
}

fn typed(model: &mut Model, text: &str) {
    update(model, Msg::Edit(InputRequest::DeleteLine));
    for c in text.chars() {
        update(model, Msg::Edit(InputRequest::InsertChar(c)));
    }
}

fn job(path: &str, form: Form, existing: Existing, after: After) -> SaveJob {
    SaveJob { path: path.to_owned(), form, existing, after }
}

const DOWN: Msg = Msg::Move(Motion::Down);
const YES: Msg = Msg::Set(Tristate::Yes);

#[test]
fn a_menu_remembers_its_cursor() {
    let model = after(&[DOWN, Msg::Activate, YES, DOWN, Msg::Back, Msg::Activate]);
    assert_eq!(model.line().as_deref(), Some("(180) Heat (NEW)"));
}

#[test]
fn leaving_a_menu_returns_to_its_own_line() {
    let model = after(&[Msg::Move(Motion::Last), Msg::Activate, DOWN, Msg::Back]);
    assert_eq!(model.title(), "House");
    assert_eq!(model.line().as_deref(), Some("    Bath  --->"));
}

#[test]
fn an_unchanged_configuration_ends_without_a_question() {
    assert_eq!(update(&mut model(), Msg::Back), Some(Effect::Quit));
    assert_eq!(update(&mut model(), Msg::Quit), Some(Effect::Quit));
}

#[test]
fn leaving_the_root_with_changes_asks() {
    assert_eq!(after(&[YES, Msg::Back]).title(), "Unsaved changes");
}

#[test]
fn a_change_taken_back_is_no_change() {
    let model = after(&[YES, Msg::Toggle]);
    assert!(!model.is_changed());
}

#[test]
fn saving_at_the_end_ends_only_after_the_file_is_written() {
    let mut model = after(&[YES, Msg::Quit]);
    let job = job(".config", Form::Full, Existing::Ask, After::Quit);
    assert_eq!(update(&mut model, Msg::Activate), Some(Effect::Save(job.clone())));
    let mut failed = after(&[YES, Msg::Quit]);
    update(&mut failed, Msg::Activate);
    assert_eq!(update(&mut failed, Msg::Failed("the disk is full".to_owned())), None);
    assert_eq!(failed.status(), Some("the disk is full"));
    assert!(failed.is_changed(), "nothing is lost");
    assert_eq!(update(&mut model, Msg::Saved(job, Saved::Written)), Some(Effect::Quit));
}

#[test]
fn a_second_request_to_end_is_no_answer_to_the_question() {
    let mut model = after(&[YES, Msg::Quit, Msg::Quit]);
    update(&mut model, Msg::Back);
    assert_eq!(model.title(), "House");
}

#[test]
fn discarding_ends_without_writing() {
    let mut model = after(&[YES, Msg::Quit, Msg::Button(Turn::Next)]);
    assert_eq!(update(&mut model, Msg::Activate), Some(Effect::Quit));
}

#[test]
fn a_value_out_of_range_keeps_the_line_open() {
    let mut model = after(&[DOWN, Msg::Activate, YES, DOWN, Msg::Activate]);
    typed(&mut model, "300");
    update(&mut model, Msg::Activate);
    assert_eq!(model.title(), "Heat");
    typed(&mut model, "200");
    update(&mut model, Msg::Activate);
    assert_eq!(model.title(), "Kitchen");
    assert!(model.config().write().contains("CONFIG_HEAT=200\n"));
}

#[test]
fn what_a_select_holds_is_refused_with_its_source() {
    let model = after(&[Msg::Move(Motion::Last), Msg::Activate, YES, DOWN, Msg::Set(Tristate::No)]);
    assert_eq!(model.line().as_deref(), Some("-*- Water"));
    assert!(model.status().is_some_and(|status| status.contains("TUB")), "{:?}", model.status());
    let model = after(&[Msg::Move(Motion::Last), Msg::Activate, YES, DOWN, Msg::Toggle]);
    assert!(model.status().is_some_and(|status| status.contains("TUB")), "{:?}", model.status());
}

#[test]
fn no_key_that_sets_a_value_is_silent() {
    for msg in [YES, Msg::Set(Tristate::No), Msg::Set(Tristate::Mod)] {
        let on_menu = after(&[DOWN, msg.clone()]);
        assert!(on_menu.status().is_some(), "{msg:?} on a menu");
    }
    let twice = after(&[YES, YES]);
    assert_eq!(twice.status(), Some("LIGHT is y already"));
}

#[test]
fn another_file_is_replaced_only_after_a_question() {
    let mut model = after(&[Msg::SaveMinimal]);
    typed(&mut model, "x_defconfig");
    let ask = job("x_defconfig", Form::Minimal, Existing::Ask, After::Stay);
    assert_eq!(update(&mut model, Msg::Activate), Some(Effect::Save(ask.clone())));
    assert_eq!(update(&mut model, Msg::Exists(ask.clone())), None);
    assert_eq!(model.title(), "Replace the file?");
    let replace = SaveJob { existing: Existing::Replace, ..ask };
    assert_eq!(update(&mut model, Msg::Activate), Some(Effect::Save(replace)));
}

#[test]
fn an_empty_path_is_refused_in_the_dialog() {
    let mut model = after(&[Msg::Save]);
    typed(&mut model, "  ");
    assert_eq!(update(&mut model, Msg::Activate), None);
    assert_eq!(model.title(), "Save the configuration");
}

#[test]
fn loading_replaces_the_values_and_is_a_change() {
    let mut model = model();
    let bytes = b"CONFIG_OVEN=y\nCONFIG_HEAT=60\n".to_vec();
    update(&mut model, Msg::Loaded { path: "other".to_owned(), bytes });
    assert!(model.config().write().contains("CONFIG_HEAT=60\n"));
    assert!(model.is_changed(), "the file of the project says something else");
}

#[test]
fn what_is_wrong_with_a_loaded_file_is_shown() {
    let mut model = model();
    update(&mut model, Msg::Loaded { path: "other".to_owned(), bytes: b"CONFIG_HEAT=hot\n\xff\n".to_vec() });
    assert_eq!(model.title(), "Problems in other");
}

#[test]
fn a_search_result_that_is_hidden_is_shown_by_showing_what_is_hidden() {
    let mut model = after(&[Msg::Search]);
    typed(&mut model, "heat");
    update(&mut model, Msg::Activate);
    update(&mut model, Msg::Number(1));
    assert_eq!(model.title(), "Kitchen");
    assert!(model.line().is_some_and(|line| line.ends_with("Heat  (hidden)")), "{:?}", model.line());
}
