//! LOS_Mem.
#![no_std]
