use std::mem::MaybeUninit;
use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{ConfiguredPool, InfoRow, ListedPool};

fn main() {
    assert_eq!(LOS_MemPoolList(), 0);
    assert_eq!(los_mem::capi::LOS_MemPoolList(), 0);
    let end: unsafe extern "C" fn(*mut _) -> u32 = LOS_MemDeInit;
    assert_eq!(unsafe { end(null_mut()) }, los_mem::LOS_NOK);

    let pool = || ConfiguredPool::new(vec![MaybeUninit::uninit(); 1 << 16].leak()).unwrap();
    let list = |pool| ListedPool::new(pool).unwrap();
    let rows = || -> Vec<InfoRow> { los_mem::pool_rows().collect() };
    let addresses = || rows().iter().map(|row| row.address).collect::<Vec<_>>();

    let (first, second) = (list(pool()), list(pool()));
    let block = first.with(|pool| pool.alloc(1000)).flatten().unwrap();
    let full = rows();
    assert_eq!(full.len(), 2);
    assert_eq!(full[0].status.used_blocks, full[1].status.used_blocks + 1);
    // Threads share a listed pool: the lock is the list's.
    let allocate = || first.with(|pool| pool.alloc(1000).map(|block| block.addr())).flatten();
    let other = std::thread::scope(|scope| scope.spawn(allocate).join().unwrap());
    assert!(other.is_some_and(|other| other != block.addr()));

    // Taken off the list, a pool is what it was, and can be listed again.
    let mut own = first.unlist().unwrap();
    assert_eq!(addresses(), [full[1].address]);
    own.free(block).unwrap();
    let first = list(own);
    assert_eq!(addresses(), [full[1].address, full[0].address]);

    // What C code has ended is no pool any more.
    assert_eq!(unsafe { end(full[1].address as *mut _) }, los_mem::LOS_OK);
    assert!(second.with(|pool| pool.info()).is_none());
    assert!(second.unlist().is_err());
    first.unlist().unwrap();
    assert_eq!(addresses(), []);
}
