//! The terminal: raw mode, events, and giving the screen back whatever happens.

use crate::keymap::Key;
use crate::msg::Msg;
use crate::session::{Flow, Session};
use crate::view::{self, Palette};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use signal_hook::flag;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a signal may wait for the menu to notice it.
const SIGNAL_LATENCY: Duration = Duration::from_millis(200);

/// Within this time a second Escape belongs to the first: mconf wants it twice, and fingers know that.
const DOUBLE_ESCAPE: Duration = Duration::from_millis(250);

/// How the menu ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The user ended it.
    Quit,
    /// This signal did.
    Signal(usize),
}

/// Whether there is a terminal that can show a menu.
pub fn is_usable() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

/// Runs the menu until it ends. The screen is given back at the end, after a panic, and when a signal ends it.
///
/// # Errors
/// What the system says of the terminal.
pub fn run(session: &mut Session) -> io::Result<End> {
    let signal = watch_signals();
    // Sets raw mode and the alternate screen, and a panic hook that takes both back.
    let mut terminal = ratatui::try_init()?;
    let end = events(session, &mut terminal, &signal);
    let restored = ratatui::try_restore();
    let end = end?;
    restored?;
    Ok(end)
}

fn events(
    session: &mut Session,
    terminal: &mut ratatui::DefaultTerminal,
    signal: &AtomicUsize,
) -> io::Result<End> {
    let palette = Palette::from_environment();
    let mut last_escape: Option<Instant> = None;
    let mut stale = true;
    loop {
        if stale {
            let size = terminal.size()?;
            session.message(Msg::Resize(size.width, size.height));
            terminal.draw(|frame| view::draw(&session.model, &palette, frame))?;
        }
        stale = event::poll(SIGNAL_LATENCY)?;
        let received = signal.load(Ordering::Relaxed);
        if received != 0 {
            return Ok(End::Signal(received));
        }
        if !stale {
            continue;
        }
        let Event::Key(event) = event::read()? else { continue };
        let Some(key) = key(&event) else { continue };
        if key == Key::Esc {
            let doubled = last_escape.is_some_and(|last| last.elapsed() < DOUBLE_ESCAPE);
            last_escape = if doubled { None } else { Some(Instant::now()) };
            if doubled {
                continue;
            }
        }
        if session.key(key) == Flow::Quit {
            return Ok(End::Quit);
        }
    }
}

/// The number of the signal that wants the program to end, once one came. The second such signal ends it at once, and
/// so does the terminal's going away: there is no screen to give back then, and reading would find its end for ever.
fn watch_signals() -> Arc<AtomicUsize> {
    let received = Arc::new(AtomicUsize::new(0));
    let asked_before = Arc::new(AtomicBool::new(false));
    let status = |signal: i32| 128 + signal;
    // A signal that cannot be watched ends the program at once, as it does everywhere else.
    for signal in signal_hook::consts::TERM_SIGNALS {
        let _ = flag::register_conditional_shutdown(*signal, status(*signal), Arc::clone(&asked_before));
        let _ = flag::register(*signal, Arc::clone(&asked_before));
        let _ = flag::register_usize(*signal, Arc::clone(&received), *signal as usize);
    }
    #[cfg(unix)]
    {
        let hangup = signal_hook::consts::SIGHUP;
        let _ = flag::register_conditional_shutdown(hangup, status(hangup), Arc::new(AtomicBool::new(true)));
    }
    received
}

fn key(event: &KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char(c) if control => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left if control => Key::WordLeft,
        KeyCode::Right if control => Key::WordRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::F(number) => Key::Function(number),
        _ => return None,
    })
}
