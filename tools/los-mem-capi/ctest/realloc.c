/* LOS_MemRealloc. */
#include "check.h"

static void arguments_that_are_none(void)
{
    VOID *pool = fresh_pool();
    UINT8 *block = LOS_MemAlloc(pool, LARGE);
    fill(block, LARGE, 1);
    LOS_MEM_POOL_STATUS before = status_of(pool);
    CHECK(LOS_MemRealloc(NULL, NULL, 0) == NULL);
    CHECK(LOS_MemRealloc(NULL, NULL, 8) == NULL);
    CHECK(LOS_MemRealloc(NULL, block, 8) == NULL);
    CHECK(LOS_MemRealloc(pool, NULL, 0) == NULL);
    const UINT32 sizes[] = { POOL_SIZE, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };
    for (UINT32 i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        CHECK(LOS_MemRealloc(pool, block, sizes[i]) == NULL);
        CHECK(LOS_MemRealloc(pool, NULL, sizes[i]) == NULL);
    }
    CHECK(LOS_MemRealloc(pool, block + 8, 400) == NULL);
    CHECK(LOS_MemRealloc(pool, block + 1, 400) == NULL);
    CHECK(LOS_MemRealloc(pool, &before, 400) == NULL);
    CHECK(is_filled(block, LARGE, 1));
    CHECK(is_unchanged(pool, &before));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    CHECK(LOS_MemRealloc(pool, block, 400) == NULL);
}

/* A null pointer allocates, a size of 0 frees. */
static void the_edges_allocate_and_free(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    VOID *block = LOS_MemRealloc(pool, NULL, LARGE);
    CHECK(block != NULL);
    CHECK_EQ(status_of(pool).uwUsedNodeNum, fresh.uwUsedNodeNum + 1);
    CHECK(LOS_MemRealloc(pool, block, 0) == NULL);
    CHECK(is_unchanged(pool, &fresh));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_NOK);
}

/* Smaller: the same pointer, and the tail is free again. */
static void shrinking_stays_in_place(void)
{
    VOID *pool = fresh_pool();
    UINT8 *block = LOS_MemAlloc(pool, 4000);
    VOID *fence = LOS_MemAlloc(pool, LARGE);
    fill(block, 4000, 9);
    UINT32 used = LOS_MemTotalUsedGet(pool);
    CHECK(LOS_MemRealloc(pool, block, 4000) == block);
    CHECK_EQ(LOS_MemTotalUsedGet(pool), used);
    CHECK(LOS_MemRealloc(pool, block, 3999) == block);
    CHECK(LOS_MemRealloc(pool, block, 1000) == block);
    CHECK(is_filled(block, 1000, 9));
    CHECK_EQ(LOS_MemTotalUsedGet(pool), used - 3000);
    CHECK_EQ(LOS_MemFreeBlksGet(pool), 2);
    /* A block that shrinks below a slab's sizes stays where it is. */
    CHECK(LOS_MemRealloc(pool, block, 20) == block);
    CHECK(is_filled(block, 20, 9));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, fence), LOS_OK);
}

/* Larger: into the free block behind if that is enough, else elsewhere; the content comes along. */
static void growing_keeps_the_content(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    UINT8 *block = LOS_MemAlloc(pool, 1000);
    UINT8 *next = LOS_MemAlloc(pool, 1000);
    UINT8 *fence = LOS_MemAlloc(pool, LARGE);
    fill(block, 1000, 5);
    fill(fence, LARGE, 6);
    CHECK_EQ(LOS_MemFree(pool, next), LOS_OK);
    CHECK(LOS_MemRealloc(pool, block, 1800) == block);
    CHECK(is_filled(block, 1000, 5));
    fill(block, 1800, 5);
    UINT8 *moved = LOS_MemRealloc(pool, block, 4000);
    CHECK(moved != NULL && moved != block);
    CHECK(is_filled(moved, 1800, 5));
    CHECK(is_filled(fence, LARGE, 6));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, moved), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, fence), LOS_OK);
    CHECK(is_unchanged(pool, &fresh));
}

/* No room: NULL, and the block is as it was. */
static void a_full_pool_leaves_the_block(void)
{
    VOID *pool = fresh_pool();
    UINT8 *block = LOS_MemAlloc(pool, 1000);
    fill(block, 1000, 8);
    while (LOS_MemAlloc(pool, 400) != NULL) {
    }
    LOS_MEM_POOL_STATUS full = status_of(pool);
    CHECK(LOS_MemRealloc(pool, block, 3000) == NULL);
    CHECK(is_filled(block, 1000, 8));
    CHECK(is_unchanged(pool, &full));
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
}

/* A block of LOS_MemAllocAlign: resized with its content in bestfit, refused in bestfit_little. */
static void aligned_blocks(void)
{
    VOID *pool = fresh_pool();
    UINT8 *block = LOS_MemAllocAlign(pool, 64, 4096);
    UINT8 *next = LOS_MemAlloc(pool, LARGE);
    CHECK(block != NULL && next != NULL);
    fill(block, 64, 2);
    fill(next, LARGE, 4);
    UINT8 *grown = LOS_MemRealloc(pool, block, 3000);
#ifdef LOSCFG_KERNEL_MEM_BESTFIT_LITTLE
    CHECK(grown == NULL);
    CHECK(is_filled(block, 64, 2));
    CHECK(LOS_MemRealloc(pool, block, 8) == NULL);
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
#else
    CHECK(grown != NULL && is_filled(grown, 64, 2));
    fill(grown, 3000, 2);
    CHECK(LOS_MemRealloc(pool, grown, 64) == grown);
    UINT8 *after = LOS_MemAlloc(pool, 2000);
    fill(after, 2000, 7);
    CHECK(is_filled(grown, 64, 2));
    CHECK_EQ(LOS_MemFree(pool, grown), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, after), LOS_OK);
#endif
    CHECK(is_filled(next, LARGE, 4));
    CHECK_EQ(LOS_MemFree(pool, next), LOS_OK);
}

/* Small blocks, which are items of a slab where there are slabs. */
static void small_blocks(void)
{
    VOID *pool = fresh_pool();
    UINT8 *block = LOS_MemAlloc(pool, 20);
    fill(block, 20, 3);
#ifdef LOSCFG_KERNEL_MEM_SLAB_EXTENTION
    /* The item has 32 bytes. */
    CHECK(LOS_MemRealloc(pool, block, 32) == block);
    CHECK(LOS_MemRealloc(pool, block, 1) == block);
#endif
    UINT8 *grown = LOS_MemRealloc(pool, block, 1000);
    CHECK(grown != NULL && is_filled(grown, 20, 3));
    CHECK_EQ(LOS_MemFree(pool, grown), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, block), LOS_NOK);
}

int main(void)
{
    listen();
    arguments_that_are_none();
    the_edges_allocate_and_free();
    shrinking_stays_in_place();
    growing_keeps_the_content();
    a_full_pool_leaves_the_block();
    aligned_blocks();
    small_blocks();
    return finished();
}
