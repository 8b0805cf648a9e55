//! The lock of the configuration: several threads use one pool.

use los_mem::capi::*;
use los_mem::config::LockKind;
use los_mem::{CONFIG, LOS_OK};

use crate::common::Prng;
use crate::surroundings::turn;
use crate::{pool, uses};

#[test]
fn threads_share_a_pool_under_the_lock() {
    let _turn = turn();
    // Without a lock, one thread is all that is promised.
    let threads = if CONFIG.lock == LockKind::None { 1 } else { 4 };
    let pool = pool(32 << 10);
    let fresh = uses(pool);
    let address = pool.expose_provenance();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || {
                let pool = std::ptr::with_exposed_provenance_mut(address);
                let mut random = Prng::new(thread + 1);
                for _ in 0..200 {
                    let size = 1 + random.below(300);
                    let block = unsafe { LOS_MemAlloc(pool, size as u32) }.cast::<u8>();
                    if block.is_null() {
                        continue;
                    }
                    unsafe { block.write_bytes(thread as u8, size) };
                    std::thread::yield_now();
                    let bytes = unsafe { std::slice::from_raw_parts(block, size) };
                    assert!(bytes.iter().all(|&byte| byte == thread as u8));
                    assert_eq!(unsafe { LOS_MemFree(pool, block.cast()) }, LOS_OK);
                }
            });
        }
    });
    assert_eq!(uses(pool), fresh);
}
