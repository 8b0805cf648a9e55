/* Slabs, and LOS_SlabSizeCfg. */
#include "check.h"

#ifdef LOSCFG_KERNEL_MEM_SLAB_EXTENTION

/* How many blocks of `size` bytes a fresh pool gives without a new block of the pool itself. */
static UINT32 items_of(VOID *pool, UINT32 size)
{
    UINT32 used = LOS_MemUsedBlksGet(pool);
    UINT32 count = 0;
    while (count < 1000 && LOS_MemAlloc(pool, size) != NULL && LOS_MemUsedBlksGet(pool) == used) {
        count++;
    }
    return count;
}

static void small_blocks_are_items(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    const UINT32 classes[] = { 16, 32, 64, 128 };
    for (UINT32 i = 0; i < 4; i++) {
        UINT8 *items[4];
        for (UINT32 n = 0; n < 4; n++) {
            items[n] = LOS_MemAlloc(pool, classes[i] - n);
            CHECK(items[n] != NULL && (UINTPTR)items[n] % 8 == 0);
            fill(items[n], classes[i] - n, n);
        }
        CHECK(is_unchanged(pool, &fresh));
        for (UINT32 n = 0; n < 4; n++) {
            CHECK(is_filled(items[n], classes[i] - n, n));
            CHECK_EQ(LOS_MemFree(pool, items[n] + 1), LOS_NOK);
            CHECK_EQ(LOS_MemFree(pool, items[n] + 8), LOS_NOK);
            CHECK_EQ(LOS_MemFree(pool, items[n]), LOS_OK);
            CHECK_EQ(LOS_MemFree(pool, items[n]), LOS_NOK);
        }
    }
    VOID *block = LOS_MemAlloc(pool, 129);
    CHECK(!is_unchanged(pool, &fresh));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    block = LOS_MemAllocAlign(pool, 16, 32);
    CHECK(!is_unchanged(pool, &fresh));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    CHECK(is_unchanged(pool, &fresh));
}

static void a_class_has_512_bytes(void)
{
    CHECK_EQ(items_of(fresh_pool(), 16), 32);
    CHECK_EQ(items_of(fresh_pool(), 32), 16);
    CHECK_EQ(items_of(fresh_pool(), 64), 8);
    CHECK_EQ(items_of(fresh_pool(), 128), 4);
}

/* A small pool has none, and works. */
static void a_small_pool_has_no_slabs(void)
{
    VOID *pool = fresh_pool_of(0xff8);
    CHECK_EQ(items_of(pool, 16), 0);
}

/* The configuration holds for the next pool, and only for that one. */
static void sizes_can_be_configured(void)
{
    UINT32 sizes[4] = { 1024, 512, 2048, 100 };
    forget();
    LOS_SlabSizeCfg(sizes, 3);
    LOS_SlabSizeCfg(sizes, 5);
    LOS_SlabSizeCfg(NULL, 4);
    CHECK_EQ(times_heard("[ERR]"), 3);
    CHECK_EQ(items_of(fresh_pool(), 16), 32);
    forget();
#ifndef LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE
    LOS_SlabSizeCfg(sizes, 4);
    CHECK_EQ(items_of(fresh_pool(), 16), 64);
    LOS_SlabSizeCfg(sizes, 4);
    CHECK_EQ(items_of(fresh_pool(), 32), 16);
    LOS_SlabSizeCfg(sizes, 4);
    CHECK_EQ(items_of(fresh_pool(), 64), 32);
    LOS_SlabSizeCfg(sizes, 4);
    CHECK_EQ(items_of(fresh_pool(), 128), 4);
#else
    /* Growing slabs pay no regard to it. */
    LOS_SlabSizeCfg(sizes, 4);
    CHECK_EQ(items_of(fresh_pool(), 16), 32);
#endif
    CHECK_EQ(heard_length, 0);
    CHECK_EQ(items_of(fresh_pool(), 16), 32);
    CHECK_EQ(items_of(fresh_pool(), 64), 8);
}

/* A full class: the heap, or another chunk that goes back when it is empty. */
static void a_full_class_is_no_failure(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    VOID *items[100];
    for (UINT32 i = 0; i < 100; i++) {
        items[i] = LOS_MemAlloc(pool, 64);
        CHECK(items[i] != NULL);
        fill(items[i], 64, i);
    }
    UINT32 more = LOS_MemUsedBlksGet(pool) - fresh.uwUsedNodeNum;
#ifdef LOSCFG_KERNEL_MEM_SLAB_AUTO_EXPANSION_MODE
    /* 100 items are 13 chunks. */
    CHECK_EQ(more, 12);
#else
    CHECK_EQ(more, 92);
#endif
    for (UINT32 i = 0; i < 100; i++) {
        CHECK(is_filled(items[i], 64, i));
        CHECK_EQ(LOS_MemFree(pool, items[i]), LOS_OK);
    }
    CHECK_EQ(LOS_MemUsedBlksGet(pool), fresh.uwUsedNodeNum);
    CHECK_EQ(LOS_MemTotalUsedGet(pool), fresh.uwTotalUsedSize);
}

int main(void)
{
    listen();
    small_blocks_are_items();
    a_class_has_512_bytes();
    a_small_pool_has_no_slabs();
    sizes_can_be_configured();
    a_full_class_is_no_failure();
    return finished();
}

#else

int main(void)
{
    return finished();
}

#endif
