/* LOS_MemAlloc and LOS_MemFree. */
#include "check.h"

static void requests_that_cannot_be_served(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    const UINT32 sizes[] = { 0, POOL_SIZE, POOL_SIZE + 1, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000,
                             0xfffffff0, 0xfffffffb, 0xfffffffc, 0xffffffff };
    for (UINT32 i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        CHECK(LOS_MemAlloc(pool, sizes[i]) == NULL);
        CHECK(is_unchanged(pool, &fresh));
    }
    CHECK(LOS_MemAlloc(NULL, 8) == NULL);
    CHECK(LOS_MemAlloc(NULL, 0) == NULL);
}

/* Memory that holds no pool is no pool. */
static void what_is_no_pool(void)
{
    static UINT8 zeros[4096 + 8];
    static UINT8 ones[4096 + 8];
    memset(ones, 0xff, sizeof(ones));
    UINT8 *memory[] = { zeros, ones, fresh_pool(), fresh_pool() };
    const UINT32 skip[] = { 0, 0, 8, 64 };
    for (UINT32 i = 0; i < 4; i++) {
        VOID *none = memory[i] + skip[i];
        CHECK(LOS_MemAlloc(none, 8) == NULL);
        CHECK(LOS_MemAllocAlign(none, 8, 16) == NULL);
        CHECK(LOS_MemRealloc(none, NULL, 8) == NULL);
        CHECK_EQ(LOS_MemFree(none, memory[i] + 512), LOS_NOK);
    }
}

/* Blocks of every small size are aligned, apart, and all of the pool comes back. */
static void blocks_are_apart(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    enum { COUNT = 150 };
    UINT8 *blocks[COUNT];
    for (UINT32 i = 0; i < COUNT; i++) {
        blocks[i] = LOS_MemAlloc(pool, i + 1);
        CHECK(blocks[i] != NULL && (UINTPTR)blocks[i] % 8 == 0);
        fill(blocks[i], i + 1, i);
    }
    for (UINT32 i = 0; i < COUNT; i++) {
        CHECK(is_filled(blocks[i], i + 1, i));
    }
    /* In an order in which neighbours merge on both sides. */
    for (UINT32 i = 0; i < COUNT; i += 3) {
        CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
    }
    for (UINT32 i = 2; i < COUNT; i += 3) {
        CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
    }
    for (UINT32 i = 1; i < COUNT; i += 3) {
        CHECK(is_filled(blocks[i], i + 1, i));
        CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
    }
    /* Growing slabs may keep another chunk than the one they began with, so that the free memory lies elsewhere. */
    CHECK_EQ(LOS_MemTotalUsedGet(pool), fresh.uwTotalUsedSize);
    CHECK_EQ(LOS_MemUsedBlksGet(pool), fresh.uwUsedNodeNum);
    CHECK_EQ(LOS_MemIntegrityCheck(pool), LOS_OK);
}

/* The largest free block can be had whole, and one byte more cannot. */
static void the_largest_free_block_can_be_had(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    UINT32 largest = fresh.uwMaxFreeNodeSize;
    while (largest > 0) {
        VOID *block = LOS_MemAlloc(pool, largest);
        if (block != NULL) {
            fill(block, largest, 3);
            CHECK_EQ(status_of(pool).uwFreeNodeNum, 0);
            CHECK(LOS_MemAlloc(pool, LARGE) == NULL);
            CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
            break;
        }
        largest--;
    }
    /* What is missing is the header. */
    CHECK(largest + 64 >= fresh.uwMaxFreeNodeSize);
    CHECK(is_unchanged(pool, &fresh));
}

/* A pool that was filled with one size gives everything back. */
static void an_exhausted_pool_recovers(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    VOID *first = NULL;
    UINT32 count = 0;
    for (VOID **block; (block = LOS_MemAlloc(pool, LARGE)) != NULL; count++) {
        *block = first;
        first = block;
    }
    CHECK(count > 100);
    while (first != NULL) {
        VOID *next = *(VOID **)first;
        CHECK_EQ(LOS_MemFree(pool, first), LOS_OK);
        first = next;
    }
    CHECK(is_unchanged(pool, &fresh));
}

/* Every pointer that is no block is refused, and the pool stays as it is. */
static void pointers_that_are_no_block(UINT32 size)
{
    VOID *pool = fresh_pool();
    static UINT8 other_memory[POOL_SIZE + 8];
    UINT8 *other = (UINT8 *)(((UINTPTR)other_memory + 7) & ~(UINTPTR)7);
#ifdef LOSCFG_MEM_MUL_POOL
    (VOID)LOS_MemDeInit(other);
#endif
    CHECK_EQ(LOS_MemInit(other, POOL_SIZE), LOS_OK);
    UINT8 *foreign = LOS_MemAlloc(other, size);
    UINT8 *first = LOS_MemAlloc(pool, size);
    UINT8 *second = LOS_MemAlloc(pool, size);
    UINT8 *third = LOS_MemAlloc(pool, size);
    CHECK(foreign != NULL && first != NULL && second != NULL && third != NULL);
    memset(first, 0, size);
    memset(second, 0, size);
    memset(third, 0, size);
    LOS_MEM_POOL_STATUS before = status_of(pool);
    UINT8 local[16];

    CHECK_EQ(LOS_MemFree(NULL, NULL), LOS_NOK);
    CHECK_EQ(LOS_MemFree(NULL, first), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, NULL), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, foreign), LOS_NOK);
    CHECK_EQ(LOS_MemFree(other, first), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, local), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, pool), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, (UINT8 *)pool - 8), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, (UINT8 *)pool + POOL_SIZE), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, (UINT8 *)pool + POOL_SIZE - 8), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, (VOID *)(UINTPTR)8), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, (VOID *)~(UINTPTR)7), LOS_NOK);
    for (UINT32 inside = 1; inside < size; inside++) {
        CHECK_EQ(LOS_MemFree(pool, second + inside), LOS_NOK);
    }
    for (UINT32 at = 0; at < 256; at++) {
        CHECK_EQ(LOS_MemFree(pool, (UINT8 *)pool + at * 4 + 1), LOS_NOK);
    }
    CHECK(is_unchanged(pool, &before));

    CHECK_EQ(LOS_MemFree(pool, second), LOS_OK);
    before = status_of(pool);
    CHECK_EQ(LOS_MemFree(pool, second), LOS_NOK);
    CHECK(is_unchanged(pool, &before));
    /* Its neighbours are freed, the headers merge, and the pointers stay dead. */
    CHECK_EQ(LOS_MemFree(pool, first), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, third), LOS_OK);
    before = status_of(pool);
    CHECK_EQ(LOS_MemFree(pool, first), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, second), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, third), LOS_NOK);
    CHECK(is_unchanged(pool, &before));
    CHECK_EQ(LOS_MemFree(other, foreign), LOS_OK);
}

#ifdef LOSCFG_MEM_DEBUG
/* A request that fails shows the pool. */
static void a_failure_is_reported(void)
{
    VOID *pool = fresh_pool();
    forget();
    CHECK(LOS_MemAlloc(pool, POOL_SIZE) == NULL);
    CHECK(is_heard("pool addr") && is_heard("max free node size"));
    CHECK(is_heard("No suitable free block, require free node size: 0x8000"));
    forget();
    CHECK(LOS_MemAllocAlign(pool, POOL_SIZE, 64) == NULL);
    CHECK(is_heard("No suitable free block"));
    forget();
    CHECK(LOS_MemAlloc(pool, 8) != NULL);
    CHECK_EQ(heard_length, 0);
}
#endif

int main(void)
{
    listen();
    requests_that_cannot_be_served();
    what_is_no_pool();
    blocks_are_apart();
    the_largest_free_block_can_be_had();
    an_exhausted_pool_recovers();
    pointers_that_are_no_block(64);
    pointers_that_are_no_block(LARGE);
#ifdef LOSCFG_MEM_DEBUG
    a_failure_is_reported();
#endif
    return finished();
}
