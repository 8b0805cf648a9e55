//! The level of the node size check.

/// How [`crate::Pool::node_size`] looks for the block of a pointer. The numbers are those of the C functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CheckLevel {
    /// The pointer must be the start of a block.
    Low,
    /// The pointer may point into a block.
    High,
    /// No check is made.
    #[default]
    Disable,
}

impl CheckLevel {
    /// The level of a number; none if there is no such level.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Low),
            1 => Some(Self::High),
            0xff => Some(Self::Disable),
            _ => None,
        }
    }

    /// The number of the level.
    pub const fn number(self) -> u8 {
        match self {
            Self::Low => 0,
            Self::High => 1,
            Self::Disable => 0xff,
        }
    }
}
