/* LOS_MemIntegrityCheck, with and without its option. */
#include "check.h"

int main(void)
{
    listen();
    VOID *pool = fresh_pool();
    UINT8 *first = LOS_MemAlloc(pool, LARGE);
    UINT8 *second = LOS_MemAlloc(pool, LARGE);
    CHECK(first != NULL && second != NULL);
    CHECK_EQ(LOS_MemIntegrityCheck(pool), LOS_OK);
#ifndef LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK
    CHECK_EQ(LOS_MemIntegrityCheck(NULL), LOS_OK);
    CHECK_EQ(LOS_MemIntegrityCheck(first), LOS_OK);
#else
    CHECK_EQ(LOS_MemIntegrityCheck(NULL), NO_POOL);
    CHECK_EQ(LOS_MemIntegrityCheck((UINT8 *)pool + 8), NO_POOL);
    CHECK_EQ(damages, 0);

    /* The first block is written past its end, over the header of the second. */
    UINT32 header;
    memcpy(&header, second - 4, 4);
    UINT32 overwritten = header ^ 0x1000U;
    memcpy(second - 4, &overwritten, 4);
    CHECK_EQ(LOS_MemIntegrityCheck(pool), LOS_NOK);
    CHECK_EQ(damages, 1);
    CHECK(damaged_previous <= damaged_block && damaged_block < POOL_SIZE);
    /* A broken pool gives no memory, and says so each time. */
    CHECK(LOS_MemAlloc(pool, LARGE) == NULL);
    CHECK_EQ(damages, 2);
    CHECK(LOS_MemAllocAlign(pool, LARGE, 64) == NULL);
    CHECK_EQ(damages, 3);

    /* Mended, it works on. */
    memcpy(second - 4, &header, 4);
    CHECK_EQ(LOS_MemIntegrityCheck(pool), LOS_OK);
    CHECK(LOS_MemAlloc(pool, LARGE) != NULL);
    CHECK_EQ(LOS_MemFree(pool, second), LOS_OK);
#endif
    CHECK_EQ(LOS_MemFree(pool, first), LOS_OK);
    return finished();
}
