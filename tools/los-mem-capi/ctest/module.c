/* The functions with a module's number. */
#include "check.h"

#ifdef LOSCFG_MEM_MUL_MODULE

#define LAST_MODULE 32U

static void modules_that_do_not_exist(VOID *pool)
{
    VOID *block = LOS_MemMalloc(pool, LARGE, 1);
    LOS_MEM_POOL_STATUS before = status_of(pool);
    const UINT32 wrong[] = { LAST_MODULE + 1, 64, 0xffff, 0x10001, 0x80000000, 0xffffffff };
    for (UINT32 i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        forget();
        CHECK(LOS_MemMalloc(pool, LARGE, wrong[i]) == NULL);
        CHECK(LOS_MemMallocAlign(pool, LARGE, 64, wrong[i]) == NULL);
        CHECK(LOS_MemMrealloc(pool, block, 400, wrong[i]) == NULL);
        CHECK(LOS_MemMrealloc(pool, NULL, 400, wrong[i]) == NULL);
        CHECK_EQ(LOS_MemMfree(pool, block, wrong[i]), LOS_NOK);
        CHECK_EQ(LOS_MemMusedGet(wrong[i]), OS_INVALID);
        CHECK_EQ(times_heard("[ERR] error module ID input!"), 6);
    }
    CHECK(is_unchanged(pool, &before));
    CHECK_EQ(LOS_MemMfree(pool, block, 1), LOS_OK);
}

static void arguments_that_are_none(VOID *pool)
{
    VOID *block = LOS_MemMalloc(pool, LARGE, 1);
    LOS_MEM_POOL_STATUS before = status_of(pool);
    CHECK(LOS_MemMalloc(NULL, LARGE, 1) == NULL);
    CHECK(LOS_MemMalloc(pool, 0, 1) == NULL);
    CHECK(LOS_MemMalloc(pool, 0xffffffff, 1) == NULL);
    CHECK(LOS_MemMallocAlign(NULL, LARGE, 64, 1) == NULL);
    CHECK(LOS_MemMallocAlign(pool, 0, 64, 1) == NULL);
    CHECK(LOS_MemMallocAlign(pool, LARGE, 48, 1) == NULL);
    CHECK_EQ(LOS_MemMfree(NULL, block, 1), LOS_NOK);
    CHECK_EQ(LOS_MemMfree(pool, NULL, 1), LOS_NOK);
    CHECK_EQ(LOS_MemMfree(pool, (UINT8 *)block + 8, 1), LOS_NOK);
    CHECK(LOS_MemMrealloc(NULL, block, 300, 1) == NULL);
    CHECK(LOS_MemMrealloc(pool, block, 0xffffffff, 1) == NULL);
    CHECK(is_unchanged(pool, &before));
    CHECK_EQ(LOS_MemMfree(pool, block, 1), LOS_OK);
    CHECK_EQ(LOS_MemMfree(pool, block, 1), LOS_NOK);
}

/* Every module is charged for its own blocks, headers included, and for no others. */
static void every_module_has_its_account(VOID *pool)
{
    VOID *blocks[LAST_MODULE + 1];
    for (UINT32 module = 0; module <= LAST_MODULE; module++) {
        CHECK_EQ(LOS_MemMusedGet(module), 0);
        UINT32 used = LOS_MemTotalUsedGet(pool);
        blocks[module] = LOS_MemMalloc(pool, 20 + module * 8, module);
        CHECK(blocks[module] != NULL);
        CHECK_EQ(LOS_MemMusedGet(module), LOS_MemTotalUsedGet(pool) - used);
        CHECK(LOS_MemMusedGet(module) > 20 + module * 8);
    }
    for (UINT32 module = 0; module <= LAST_MODULE; module++) {
        CHECK_EQ(LOS_MemMfree(pool, blocks[module], module), LOS_OK);
        CHECK_EQ(LOS_MemMusedGet(module), 0);
    }
    /* A plain block is on nobody's account, and a plain free takes a module's block off it. */
    VOID *plain = LOS_MemAlloc(pool, LARGE);
    VOID *owned = LOS_MemMallocAlign(pool, LARGE, 512, 5);
    CHECK_EQ((UINTPTR)owned % 512, 0);
    CHECK(LOS_MemMusedGet(5) > LARGE);
    CHECK_EQ(LOS_MemFree(pool, plain), LOS_OK);
    CHECK_EQ(LOS_MemFree(pool, owned), LOS_OK);
    CHECK_EQ(LOS_MemMusedGet(5), 0);
}

/* Resizing moves a block to the account of who asks; a block that is not his is reported. */
static void blocks_change_hands(VOID *pool)
{
    UINT8 *block = LOS_MemMrealloc(pool, NULL, LARGE, 3);
    CHECK(block != NULL);
    fill(block, LARGE, 1);
    forget();
    block = LOS_MemMrealloc(pool, block, 600, 3);
    CHECK(block != NULL && is_filled(block, LARGE, 1));
    CHECK_EQ(heard_length, 0);
    CHECK(LOS_MemMusedGet(3) > 600);
    block = LOS_MemMrealloc(pool, block, 900, 4);
    CHECK(block != NULL && is_filled(block, LARGE, 1));
    CHECK(is_heard("[ERR] node["));
    CHECK(is_heard("alloced in module 3, but realloc in module 4"));
    CHECK_EQ(LOS_MemMusedGet(3), 0);
    CHECK(LOS_MemMusedGet(4) > 900);
    forget();
    CHECK_EQ(LOS_MemMfree(pool, block, 7), LOS_OK);
    CHECK(is_heard("alloced in module 4, but free in module 7"));
    CHECK_EQ(LOS_MemMusedGet(4), 0);
    CHECK_EQ(LOS_MemMusedGet(7), 0);
    /* A size of 0 frees. */
    block = LOS_MemMalloc(pool, LARGE, 2);
    CHECK(LOS_MemMrealloc(pool, block, 0, 2) == NULL);
    CHECK_EQ(LOS_MemMusedGet(2), 0);
}

int main(void)
{
    listen();
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    modules_that_do_not_exist(pool);
    arguments_that_are_none(pool);
    every_module_has_its_account(pool);
    blocks_change_hands(pool);
    CHECK(is_unchanged(pool, &fresh));
    return finished();
}

#else

int main(void)
{
    return finished();
}

#endif
