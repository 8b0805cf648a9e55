use std::mem::MaybeUninit;

use los_mem::{Bestfit, CheckLevel, Pool};

fn main() {
    let mut memory = [MaybeUninit::uninit(); 4096];
    let mut pool = Pool::<Bestfit, ()>::new(&mut memory).unwrap();
    let block = pool.alloc(100).unwrap();
    pool.node_size(block, CheckLevel::Low).unwrap();
}
