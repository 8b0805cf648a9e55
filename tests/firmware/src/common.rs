//! What the firmware shares with the tests on the host.
#![allow(dead_code, unreachable_pub)] // the host uses other parts

#[path = "../../common/case.rs"]
pub(crate) mod case;
#[path = "../../common/case_run.rs"]
pub(crate) mod case_run;
#[path = "../../common/painted.rs"]
pub(crate) mod painted;
#[path = "../../common/random.rs"]
pub(crate) mod random;
