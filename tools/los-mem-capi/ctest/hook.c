/* The malloc hook and the hooks of the surroundings. */
#include "check.h"

static UINT32 calls;

static void count(void)
{
    calls++;
}

/* The hook is a feature of bestfit. */
#ifdef LOSCFG_KERNEL_MEM_BESTFIT
#define ONCE 1U
#else
#define ONCE 0U
#endif

static void the_malloc_hook_runs_at_the_start_of_an_allocation(void)
{
    VOID *pool = fresh_pool();
    CHECK(g_MALLOC_HOOK == NULL);
    g_MALLOC_HOOK = count;
    VOID *block = LOS_MemAlloc(pool, LARGE);
    CHECK_EQ(calls, ONCE);
    CHECK(LOS_MemAlloc(pool, POOL_SIZE) == NULL);
    CHECK_EQ(calls, 2 * ONCE);
    /* Nothing is asked for: it is not called. */
    CHECK(LOS_MemAlloc(pool, 0) == NULL);
    CHECK(LOS_MemAlloc(NULL, 8) == NULL);
    CHECK_EQ(calls, 2 * ONCE);
    /* Other ways to a block are no LOS_MemAlloc. */
    VOID *aligned = LOS_MemAllocAlign(pool, LARGE, 64);
    VOID *fence = LOS_MemAllocAlign(pool, LARGE, 64);
    block = LOS_MemRealloc(pool, block, 2000);
    CHECK(aligned != NULL && fence != NULL && block != NULL);
    CHECK_EQ(calls, 2 * ONCE);
    /* Except a resized null pointer. */
    CHECK(LOS_MemRealloc(pool, NULL, LARGE) != NULL);
    CHECK_EQ(calls, 3 * ONCE);
    g_MALLOC_HOOK = NULL;
    CHECK(LOS_MemAlloc(pool, LARGE) != NULL);
    CHECK_EQ(calls, 3 * ONCE);
    calls = 0;
}

static void hooks_are_copied(void)
{
    VOID *pool = fresh_pool();
    LosMemHooks hooks;
    memset(&hooks, 0, sizeof(hooks));
    hooks.print = hear;
    hooks.before_alloc = count;
    LOS_MemHooksSet(&hooks);
    memset(&hooks, 0, sizeof(hooks));
    forget();
    CHECK_EQ(LOS_MemFreeNodeShow(pool), LOS_OK);
    CHECK(is_heard("left free node number"));
    CHECK(LOS_MemAlloc(pool, LARGE) != NULL);
    CHECK_EQ(calls, ONCE);
    /* Nothing to copy: nothing changes. */
    LOS_MemHooksSet(NULL);
    CHECK(LOS_MemAlloc(pool, LARGE) != NULL);
    CHECK_EQ(calls, 2 * ONCE);
    /* Null members are the defaults: text goes to the standard output. */
    LOS_MemHooksSet(&hooks);
    forget();
    CHECK_EQ(LOS_MemFreeNodeShow(pool), LOS_OK);
    CHECK_EQ(heard_length, 0);
    CHECK(LOS_MemAlloc(pool, LARGE) != NULL);
    CHECK_EQ(calls, 2 * ONCE);
}

int main(void)
{
    the_malloc_hook_runs_at_the_start_of_an_allocation();
    hooks_are_copied();
    return finished();
}
