//! What LOSCFG_MEM_DEBUG and LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK find, and that nothing is found without them.

use std::ptr::null_mut;

use los_mem::capi::*;
use los_mem::{Algorithm, CONFIG, LOS_NOK, LOS_OK, OS_INVALID};

use crate::common::Word;
use crate::surroundings::{damage_reports, printed, turn};
use crate::{inside, pool, uses};

#[test]
fn the_integrity_check_answers_for_its_option_alone() {
    let _turn = turn();
    let pool = pool(16 << 10);
    assert_eq!(unsafe { LOS_MemIntegrityCheck(pool) }, LOS_OK);
    let no_pool = match CONFIG.algorithm {
        _ if !CONFIG.integrity_check => LOS_OK,
        Algorithm::Bestfit => LOS_NOK,
        Algorithm::BestfitLittle => OS_INVALID,
    };
    assert_eq!(unsafe { LOS_MemIntegrityCheck(null_mut()) }, no_pool);
}

#[test]
fn a_smashed_header_is_found_by_the_integrity_check() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let first = unsafe { LOS_MemAlloc(pool, 500) };
    assert!(!unsafe { LOS_MemAlloc(pool, 500) }.is_null());
    damage_reports();
    let header = Word::header_of(first);
    let whole = header.get();
    header.set(0x0bad_cafe);
    let answer = unsafe { LOS_MemIntegrityCheck(pool) };
    // A copy of the header may have mended it.
    let mended = header.get() == whole;
    if CONFIG.integrity_check {
        assert_eq!(answer, if mended { LOS_OK } else { LOS_NOK });
        assert_eq!(damage_reports() > 0, !mended);
        assert_eq!(unsafe { LOS_MemAlloc(pool, 300) }.is_null(), !mended, "a broken pool gives nothing");
        assert_eq!(damage_reports() > 0, !mended, "it is told again");
    } else {
        assert_eq!((answer, damage_reports()), (LOS_OK, 0));
    }
    header.set(whole);
    assert_eq!(unsafe { LOS_MemIntegrityCheck(pool) }, LOS_OK);
    assert_eq!(unsafe { LOS_MemFree(pool, first) }, LOS_OK);
}

#[test]
fn a_smashed_header_is_restored_from_its_copy() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let fresh = uses(pool);
    let blocks = [0; 3].map(|_| unsafe { LOS_MemAlloc(pool, 500) });
    let header = Word::header_of(blocks[1]);
    let whole = header.get();
    header.set(0);
    let freed = unsafe { LOS_MemFree(pool, blocks[1]) };
    assert_eq!(freed, if CONFIG.head_backup { LOS_OK } else { LOS_NOK });
    if freed != LOS_OK {
        header.set(whole);
        assert_eq!(unsafe { LOS_MemFree(pool, blocks[1]) }, LOS_OK);
    }
    for block in [blocks[0], blocks[2]] {
        assert_eq!(unsafe { LOS_MemFree(pool, block) }, LOS_OK);
    }
    assert_eq!(uses(pool), fresh);
    damage_reports();
}

#[test]
fn debugging_makes_the_check_of_a_pointer_exact() {
    let _turn = turn();
    let pool = pool(16 << 10);
    let block = unsafe { LOS_MemAlloc(pool, 1024) };
    for word in 0..256 {
        // Each looks like the header of a used block of 32 bytes.
        unsafe { block.cast::<u32>().add(word).write(33) };
    }
    // Without the option such payload may deceive, so there is nothing to try.
    if CONFIG.mem_debug {
        for bytes in (8..1024).step_by(8) {
            assert_eq!(unsafe { LOS_MemFree(pool, inside(block, bytes)) }, LOS_NOK);
        }
    }
    assert_eq!(unsafe { LOS_MemFree(pool, block) }, LOS_OK);
}

#[test]
fn debugging_tells_of_a_request_that_fails() {
    let _turn = turn();
    let pool = pool(4096);
    printed();
    assert!(unsafe { LOS_MemAlloc(pool, 1 << 20) }.is_null());
    assert_eq!(printed().contains("No suitable free block"), CONFIG.mem_debug);
    assert!(unsafe { LOS_MemAllocAlign(pool, 1 << 20, 64) }.is_null());
    assert_eq!(printed().contains("No suitable free block"), CONFIG.mem_debug);
}
