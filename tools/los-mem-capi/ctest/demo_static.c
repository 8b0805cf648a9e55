/* A demonstration in the style of LiteOS: a pool in a static array. */
#include <stdio.h>

#include "los_memory.h"

#define TEST_POOL_SIZE (2 * 1024 * 1024)

static UINT8 g_testPool[TEST_POOL_SIZE];

static UINT32 Example_DynMem(VOID)
{
    UINT32 *mem = NULL;
    UINT32 ret;

    ret = LOS_MemInit(g_testPool, TEST_POOL_SIZE);
    if (ret != LOS_OK) {
        printf("no pool\n");
        return LOS_NOK;
    }
    mem = (UINT32 *)LOS_MemAlloc(g_testPool, 4);
    if (mem == NULL) {
        printf("no block\n");
        return LOS_NOK;
    }
    *mem = 828;
    printf("*mem = %u\n", (unsigned)*mem);
    ret = LOS_MemFree(g_testPool, mem);
    printf(ret == LOS_OK ? "freed\n" : "not freed\n");
    return ret;
}

int main(void)
{
    return Example_DynMem() == LOS_OK ? 0 : 1;
}
