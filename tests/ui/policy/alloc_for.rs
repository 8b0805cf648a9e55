use std::mem::MaybeUninit;

use los_mem::{Bestfit, Pool, TaskId};

fn main() {
    let mut memory = [MaybeUninit::uninit(); 4096];
    let mut pool = Pool::<Bestfit, TaskId>::new(&mut memory).unwrap();
    pool.alloc_for(100, 1);
}
