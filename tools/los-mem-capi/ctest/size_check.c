/* LOS_MemNodeSizeCheck and its levels. */
#include "check.h"

#ifdef LOSCFG_BASE_MEM_NODE_SIZE_CHECK

static void levels(void)
{
    CHECK_EQ(LOS_MemCheckLevelGet(), LOS_MEM_CHECK_LEVEL_DISABLE);
    forget();
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_LOW), LOS_OK);
    CHECK(is_heard("LOS_MemCheckLevelSet: LOS_MEM_CHECK_LEVEL_LOW \n"));
    CHECK_EQ(LOS_MemCheckLevelGet(), LOS_MEM_CHECK_LEVEL_LOW);
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_HIGH), LOS_OK);
    CHECK(is_heard("LOS_MemCheckLevelSet: LOS_MEM_CHECK_LEVEL_HIGH \n"));
    CHECK_EQ(LOS_MemCheckLevelGet(), LOS_MEM_CHECK_LEVEL_HIGH);
    for (UINT32 level = 2; level < 0xff; level++) {
        CHECK_EQ(LOS_MemCheckLevelSet((UINT8)level), LOS_ERRNO_MEMCHECK_WRONG_LEVEL);
    }
    CHECK(is_heard("LOS_MemCheckLevelSet: wrong param, setting failed !! \n"));
    CHECK_EQ(LOS_MemCheckLevelGet(), LOS_MEM_CHECK_LEVEL_HIGH);
    forget();
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_DISABLE), LOS_OK);
    CHECK(is_heard("LOS_MemCheckLevelSet: LOS_MEM_CHECK_LEVEL_DISABLE \n"));
    CHECK_EQ(LOS_MemCheckLevelGet(), LOS_MEM_CHECK_LEVEL_DISABLE);
}

static void errors(UINT8 *pool, UINT8 *block)
{
    UINT32 total = 77;
    UINT32 available = 88;
    /* Disabled comes first, whatever the arguments. */
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_DISABLE), LOS_OK);
    CHECK_EQ(LOS_MemNodeSizeCheck(NULL, NULL, NULL, NULL), LOS_ERRNO_MEMCHECK_DISABLED);
    CHECK_EQ(LOS_MemNodeSizeCheck(pool, block, &total, &available), LOS_ERRNO_MEMCHECK_DISABLED);
    for (UINT8 level = LOS_MEM_CHECK_LEVEL_LOW; level <= LOS_MEM_CHECK_LEVEL_HIGH; level++) {
        CHECK_EQ(LOS_MemCheckLevelSet(level), LOS_OK);
        CHECK_EQ(LOS_MemNodeSizeCheck(NULL, block, &total, &available), LOS_ERRNO_MEMCHECK_PARA_NULL);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, NULL, &total, &available), LOS_ERRNO_MEMCHECK_PARA_NULL);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, block, NULL, &available), LOS_ERRNO_MEMCHECK_PARA_NULL);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, block, &total, NULL), LOS_ERRNO_MEMCHECK_PARA_NULL);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, pool - 1, &total, &available), LOS_ERRNO_MEMCHECK_OUTSIDE);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, pool + POOL_SIZE, &total, &available), LOS_ERRNO_MEMCHECK_OUTSIDE);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, &total, &total, &available), LOS_ERRNO_MEMCHECK_OUTSIDE);
        /* The pool's own data and free memory are no block. */
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, pool, &total, &available), LOS_ERRNO_MEMCHECK_NO_HEAD);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, pool + POOL_SIZE - 64, &total, &available), LOS_ERRNO_MEMCHECK_NO_HEAD);
    }
    CHECK_EQ(total, 77);
    CHECK_EQ(available, 88);
}

static void sizes(UINT8 *pool, UINT8 *block, UINT32 size)
{
    UINT32 total = 0;
    UINT32 available = 0;
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_LOW), LOS_OK);
    CHECK_EQ(LOS_MemNodeSizeCheck(pool, block, &total, &available), LOS_OK);
    CHECK(total >= size && total < size + 16);
    CHECK_EQ(available, total);
    UINT32 whole = total;
    CHECK_EQ(LOS_MemNodeSizeCheck(pool, block + 8, &total, &available), LOS_ERRNO_MEMCHECK_NO_HEAD);
    CHECK_EQ(LOS_MemNodeSizeCheck(pool, block + 1, &total, &available), LOS_ERRNO_MEMCHECK_NO_HEAD);

    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_HIGH), LOS_OK);
    for (UINT32 inside = 0; inside < size; inside++) {
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, block + inside, &total, &available), LOS_OK);
        CHECK_EQ(total, whole);
        CHECK_EQ(available, whole - inside);
    }
}

int main(void)
{
    listen();
    levels();
    UINT8 *pool = fresh_pool();
    UINT8 *block = LOS_MemAlloc(pool, 250);
    UINT8 *next = LOS_MemAlloc(pool, LARGE);
    UINT8 *small = LOS_MemAlloc(pool, 128);
    UINT8 *aligned = LOS_MemAllocAlign(pool, 250, 1024);
    CHECK(block != NULL && next != NULL && small != NULL && aligned != NULL);
    memset(block, 0, 250);
    errors(pool, block);
    sizes(pool, block, 250);
    sizes(pool, small, 128);
    sizes(pool, aligned, 250);

    UINT32 total;
    UINT32 available;
    CHECK_EQ(LOS_MemFree(pool, block), LOS_OK);
    for (UINT8 level = LOS_MEM_CHECK_LEVEL_LOW; level <= LOS_MEM_CHECK_LEVEL_HIGH; level++) {
        CHECK_EQ(LOS_MemCheckLevelSet(level), LOS_OK);
        CHECK_EQ(LOS_MemNodeSizeCheck(pool, block, &total, &available), LOS_ERRNO_MEMCHECK_NO_HEAD);
    }
    return finished();
}

#else

int main(void)
{
    return finished();
}

#endif
