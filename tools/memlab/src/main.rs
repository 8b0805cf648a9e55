//! memlab

fn main() {}
