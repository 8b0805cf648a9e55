//! conf

fn main() {}
