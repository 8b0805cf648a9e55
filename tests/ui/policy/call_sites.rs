use std::mem::MaybeUninit;

use los_mem::{Bestfit, Pool};

fn main() {
    let mut memory = [MaybeUninit::uninit(); 4096];
    let pool = Pool::<Bestfit, ()>::new(&mut memory).unwrap();
    pool.call_sites();
}
