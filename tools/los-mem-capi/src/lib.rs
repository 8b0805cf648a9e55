//! LOS_Mem for C.
