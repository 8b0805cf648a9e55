//! Random keys on random screens: nothing panics, and the cursor is always at a line.

mod common;

use common::Kitchen;
use kconfig::dotconfig::Saved;
use menuconfig::keymap::{self, Key};
use menuconfig::view::{self, Palette};
use menuconfig::{Effect, Model, Msg, update};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// A small generator with a fixed start, so that a failure can be repeated (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn key(&mut self) -> Key {
        const KEYS: [Key; 24] = [
            Key::Enter,
            Key::Enter,
            Key::Enter,
            Key::Esc,
            Key::Tab,
            Key::BackTab,
            Key::Backspace,
            Key::Delete,
            Key::Up,
            Key::Down,
            Key::Down,
            Key::Down,
            Key::Left,
            Key::Right,
            Key::WordLeft,
            Key::WordRight,
            Key::PageUp,
            Key::PageDown,
            Key::Home,
            Key::End,
            Key::Function(1),
            Key::Ctrl('u'),
            Key::Ctrl('c'),
            Key::Char(' '),
        ];
        const LETTERS: [char; 30] = [
            'y', 'n', 'm', 'h', 'z', 's', 'o', 'd', '?', '/', '+', '-', '0', '1', '5', '9', 'x', 'a', 'b',
            'c', 'e', 'k', 'g', 'v', 'ä', '香', '\u{301}', '"', '\\', '\u{1f}',
        ];
        match self.below(2) {
            0 => KEYS[self.below(KEYS.len())],
            _ => Key::Char(LETTERS[self.below(LETTERS.len())]),
        }
    }
}

/// The world, without a disk: every answer it can give.
fn answer(effect: Effect, random: &mut Random) -> Msg {
    match (effect, random.below(3)) {
        (Effect::Save(job), 0) => Msg::Saved(job, Saved::Written),
        (Effect::Save(job), 1) => Msg::Exists(job),
        (Effect::Load { path }, 0) => {
            Msg::Loaded { path, bytes: b"CONFIG_OVEN=y\nCONFIG_CELLAR=y\n".to_vec() }
        }
        (Effect::Load { path }, 1) => Msg::Loaded { path, bytes: b"\xff=\nCONFIG_OVEN=\"\n".to_vec() },
        _ => Msg::Failed("no".to_owned()),
    }
}

fn press(model: &mut Model, key: Key, random: &mut Random) {
    let mut next = keymap::message(model.focus(), key);
    while let Some(msg) = next {
        next =
            update(model, msg).filter(|effect| *effect != Effect::Quit).map(|effect| answer(effect, random));
    }
}

fn draw(model: &Model, width: u16, height: u16) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen");
    terminal.draw(|frame| view::draw(model, &Palette::colour(), frame)).expect("a drawing");
}

#[test]
fn random_keys_on_random_screens_never_panic() {
    for (tree, seed) in [("basic", 1), ("basic", 2), ("repository", 3), ("broken", 4)] {
        let mut kitchen = Kitchen::of(tree);
        let model = &mut kitchen.session().model;
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ seed);
        let (mut width, mut height) = (80, 24);
        for _ in 0..4000 {
            if random.below(20) == 0 {
                (width, height) = match random.below(4) {
                    0 => (1, 1),
                    1 => (1 + random.below(24) as u16, 1 + random.below(12) as u16),
                    _ => (1 + random.below(210) as u16, 1 + random.below(60) as u16),
                };
                update(model, Msg::Resize(width, height));
            }
            let key = random.key();
            press(model, key, &mut random);
            assert_eq!(model.line().is_none(), model.lines().is_empty(), "the cursor is at a line");
            if random.below(8) == 0 {
                draw(model, width, height);
            }
            // A drawing between a new size and its message must not fail either.
            if random.below(200) == 0 {
                draw(model, 1 + random.below(99) as u16, 1 + random.below(30) as u16);
            }
        }
    }
}

#[test]
fn every_screen_size_shows_every_kind_of_box() {
    let openings =
        ["", "i <enter>", "v y <down> <down> <enter> x <enter>", "b y <ctrl-c>", "v ?", "/ a <enter>"];
    for opening in openings {
        let mut kitchen = Kitchen::of("basic");
        kitchen.keys(opening);
        for (width, height) in (1..30).flat_map(|width| (1..14).map(move |height| (width * 3 - 2, height))) {
            update(&mut kitchen.session().model, Msg::Resize(width, height));
            draw(&kitchen.session().model, width, height);
        }
    }
}

#[test]
fn what_was_saved_is_what_is_loaded() {
    let mut random = Random(77);
    for _ in 0..8 {
        let mut kitchen = Kitchen::of("basic");
        for _ in 0..60 {
            let step = ["<down>", "<down>", "<up>", "<space> <esc>", "y", "n", "m"][random.below(7)];
            // Escape closes what Space opened; in the menu itself it would end the program.
            let opens = step.starts_with("<space>");
            kitchen.keys(step.split(' ').next().unwrap_or_default());
            if opens && kitchen.session().model.focus() == keymap::Focus::Text {
                kitchen.keys("<esc>");
            }
        }
        let written = kitchen.session().model.config().write();
        kitchen.keys("<home>");
        while kitchen.session().model.title() != "Test kitchen" {
            kitchen.keys("<esc>");
        }
        kitchen.keys("S <enter>");
        assert_eq!(kitchen.file(".config"), written);
        let mut again = Kitchen::of("basic");
        again.write(".config", &written);
        assert_eq!(again.session().model.config().write(), written);
        assert!(!again.session().model.is_changed());
        again.keys("S <enter>");
        assert!(again.session().model.status().is_some_and(|status| status.starts_with("No change")));
    }
}
