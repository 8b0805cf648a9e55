//! Numbers that C programs know by name, besides LOS_OK, LOS_NOK and OS_INVALID.

use super::UINT32;

/// LOS_MemNodeSizeCheck was given a null pointer.
pub const LOS_ERRNO_MEMCHECK_PARA_NULL: UINT32 = 0x0200_0101;
/// The pointer given to LOS_MemNodeSizeCheck lies outside the pool.
pub const LOS_ERRNO_MEMCHECK_OUTSIDE: UINT32 = 0x0200_0102;
/// LOS_MemNodeSizeCheck found no used block.
pub const LOS_ERRNO_MEMCHECK_NO_HEAD: UINT32 = 0x0200_0103;
/// There is no such check level.
pub const LOS_ERRNO_MEMCHECK_WRONG_LEVEL: UINT32 = 0x0200_0104;
/// The node size check is disabled.
pub const LOS_ERRNO_MEMCHECK_DISABLED: UINT32 = 0x0200_0105;

/// Check level: a pointer must be a block's start.
pub const LOS_MEM_CHECK_LEVEL_LOW: u8 = 0;
/// Check level: a pointer may lie anywhere in a block.
pub const LOS_MEM_CHECK_LEVEL_HIGH: u8 = 1;
/// Check level: no check.
pub const LOS_MEM_CHECK_LEVEL_DISABLE: u8 = 0xff;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CheckLevel;
    use crate::error::{self, Error};

    #[test]
    fn the_numbers_are_those_of_the_errors_and_levels() {
        assert_eq!(LOS_ERRNO_MEMCHECK_PARA_NULL, error::LOS_ERRNO_MEMCHECK_PARA_NULL);
        assert_eq!(LOS_ERRNO_MEMCHECK_OUTSIDE, Error::OutsidePool.number());
        assert_eq!(LOS_ERRNO_MEMCHECK_NO_HEAD, Error::NotABlock.number());
        assert_eq!(LOS_ERRNO_MEMCHECK_WRONG_LEVEL, Error::BadLevel.number());
        assert_eq!(LOS_ERRNO_MEMCHECK_DISABLED, Error::CheckDisabled.number());
        assert_eq!(LOS_MEM_CHECK_LEVEL_LOW, CheckLevel::Low.number());
        assert_eq!(LOS_MEM_CHECK_LEVEL_HIGH, CheckLevel::High.number());
        assert_eq!(LOS_MEM_CHECK_LEVEL_DISABLE, CheckLevel::Disable.number());
    }
}
