/* What a pool tells: LOS_MemInfoGet, LOS_MemPoolSizeGet, LOS_MemTotalUsedGet, counts, LOS_MemLastUsedGet. */
#include "check.h"

static void no_pool_is_answered_as_documented(void)
{
    static UINT8 zeros[4096];
    LOS_MEM_POOL_STATUS status;
    VOID *none[] = { NULL, zeros, (UINT8 *)fresh_pool() + 8 };
    for (UINT32 i = 0; i < 3; i++) {
        CHECK_EQ(LOS_MemInfoGet(none[i], &status), LOS_NOK);
        CHECK_EQ(LOS_MemPoolSizeGet(none[i]), NO_POOL);
        CHECK_EQ(LOS_MemTotalUsedGet(none[i]), NO_POOL);
        CHECK_EQ(LOS_MemFreeBlksGet(none[i]), LOS_NOK);
        CHECK_EQ(LOS_MemUsedBlksGet(none[i]), LOS_NOK);
        CHECK_EQ(LOS_MemLastUsedGet(none[i]), LOS_NOK);
    }
    CHECK_EQ(LOS_MemInfoGet(NULL, NULL), LOS_NOK);
    CHECK_EQ(LOS_MemInfoGet(fresh_pool(), NULL), LOS_NOK);
}

static void a_fresh_pool_is_one_free_block(void)
{
    VOID *pool = fresh_pool_of(0xff8);
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    CHECK_EQ(LOS_MemPoolSizeGet(pool), 0xff8);
    CHECK_EQ(fresh.uwFreeNodeNum, 1);
    CHECK_EQ(fresh.uwMaxFreeNodeSize, fresh.uwTotalFreeSize);
#ifdef LOSCFG_KERNEL_MEM_BESTFIT_LITTLE
    CHECK_EQ(fresh.uwUsedNodeNum, 0);
    CHECK_EQ(fresh.uwTotalUsedSize, 0);
#else
    /* The end node. */
    CHECK_EQ(fresh.uwUsedNodeNum, 1);
    CHECK(fresh.uwTotalUsedSize > 0 && fresh.uwTotalUsedSize <= 64);
#endif
    CHECK(fresh.uwTotalUsedSize + fresh.uwTotalFreeSize < 0xff8);
#ifdef LOSCFG_MEM_TASK_STAT
    CHECK_EQ(fresh.uwUsageWaterLine, 0xff8 - fresh.uwTotalFreeSize);
#endif
}

/* Counts follow what is allocated and freed, and used and free always make up the same sum. */
static void numbers_follow_the_blocks(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    UINT32 sum = fresh.uwTotalUsedSize + fresh.uwTotalFreeSize;
    UINT8 *blocks[10];
    for (UINT32 i = 0; i < 10; i++) {
        blocks[i] = LOS_MemAlloc(pool, 500);
        LOS_MEM_POOL_STATUS now = status_of(pool);
        CHECK_EQ(now.uwUsedNodeNum, fresh.uwUsedNodeNum + i + 1);
        CHECK_EQ(now.uwFreeNodeNum, 1);
        CHECK_EQ(now.uwTotalUsedSize + now.uwTotalFreeSize, sum);
        CHECK_EQ(LOS_MemTotalUsedGet(pool), now.uwTotalUsedSize);
        CHECK_EQ(LOS_MemUsedBlksGet(pool), now.uwUsedNodeNum);
        CHECK_EQ(LOS_MemFreeBlksGet(pool), now.uwFreeNodeNum);
        UINTPTR end = LOS_MemLastUsedGet(pool);
        CHECK(end >= (UINTPTR)blocks[i] + 500 && end < (UINTPTR)blocks[i] + 500 + 64);
    }
    LOS_MEM_POOL_STATUS full = status_of(pool);
    for (UINT32 i = 0; i < 10; i += 2) {
        CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
    }
    LOS_MEM_POOL_STATUS half = status_of(pool);
    CHECK_EQ(half.uwFreeNodeNum, 6);
    CHECK_EQ(half.uwUsedNodeNum, fresh.uwUsedNodeNum + 5);
    CHECK_EQ(half.uwTotalUsedSize + half.uwTotalFreeSize, sum);
    UINT32 each = (full.uwTotalUsedSize - fresh.uwTotalUsedSize) / 10;
    CHECK(each >= 504 && each < 600);
    CHECK_EQ(full.uwTotalUsedSize - half.uwTotalUsedSize, 5 * each);
#ifdef LOSCFG_MEM_TASK_STAT
    CHECK_EQ(full.uwUsageWaterLine, fresh.uwUsageWaterLine + 10 * each);
    CHECK_EQ(half.uwUsageWaterLine, full.uwUsageWaterLine);
#endif
    for (UINT32 i = 1; i < 10; i += 2) {
        CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
    }
    CHECK(is_unchanged(pool, &fresh));
}

/* Of a pool without a used block, the end of the last one is where the first would be. */
static void the_last_used_block_of_an_empty_pool(void)
{
    VOID *pool = fresh_pool_of(0xff8);
    UINTPTR empty = LOS_MemLastUsedGet(pool);
    UINT8 *block = LOS_MemAlloc(pool, LARGE);
    CHECK(empty <= (UINTPTR)block && empty + 64 > (UINTPTR)block);
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    CHECK_EQ(LOS_MemLastUsedGet(pool), empty);
}

int main(void)
{
    no_pool_is_answered_as_documented();
    a_fresh_pool_is_one_free_block();
    numbers_follow_the_blocks();
    the_last_used_block_of_an_empty_pool();
    return finished();
}
