/* The header: twice, and after a los_typedef.h that is not ours. */
#ifdef OWN_TYPEDEF
#define _LOS_TYPEDEF_H
#define VOID void
#define LOS_OK 0
#define LOS_NOK 1
#define OS_INVALID ((UINT32)(-1))
typedef unsigned char UINT8;
typedef unsigned int UINT32;
typedef unsigned long UINTPTR;
typedef char CHAR;
#define NULL ((VOID *)0)
#endif

#include "los_memory.h"
#include "los_memory.h"

int main(VOID)
{
    LOS_MEM_POOL_STATUS status;
    LosMemHooks hooks;
    (VOID)hooks;
    (VOID)status;
    return (LOS_MemFree(0, 0) == LOS_NOK && LOS_MemPoolSizeGet(OS_SYS_MEM_ADDR) == OS_SYS_MEM_SIZE) ? 0 : 1;
}
