//! LOSCFG_KERNEL_MEM_SLAB_EXTENTION, fixed and growing.

use los_mem::capi::*;
use los_mem::{CONFIG, LOS_NOK, LOS_OK};

use crate::surroundings::{printed, turn};
use crate::{pool, status, uses};

#[test]
fn small_blocks_are_items_of_slabs() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let fresh = uses(pool);
    for size in [1, 16, 17, 64, 128] {
        let item = unsafe { LOS_MemAlloc(pool, size) };
        assert_eq!(item.addr() % 8, 0);
        assert_eq!(uses(pool), fresh, "an item of {size} bytes takes no block");
        assert_eq!(unsafe { LOS_MemFree(pool, item) }, LOS_OK);
        assert_eq!(unsafe { LOS_MemFree(pool, item) }, LOS_NOK);
    }
    let block = unsafe { LOS_MemAlloc(pool, 129) };
    assert_ne!(uses(pool), fresh, "larger ones are blocks");
    assert_eq!(unsafe { LOS_MemFree(pool, block) }, LOS_OK);
}

#[test]
fn a_full_class_falls_back_to_blocks_or_grows() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let fresh = status(pool).uwUsedNodeNum;
    // 512 bytes hold four items of 128 bytes.
    let mut items: Vec<_> = (0..4).map(|_| unsafe { LOS_MemAlloc(pool, 128) }).collect();
    assert_eq!(status(pool).uwUsedNodeNum, fresh);
    items.extend((0..4).map(|_| unsafe { LOS_MemAlloc(pool, 128) }));
    let more = status(pool).uwUsedNodeNum - fresh;
    assert_eq!(more, if CONFIG.slab_auto_expansion { 1 } else { 4 }, "one chunk, or a block each");
    for item in items {
        assert_eq!(unsafe { LOS_MemFree(pool, item) }, LOS_OK);
    }
    assert_eq!(status(pool).uwUsedNodeNum, fresh);
}

#[test]
fn the_sizes_of_slabs_hold_for_one_pool() {
    let _turn = turn();
    let plain = status(pool(32 << 10)).uwTotalUsedSize;
    let mut sizes = [4096, 512, 512, 512];
    unsafe { LOS_SlabSizeCfg(sizes.as_mut_ptr(), 4) };
    let larger = status(pool(32 << 10)).uwTotalUsedSize;
    assert_eq!(larger >= plain + 3584, !CONFIG.slab_auto_expansion, "growing slabs pay no regard to it");
    assert_eq!(status(pool(32 << 10)).uwTotalUsedSize, plain, "512 bytes each again");
    printed();
    unsafe { LOS_SlabSizeCfg(sizes.as_mut_ptr(), 3) };
    assert!(printed().contains("[ERR]"));
    assert_eq!(status(pool(32 << 10)).uwTotalUsedSize, plain);
}
