//! A cursor in a list that may be longer than the screen.

use crate::msg::Motion;

/// The entry under the cursor, and the first one on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct List {
    pub(crate) cursor: usize,
    pub(crate) top: usize,
}

impl List {
    /// Moves the cursor within `len` entries, of which `page` fit on the screen.
    pub(crate) fn go(&mut self, motion: Motion, len: usize, page: u16) {
        let page = usize::from(page).saturating_sub(1).max(1);
        let last = len.saturating_sub(1);
        self.cursor = match motion {
            Motion::Up => self.cursor.saturating_sub(1),
            Motion::Down => (self.cursor + 1).min(last),
            Motion::PageUp => self.cursor.saturating_sub(page),
            Motion::PageDown => (self.cursor + page).min(last),
            Motion::First => 0,
            Motion::Last => last,
        };
    }

    /// Keeps the cursor within `len` entries and on a screen of `height`.
    pub(crate) fn settle(&mut self, len: usize, height: u16) {
        let height = usize::from(height).max(1);
        self.cursor = self.cursor.min(len.saturating_sub(1));
        let lowest_top = (self.cursor + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest_top, self.cursor).min(len.saturating_sub(height).max(lowest_top));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_on_the_screen() {
        for len in 0..12 {
            for height in 0..6u16 {
                let mut list = List { cursor: 7, top: 9 };
                for motion in
                    [Motion::Up, Motion::PageDown, Motion::Down, Motion::Last, Motion::PageUp, Motion::First]
                {
                    list.go(motion, len, height);
                    list.settle(len, height);
                    assert!(list.cursor < len.max(1));
                    assert!((list.top..list.top + usize::from(height).max(1)).contains(&list.cursor));
                }
            }
        }
    }
}
