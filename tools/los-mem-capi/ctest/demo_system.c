/* A demonstration in the style of LiteOS: the system pool, by LiteOS's names alone. */
#include <stdio.h>

#include "los_memory.h"

int main(void)
{
    UINT8 *pool = m_aucSysMem1;
    UINT32 *mem = (UINT32 *)LOS_MemAlloc((VOID *)pool, 4);
    UINT32 *more = (UINT32 *)LOS_MemAlloc((VOID *)OS_SYS_MEM_ADDR, 4);
    LOS_MEM_POOL_STATUS status;
    UINT32 ret;

    if (mem == NULL || more == NULL || LOS_MemInfoGet(OS_SYS_MEM_ADDR, &status) != LOS_OK) {
        printf("no block\n");
        return 1;
    }
    *mem = 828;
    *more = *mem;
    printf("*mem = %u\n", (unsigned)*more);
    printf(status.uwTotalUsedSize < OS_SYS_MEM_SIZE ? "within the pool\n" : "too large\n");
    ret = LOS_MemFree((VOID *)pool, mem);
    ret |= LOS_MemFree((VOID *)OS_SYS_MEM_ADDR, more);
    printf(ret == LOS_OK ? "freed\n" : "not freed\n");
    return ret == LOS_OK ? 0 : 1;
}
