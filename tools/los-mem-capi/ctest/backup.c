/* A block that is written past its end: restored with LOSCFG_MEM_HEAD_BACKUP, refused where that is noticed. */
#include "check.h"

int main(void)
{
    listen();
    VOID *pool = fresh_pool_of(0xff8);
    UINT8 *first = LOS_MemAlloc(pool, LARGE);
    UINT8 *second = LOS_MemAlloc(pool, LARGE);
    UINT8 *third = LOS_MemAlloc(pool, LARGE);
    CHECK(first != NULL && second != NULL && third != NULL);
    LOS_MEM_POOL_STATUS before = status_of(pool);
#ifdef LOSCFG_MEM_HEAD_BACKUP
    fill(second, LARGE, 5);
    /* Over all of the header between the two blocks. */
    memset(second - 16, 0xff, 16);
    CHECK_EQ(LOS_MemFree(pool, second + 8), LOS_NOK);
    UINT8 *resized = LOS_MemRealloc(pool, second, LARGE / 2);
    CHECK(resized == second);
    CHECK(is_filled(resized, LARGE / 2, 5));
    memset(second - 16, 0xff, 16);
    CHECK_EQ(LOS_MemFree(pool, first), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, second), LOS_OK);
    CHECK_EQ(damages, 0);

    /* Two broken headers in a row: nothing is left to restore from, and the pool stays as it is. */
    first = LOS_MemAlloc(pool, LARGE);
    second = LOS_MemAlloc(pool, LARGE);
    CHECK(first != NULL && second != NULL);
    before = status_of(pool);
    memset(first + LARGE, 0xff, (UINTPTR)(third - first) - LARGE);
    CHECK_EQ(LOS_MemFree(pool, second), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, third), LOS_NOK);
    CHECK_EQ(LOS_MemFree(pool, first), LOS_NOK);
    CHECK_EQ(LOS_MemTotalUsedGet(pool), before.uwTotalUsedSize);
#else
    CHECK_EQ(LOS_MemFree(pool, second), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, first), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, third), LOS_OK);
    CHECK(LOS_MemTotalUsedGet(pool) < before.uwTotalUsedSize);
#endif
    return finished();
}
