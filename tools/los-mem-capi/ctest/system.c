/* The system pool by all its names. */
#include "check.h"

int main(void)
{
    /* On a hosted target it lies in an array, so the names hold before anything is called. */
    CHECK(m_aucSysMem1 != NULL);
    CHECK(m_aucSysMem0 == m_aucSysMem1);
    CHECK(OS_SYS_MEM_ADDR == (VOID *)m_aucSysMem1);
    CHECK(LOS_MemSystemAddr() == (VOID *)m_aucSysMem1);
    CHECK_EQ(LOS_MemSystemSize(), OS_SYS_MEM_SIZE);
    CHECK_EQ((UINTPTR)m_aucSysMem1 % 8, 0);

    /* It is made by its first use. */
    VOID *block = LOS_MemAlloc(m_aucSysMem1, LARGE);
    CHECK(block != NULL);
    CHECK_EQ(LOS_MemPoolSizeGet(OS_SYS_MEM_ADDR), OS_SYS_MEM_SIZE);
    /* Making it once more changes nothing. */
    CHECK_EQ(LOS_MemSystemInit(), LOS_OK);
    CHECK_EQ(LOS_MemSystemInit(), LOS_OK);
    CHECK(m_aucSysMem0 == m_aucSysMem1);
    CHECK_EQ(LOS_MemFree(m_aucSysMem1, block), LOS_OK);
    CHECK_EQ(LOS_MemFree(m_aucSysMem1, block), LOS_NOK);
#ifdef LOSCFG_MEM_MUL_POOL
    CHECK_EQ(LOS_MemInit(OS_SYS_MEM_ADDR, OS_SYS_MEM_SIZE), LOS_NOK);
    CHECK_EQ(LOS_MemPoolList(), 1);
#endif
    return finished();
}
