/*
 * Automatically generated file; DO NOT EDIT.
 * LOS_Mem Configuration
 */
#define LOSCFG_MEM_TASK_STAT 1
#define LOSCFG_MEM_SYS_SIZE_BOARD 1
#define LOSCFG_PLATFORM_HOST 1
#define LOSCFG_KERNEL_MEM_BESTFIT 1
#define LOSCFG_BASE_CORE_TSK_LIMIT 64
#define LOSCFG_MEM_LOCK_SPIN 1
