//! When damage that an operation meets is told to the hooks: at once, or after the lock is given back.
//!
//! A hook may panic, and a panic prints and allocates. So a handle that is used under a lock only remembers what it met,
//! and whoever holds the lock tells the hooks when he has given it back. Knows nothing of locks.

use core::cell::Cell;

use crate::error::Damage;
use crate::hooks;

/// What a pool's handle does with damage.
///
/// Sealed: the implementations are `()`, which only ever reports at once, and [`Reports`].
pub trait Reporter: Default + sealed::Sealed {
    /// From now on damage is remembered.
    #[doc(hidden)]
    fn defer(&mut self);

    /// An operation has met `damage`.
    #[doc(hidden)]
    fn report(&self, damage: &Damage);

    /// The first damage that was remembered since the last call.
    #[doc(hidden)]
    fn take(&self) -> Option<Damage>;
}

/// For pools that look for damage.
#[derive(Debug, Default)]
pub struct Reports {
    deferred: bool,
    remembered: Cell<Option<Damage>>,
}

impl Reporter for Reports {
    fn defer(&mut self) {
        self.deferred = true;
    }

    fn report(&self, damage: &Damage) {
        if !self.deferred {
            hooks::installed().damaged(damage);
        } else if self.remembered.get().is_none() {
            self.remembered.set(Some(*damage));
        }
    }

    fn take(&self) -> Option<Damage> {
        self.remembered.take()
    }
}

/// For pools that never look: the handle stays one pointer wide.
impl Reporter for () {
    fn defer(&mut self) {}

    fn report(&self, damage: &Damage) {
        hooks::installed().damaged(damage);
    }

    fn take(&self) -> Option<Damage> {
        None
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for super::Reports {}
}
