/* LOS_MemTaskIdGet, and the deletion of tasks. */
#include "check.h"

static void no_block_has_no_task(UINT8 *system)
{
    UINT8 local = 0;
    CHECK_EQ(LOS_MemTaskIdGet(NULL), OS_INVALID);
    CHECK_EQ(LOS_MemTaskIdGet(&local), OS_INVALID);
    CHECK_EQ(LOS_MemTaskIdGet(system), OS_INVALID);
    CHECK_EQ(LOS_MemTaskIdGet(system + LOS_MemPoolSizeGet(system)), OS_INVALID);
    UINT8 *block = LOS_MemAlloc(system, LARGE);
    CHECK_EQ(LOS_MemFree(system, block), LOS_OK);
    CHECK_EQ(LOS_MemTaskIdGet(block), OS_INVALID);
    /* Blocks of other pools are not looked for. */
    VOID *pool = fresh_pool();
    VOID *other = LOS_MemAlloc(pool, LARGE);
    CHECK_EQ(LOS_MemTaskIdGet(other), OS_INVALID);
    CHECK_EQ(LOS_MemFree(pool, other), LOS_OK);
}

#ifdef LOSCFG_MEM_TASK_STAT

#define NO_TASK LOSCFG_BASE_CORE_TSK_LIMIT

static UINT8 *block_of(UINT8 *system, UINT32 task)
{
    running_task = task;
    UINT8 *block = LOS_MemAlloc(system, LARGE);
    running_task = OS_INVALID;
    CHECK(block != NULL);
    return block;
}

/* A block names the task that was running when it was made, from every address inside it. */
static void blocks_name_their_task(UINT8 *system)
{
    UINT8 *none = block_of(system, OS_INVALID);
    UINT8 *first = block_of(system, 0);
    UINT8 *third = block_of(system, 2);
    /* More than the configuration knows counts as none. */
    UINT8 *beyond = block_of(system, LOSCFG_BASE_CORE_TSK_LIMIT + 5);
    for (UINT32 inside = 0; inside < LARGE; inside++) {
        CHECK_EQ(LOS_MemTaskIdGet(none + inside), NO_TASK);
        CHECK_EQ(LOS_MemTaskIdGet(first + inside), 0);
        CHECK_EQ(LOS_MemTaskIdGet(third + inside), 2);
    }
    CHECK_EQ(LOS_MemTaskIdGet(beyond), NO_TASK);

    /* Resized in place it keeps its task, moved it gets the caller's. */
    running_task = 1;
    CHECK(LOS_MemRealloc(system, third, LARGE / 2 + 40) == third);
    CHECK_EQ(LOS_MemTaskIdGet(third), 2);
    UINT8 *moved = LOS_MemRealloc(system, first, 2000);
    CHECK(moved != NULL && moved != first);
    CHECK_EQ(LOS_MemTaskIdGet(moved), 1);
    running_task = OS_INVALID;

    CHECK_EQ(LOS_MemFree(system, none), LOS_OK);
    CHECK_EQ(LOS_MemFree(system, moved), LOS_OK);
    CHECK_EQ(LOS_MemFree(system, third), LOS_OK);
    CHECK_EQ(LOS_MemFree(system, beyond), LOS_OK);
}

/* The blocks of a deleted task stay, belong to none, and can be freed without any number drifting. */
static void a_deleted_task_leaves_its_blocks(UINT8 *system)
{
    LOS_MEM_POOL_STATUS before = status_of(system);
    UINT8 *kept = block_of(system, 0);
    UINT8 *left = block_of(system, 1);
    LOS_MEM_POOL_STATUS held = status_of(system);
    LOS_MemTaskDeleted(1);
    LOS_MemTaskDeleted(LOSCFG_BASE_CORE_TSK_LIMIT);
    LOS_MemTaskDeleted(OS_INVALID);
    CHECK(is_unchanged(system, &held));
    CHECK_EQ(LOS_MemTaskIdGet(left), NO_TASK);
    CHECK_EQ(LOS_MemTaskIdGet(kept), 0);
    /* The number is given to a new task. */
    UINT8 *fresh = block_of(system, 1);
    CHECK_EQ(LOS_MemTaskIdGet(fresh), 1);
    CHECK_EQ(LOS_MemFree(system, left), LOS_OK);
    CHECK_EQ(LOS_MemFree(system, fresh), LOS_OK);
    CHECK_EQ(LOS_MemFree(system, kept), LOS_OK);
    CHECK(is_unchanged(system, &before));
}

#endif

int main(void)
{
    listen();
    CHECK_EQ(LOS_MemSystemInit(), LOS_OK);
    UINT8 *system = m_aucSysMem1;
    no_block_has_no_task(system);
#ifdef LOSCFG_MEM_TASK_STAT
    blocks_name_their_task(system);
    a_deleted_task_leaves_its_blocks(system);
#else
    /* Tasks are not recorded. */
    VOID *block = LOS_MemAlloc(system, LARGE);
    CHECK_EQ(LOS_MemTaskIdGet(block), OS_INVALID);
    CHECK_EQ(LOS_MemFree(system, block), LOS_OK);
#endif
    return finished();
}
