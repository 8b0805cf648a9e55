//! Configuration into code.
fn main() {}
