/* What LiteOS's kernel calls. */
#include "check.h"

#ifdef LOSCFG_MEM_OS_SYMBOLS

#define EXC_SIZE 0x2000U

static void the_kernel_starts(void)
{
    UINT8 *exception = memory_start();
    CHECK_EQ(g_sys_mem_addr_end, (UINTPTR)OS_SYS_MEM_ADDR + OS_SYS_MEM_SIZE);
    /* Its size is not set yet. */
    CHECK_EQ(OsMemExcInteractionInit((UINTPTR)exception), LOS_NOK);
    CHECK(m_aucSysMem0 == m_aucSysMem1);
    g_excInteractMemSize = EXC_SIZE;
    CHECK_EQ(OsMemExcInteractionInit(0), LOS_NOK);
    CHECK_EQ(OsMemExcInteractionInit((UINTPTR)exception), LOS_OK);
    CHECK(m_aucSysMem0 == exception);
    /* Elsewhere than the configuration says there is no system pool. */
    CHECK_EQ(OsMemSystemInit((UINTPTR)exception), LOS_NOK);
    CHECK_EQ(OsMemSystemInit(0), LOS_NOK);
    CHECK_EQ(OsMemSystemInit((UINTPTR)OS_SYS_MEM_ADDR), LOS_OK);
    CHECK(m_aucSysMem1 == OS_SYS_MEM_ADDR);
    CHECK(m_aucSysMem0 == exception);
    CHECK_EQ(g_sys_mem_addr_end, (UINTPTR)OS_SYS_MEM_ADDR + OS_SYS_MEM_SIZE);
    VOID *block = LOS_MemAlloc(m_aucSysMem0, LARGE);
    CHECK(block != NULL);
    CHECK_EQ(LOS_MemFree(m_aucSysMem0, block), LOS_OK);
}

static void both_pools_are_checked(void)
{
    forget();
    OsMemIntegrityMultiCheck();
    CHECK(is_heard("system memcheck over, all passed!\n"));
    CHECK(is_heard("exc interaction memcheck over, all passed!\n"));
#ifdef LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK
    UINT8 *first = LOS_MemAlloc(m_aucSysMem0, LARGE);
    UINT8 *second = LOS_MemAlloc(m_aucSysMem0, LARGE);
    CHECK(first != NULL);
    UINT32 header;
    memcpy(&header, second - 4, 4);
    memset(second - 4, 0xff, 4);
    forget();
    OsMemIntegrityMultiCheck();
    CHECK(is_heard("system memcheck over, all passed!\n"));
    CHECK(!is_heard("exc interaction"));
    CHECK_EQ(damages, 1);
    memcpy(second - 4, &header, 4);
#endif
}

/* The header of the end node, with which the pool ends, is overwritten and made anew. */
static void the_end_node_can_be_reset(void)
{
    VOID *pool = fresh_pool();
    UINT8 *last = LOS_MemAlloc(pool, LARGE);
    LOS_MEM_POOL_STATUS before = status_of(pool);
    UINT8 end[4];
    memcpy(end, (UINT8 *)pool + POOL_SIZE - 4, 4);
#ifdef LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK
    /* The check word with it. */
    memset((UINT8 *)pool + POOL_SIZE - 8, 0, 8);
    CHECK_EQ(LOS_MemIntegrityCheck(pool), LOS_NOK);
#else
    memset((UINT8 *)pool + POOL_SIZE - 4, 0, 4);
#endif
    OsMemResetEndNode(pool, (UINTPTR)last);
    CHECK(memcmp(end, (UINT8 *)pool + POOL_SIZE - 4, 4) == 0);
    CHECK(is_unchanged(pool, &before));
    CHECK_EQ(LOS_MemFree(pool, last), LOS_OK);
    OsMemResetEndNode(NULL, 0);
    OsMemResetEndNode((UINT8 *)pool + 64, 0);
}

#ifdef LOSCFG_MEM_TASK_STAT
static void tasks_are_counted_and_cleared(void)
{
    VOID *pool = fresh_pool();
    UINT32 none = OsMemTaskUsage(LOSCFG_BASE_CORE_TSK_LIMIT);
    CHECK_EQ(OsMemTaskUsage(3), 0);
    CHECK_EQ(OsMemTaskUsage(LOSCFG_BASE_CORE_TSK_LIMIT + 1), 0);
    CHECK_EQ(OsMemTaskUsage(OS_INVALID), 0);
    running_task = 3;
    VOID *block = LOS_MemAlloc(OS_SYS_MEM_ADDR, LARGE);
    VOID *other = LOS_MemAlloc(pool, LARGE);
    running_task = OS_INVALID;
    CHECK(block != NULL && other != NULL);
    UINT32 used = OsMemTaskUsage(3);
#ifdef LOSCFG_MEM_MUL_POOL
    /* All pools count. */
    CHECK(used >= 2 * LARGE && used < 2 * LARGE + 128);
#else
    CHECK(used >= LARGE && used < LARGE + 32);
#endif
    OsMemTaskClear(3);
    CHECK_EQ(OsMemTaskUsage(3), 0);
    CHECK_EQ(OsMemTaskUsage(LOSCFG_BASE_CORE_TSK_LIMIT), none + used);
    OsMemTaskClear(OS_INVALID);
    CHECK_EQ(LOS_MemFree(OS_SYS_MEM_ADDR, block), LOS_OK);
}
#endif

#ifdef LOSCFG_BASE_MEM_NODE_SIZE_CHECK
static void writes_are_checked(void)
{
    UINT8 *block = LOS_MemAlloc(m_aucSysMem1, 256);
    UINT8 *source = LOS_MemAlloc(m_aucSysMem0, 256);
    UINT8 local = 0;
    forget();
    /* The check is disabled. */
    CHECK_EQ(OsMemSysNodeCheck(block, source, 0x1000, 0), LOS_OK);
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_HIGH), LOS_OK);
    forget();
    CHECK_EQ(OsMemSysNodeCheck(block, NULL, 256, 0), LOS_OK);
    CHECK_EQ(OsMemSysNodeCheck(block + 200, NULL, 56, 0), LOS_OK);
    CHECK_EQ(OsMemSysNodeCheck(block, source, 256, 1), LOS_OK);
    /* Nobody knows how large these are. */
    CHECK_EQ(OsMemSysNodeCheck(&local, &local, 0x1000, 1), LOS_OK);
    CHECK_EQ(OsMemSysNodeCheck(block, source, 0x1000, 2), LOS_OK);
    CHECK_EQ(heard_length, 0);
    CHECK_EQ(OsMemSysNodeCheck(block, NULL, 0x1000, 0), LOS_NOK);
    CHECK(is_heard("[ERR] memset: 0x1000 bytes, but the target at"));
    CHECK_EQ(OsMemSysNodeCheck(block + 200, NULL, 100, 0), LOS_NOK);
    CHECK_EQ(OsMemSysNodeCheck(block, source + 100, 200, 1), LOS_NOK);
    CHECK(is_heard("[ERR] memcpy: 0xc8 bytes, but the source at"));
    CHECK_EQ(OsMemSysNodeCheck(source, block, 0x1000, 1), LOS_NOK);
    CHECK_EQ(LOS_MemCheckLevelSet(LOS_MEM_CHECK_LEVEL_DISABLE), LOS_OK);
    CHECK_EQ(LOS_MemFree(m_aucSysMem1, block), LOS_OK);
    CHECK_EQ(LOS_MemFree(m_aucSysMem0, source), LOS_OK);
}
#endif

int main(void)
{
    listen();
    the_kernel_starts();
#ifdef LOSCFG_BASE_MEM_NODE_SIZE_CHECK
    writes_are_checked();
#endif
    both_pools_are_checked();
#ifdef LOSCFG_MEM_MUL_POOL
    CHECK_EQ(LOS_MemDeInit(m_aucSysMem0), LOS_OK);
    m_aucSysMem0 = m_aucSysMem1;
#endif
#ifdef LOSCFG_MEM_TASK_STAT
    tasks_are_counted_and_cleared();
#endif
    the_end_node_can_be_reset();
    return finished();
}

#else

int main(void)
{
    return finished();
}

#endif
