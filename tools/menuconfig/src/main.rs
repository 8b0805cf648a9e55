//! menuconfig

fn main() {}
