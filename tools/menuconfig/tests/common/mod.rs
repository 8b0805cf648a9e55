//! A project in a temporary folder with a menu on a screen that is a text.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use kconfig::Project;
use menuconfig::keymap::Key;
use menuconfig::session::Flow;
use menuconfig::view::{self, Palette};
use menuconfig::{Msg, Session};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The menu of a copy of a tree; it starts with the first key.
pub struct Kitchen {
    pub folder: TempDir,
    size: (u16, u16),
    session: Option<Session>,
    pub ended: bool,
}

impl Default for Kitchen {
    fn default() -> Self {
        Kitchen { folder: TempDir::new().expect("a folder"), size: (80, 24), session: None, ended: false }
    }
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).expect("a copy");
    }
}

impl Kitchen {
    /// The tree of a test, or this repository's own.
    pub fn of(tree: &str) -> Kitchen {
        let mut kitchen = Kitchen::default();
        kitchen.tree(tree);
        kitchen
    }

    pub fn tree(&mut self, name: &str) {
        if name == "repository" {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
            for part in ["Kconfig", "Cargo.toml", "configs"] {
                copy(&root.join(part), &self.folder.path().join(part));
            }
            std::fs::create_dir(self.folder.path().join("src")).expect("a folder");
            for part in ["src/Kconfig", "src/Kconfig.debug"] {
                copy(&root.join(part), &self.folder.path().join(part));
            }
        } else {
            copy(&data().join(name), self.folder.path());
        }
    }

    pub fn config(&mut self, name: &str) {
        copy(&data().join(name), &self.folder.path().join(".config"));
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("a file");
    }

    pub fn size(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.session().message(Msg::Resize(width, height));
    }

    pub fn session(&mut self) -> &mut Session {
        let (width, height) = self.size;
        let folder = self.folder.path();
        self.session.get_or_insert_with(|| {
            // Nothing of this process's environment may steer a test.
            let project = Project::find_with(folder, &BTreeMap::<String, String>::new()).expect("a project");
            let mut session = Session::new(project);
            session.message(Msg::Resize(width, height));
            session
        })
    }

    pub fn key(&mut self, key: Key) {
        if self.ended {
            return;
        }
        self.ended = self.session().key(key) == Flow::Quit;
    }

    /// Presses keys as scripts write them.
    pub fn keys(&mut self, keys: &str) {
        for word in keys.split_whitespace() {
            match named(word) {
                Some(key) => self.key(key),
                None => word.chars().for_each(|c| self.key(Key::Char(c))),
            }
        }
    }

    pub fn screen(&mut self) -> String {
        if self.ended {
            return format!("(ended: {})", self.session().farewell());
        }
        let (width, height) = self.size;
        let session = self.session();
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen");
        terminal.draw(|frame| view::draw(&session.model, &Palette::plain(), frame)).expect("a drawing");
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..height {
            let mut line = String::new();
            let mut x = 0;
            while x < width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                // A wide character covers the cell behind it.
                x += unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    pub fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name))
            .unwrap_or_else(|why| format!("({})", why.kind()))
    }
}

fn named(word: &str) -> Option<Key> {
    let name = word.strip_prefix('<')?.strip_suffix('>')?;
    Some(match name {
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "backtab" => Key::BackTab,
        "space" => Key::Char(' '),
        "backspace" => Key::Backspace,
        "up" => Key::Up,
        "down" => Key::Down,
        "left" => Key::Left,
        "right" => Key::Right,
        "pageup" => Key::PageUp,
        "pagedown" => Key::PageDown,
        "home" => Key::Home,
        "end" => Key::End,
        "f1" => Key::Function(1),
        "clear" => Key::Ctrl('u'),
        "ctrl-c" => Key::Ctrl('c'),
        other => panic!("no key is called {other}"),
    })
}
