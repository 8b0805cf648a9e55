//! Saving, loading and ending: what is asked before, and what is said after.

use crate::model::{Ask, Edit, Guard, Layer, Model, Page, Purpose, Question, Tone};
use crate::msg::{After, Effect, Existing, Form, SaveJob};
use crate::session::report;
use crate::strings;
use kconfig::dotconfig::Saved;

pub(super) fn ask_save(model: &mut Model) {
    let name = model.names.config.clone();
    model.open(Layer::Edit(Edit::new(Purpose::Save, strings::SAVE_TITLE, strings::save_text(&name), &name)));
}

pub(super) fn ask_minimal(model: &mut Model) {
    let name = model.names.minimal.clone();
    let text = strings::MINIMAL_TEXT.to_owned();
    model.open(Layer::Edit(Edit::new(Purpose::SaveMinimal, strings::MINIMAL_TITLE, text, &name)));
}

pub(super) fn ask_load(model: &mut Model) {
    let name = model.names.config.clone();
    model.open(Layer::Edit(Edit::new(Purpose::Load, strings::LOAD_TITLE, strings::load_text(&name), &name)));
}

/// The user typed a path: closes the line, and asks what has to be asked.
pub(super) fn accept_path(model: &mut Model, path: &str) -> Option<Effect> {
    let Some(Layer::Edit(edit)) = model.layers.last_mut() else { return None };
    if path.is_empty() {
        edit.error = Some(strings::EMPTY_PATH.to_owned());
        return None;
    }
    let purpose = edit.purpose;
    model.layers.pop();
    let path = path.to_owned();
    let existing = Existing::Ask;
    match purpose {
        Purpose::Value(..) => None,
        Purpose::Save => save(model, SaveJob { path, form: Form::Full, existing, after: After::Stay }),
        Purpose::SaveMinimal => {
            model.names.minimal.clone_from(&path);
            Some(Effect::Save(SaveJob { path, form: Form::Minimal, existing, after: After::Stay }))
        }
        Purpose::Load if model.is_changed() => {
            let text = strings::load_over_text(&path);
            model.open(Layer::Ask(Ask::new(Question::Load(path), text)));
            None
        }
        Purpose::Load => Some(Effect::Load { path }),
    }
}

/// Saves, after a question if the file says more than the menu knows.
fn save(model: &mut Model, job: SaveJob) -> Option<Effect> {
    let text = match model.guard {
        Some(guard) if job.path == model.names.config => match guard {
            Guard::Tree => strings::guard_tree_text(&job.path),
            Guard::File => strings::guard_file_text(&job.path),
        },
        _ => return Some(Effect::Save(job)),
    };
    model.open(Layer::Ask(Ask::new(Question::Replace(job), text)));
    None
}

pub(super) fn save_and_quit(model: &mut Model) -> Option<Effect> {
    let path = model.names.config.clone();
    save(model, SaveJob { path, form: Form::Full, existing: Existing::Ask, after: After::Quit })
}

pub(super) fn exists(model: &mut Model, job: SaveJob) -> Option<Effect> {
    let text = strings::exists_text(&job.path);
    model.open(Layer::Ask(Ask::new(Question::Replace(job), text)));
    None
}

pub(super) fn saved(model: &mut Model, job: &SaveJob, saved: Saved) -> Option<Effect> {
    if job.form == Form::Full && job.path == model.names.config {
        model.mark_saved();
    }
    let text = match saved {
        Saved::Written => strings::saved(&job.path, job.form),
        Saved::Unchanged => strings::unchanged(&job.path),
    };
    model.say(Tone::Done, text);
    match job.after {
        After::Stay => None,
        After::Quit => Some(Effect::Quit),
    }
}

pub(super) fn loaded(model: &mut Model, path: &str, bytes: &[u8]) -> Option<Effect> {
    let findings = model.read(path, bytes);
    let report = report(model.config(), &[&findings]);
    if !report.text.is_empty() {
        model.open(Layer::Page(Page::new(strings::loaded_with_problems(path), report.text)));
    }
    let text = strings::loaded(path, &model.names.config);
    model.say(Tone::Done, text);
    None
}

pub(super) fn quit(model: &mut Model) -> Option<Effect> {
    if !model.is_changed() {
        return Some(Effect::Quit);
    }
    // A second request while the question stands is no answer to it.
    if !matches!(model.layers.last(), Some(Layer::Ask(ask)) if ask.question == Question::Quit) {
        let text = strings::quit_text(&model.names.config);
        model.open(Layer::Ask(Ask::new(Question::Quit, text)));
    }
    None
}
