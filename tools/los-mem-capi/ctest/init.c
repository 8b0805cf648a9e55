/* LOS_MemInit: which memory becomes a pool. */
#include <stdlib.h>

#include "check.h"

/* A pool at every misalignment works like any other. */
static void misaligned_memory_is_rounded_inwards(void)
{
    for (UINT32 skip = 0; skip < 8; skip++) {
        for (UINT32 cut = 0; cut < 8; cut++) {
            UINT8 *pool = memory_start() + skip;
            UINT32 size = POOL_SIZE - cut;
            CHECK_EQ(LOS_MemInit(pool, size), LOS_OK);
            UINT32 whole = LOS_MemPoolSizeGet(pool);
            CHECK(whole <= size && whole > size - 16);
            VOID *block = LOS_MemAlloc(pool, LARGE);
            CHECK(block != NULL && (UINTPTR)block % 8 == 0);
            CHECK((UINT8 *)block > pool && (UINT8 *)block + LARGE <= pool + size);
            CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
            CHECK_EQ(LOS_MemFree(pool, block), LOS_NOK);
#ifdef LOSCFG_MEM_MUL_POOL
            CHECK_EQ(LOS_MemDeInit(pool), LOS_OK);
#endif
        }
    }
}

static void refusals(void)
{
    UINT8 *memory = memory_start();
    CHECK_EQ(LOS_MemInit(NULL, POOL_SIZE), LOS_NOK);
    CHECK_EQ(LOS_MemInit(NULL, 0), LOS_NOK);
    CHECK_EQ(LOS_MemInit(memory, 0), LOS_NOK);
    CHECK_EQ(LOS_MemInit(memory, 7), LOS_NOK);
    CHECK_EQ(LOS_MemInit(memory, 16), LOS_NOK);
    /* The end would lie behind the last address. */
    CHECK_EQ(LOS_MemInit((VOID *)(~(UINTPTR)0 - 100), 4096), LOS_NOK);
}

/* From some size on all sizes are accepted, and an accepted pool gives at least one block. */
static void the_least_size_serves_one_block(void)
{
    UINT8 *memory = memory_start();
    UINT32 size = 0;
    while (size < POOL_SIZE && LOS_MemInit(memory, size) != LOS_OK) {
        size += 8;
    }
    CHECK(size > 0 && size <= 1024);
    for (UINT32 above = size; above < size + 512; above += 8) {
        VOID *pool = fresh_pool_of(above);
        VOID *block = LOS_MemAlloc(pool, 1);
        CHECK(block != NULL);
        CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    }
#ifdef LOSCFG_MEM_MUL_POOL
    CHECK_EQ(LOS_MemDeInit(memory), LOS_OK);
#endif
}

/* A pool that is made again: forgotten without the list of pools, refused with it. */
static void making_a_pool_again(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    CHECK(LOS_MemAlloc(pool, 1000) != NULL);
#ifdef LOSCFG_MEM_MUL_POOL
    CHECK_EQ(LOS_MemInit(pool, POOL_SIZE), LOS_NOK);
    CHECK(!is_unchanged(pool, &fresh));
    CHECK_EQ(LOS_MemDeInit(pool), LOS_OK);
#else
    CHECK_EQ(LOS_MemInit(pool, POOL_SIZE), LOS_OK);
    CHECK(is_unchanged(pool, &fresh));
#endif
}

/* Memory that nobody wrote to: a tool that watches for such reads finds none. */
static void memory_need_not_be_set(void)
{
    UINT8 *memory = malloc(POOL_SIZE);
    CHECK(memory != NULL);
    if (memory == NULL) {
        return;
    }
    CHECK_EQ(LOS_MemInit(memory, POOL_SIZE), LOS_OK);
    VOID *blocks[40];
    for (UINT32 i = 0; i < 40; i++) {
        blocks[i] = LOS_MemAlloc(memory, 1 + i * 13);
        CHECK(blocks[i] != NULL);
    }
    for (UINT32 i = 0; i < 40; i += 2) {
        CHECK_EQ(LOS_MemFree(memory, blocks[i]), LOS_OK);
    }
    for (UINT32 i = 1; i < 40; i += 2) {
        blocks[i] = LOS_MemRealloc(memory, blocks[i], 1 + i * 17);
        CHECK(blocks[i] != NULL);
    }
    CHECK_EQ(LOS_MemIntegrityCheck(memory), LOS_OK);
    for (UINT32 i = 1; i < 40; i += 2) {
        CHECK_EQ(LOS_MemFree(memory, blocks[i]), LOS_OK);
    }
    VOID *aligned = LOS_MemAllocAlign(memory, 100, 1024);
    CHECK(aligned != NULL);
    CHECK_EQ(LOS_MemFree(memory, aligned), LOS_OK);
    (VOID)status_of(memory);
#ifdef LOSCFG_MEM_MUL_POOL
    CHECK_EQ(LOS_MemDeInit(memory), LOS_OK);
#endif
    free(memory);
}

int main(void)
{
    refusals();
    misaligned_memory_is_rounded_inwards();
    the_least_size_serves_one_block();
    making_a_pool_again();
    memory_need_not_be_set();
    return finished();
}
