/*
 * LOS_Mem, the dynamic memory module of LiteOS, for C and C++.
 *
 * Made from src/capi by `cargo xtask codegen`. Do not edit.
 *
 * What stands under #ifdef is there only if that option is on: los_config.h, which the build makes from the
 * configuration, says so. Every function takes the pool's address as it was given to LOS_MemInit.
 */
#ifndef _LOS_MEMORY_H
#define _LOS_MEMORY_H

#include "los_config.h"
#include "los_typedef.h"

/* Success. */
#ifndef LOS_OK
#define LOS_OK 0U
#endif
/* Failure. */
#ifndef LOS_NOK
#define LOS_NOK 1U
#endif
/* No number. */
#ifndef OS_INVALID
#define OS_INVALID 0xFFFFFFFFU
#endif

/**
 * Check level: a pointer must be a block's start.
 */
#define LOS_MEM_CHECK_LEVEL_LOW 0U

/**
 * Check level: a pointer may lie anywhere in a block.
 */
#define LOS_MEM_CHECK_LEVEL_HIGH 1U

/**
 * Check level: no check.
 */
#define LOS_MEM_CHECK_LEVEL_DISABLE 0xFFU

/**
 * What a C program supplies; a null member keeps the default.
 *
 * `print` and `before_alloc` are called outside any lock; the others may be called while interrupts are masked or the lock is
 * held, and must not use a pool.
 */
typedef struct {
    /**
     * The number of the running task, 0xFFFFFFFF for none.
     */
    UINT32 (*current_task)(void);
    /**
     * Prints `length` bytes of text, which are not closed by a zero.
     */
    void (*print)(const CHAR *text, UINTPTR length);
    /**
     * A pool is broken: offsets of the broken block and of the one before it. If it returns, the operation fails.
     */
    void (*damaged)(UINTPTR block, UINTPTR previous);
    /**
     * As `g_MALLOC_HOOK`, which is called after it.
     */
    void (*before_alloc)(void);
    /**
     * Fills three return addresses, the nearest caller outside the allocator first; what is unknown stays 0.
     */
    void (*backtrace)(UINTPTR *frames);
} LosMemHooks;

/**
 * `LOS_MEM_POOL_STATUS`: the numbers of a pool, in bytes and blocks.
 */
typedef struct {
    /**
     * Bytes in used blocks, headers included.
     */
    UINT32 uwTotalUsedSize;
    /**
     * Bytes in free blocks, headers included.
     */
    UINT32 uwTotalFreeSize;
    /**
     * Bytes of the largest free block, header included.
     */
    UINT32 uwMaxFreeNodeSize;
    /**
     * Used blocks.
     */
    UINT32 uwUsedNodeNum;
    /**
     * Free blocks.
     */
    UINT32 uwFreeNodeNum;
#if defined(LOSCFG_MEM_TASK_STAT)
    /**
     * The most bytes ever in use, the pool's own data included. With LOSCFG_MEM_TASK_STAT only.
     */
    UINT32 uwUsageWaterLine;
#endif
} LOS_MEM_POOL_STATUS;

/**
 * LOS_MemNodeSizeCheck was given a null pointer.
 */
#define LOS_ERRNO_MEMCHECK_PARA_NULL 0x2000101U

/**
 * The pointer given to LOS_MemNodeSizeCheck lies outside the pool.
 */
#define LOS_ERRNO_MEMCHECK_OUTSIDE 0x2000102U

/**
 * LOS_MemNodeSizeCheck found no used block.
 */
#define LOS_ERRNO_MEMCHECK_NO_HEAD 0x2000103U

/**
 * There is no such check level.
 */
#define LOS_ERRNO_MEMCHECK_WRONG_LEVEL 0x2000104U

/**
 * The node size check is disabled.
 */
#define LOS_ERRNO_MEMCHECK_DISABLED 0x2000105U

#ifdef __cplusplus
extern "C" {
#endif /* __cplusplus */

/**
 * Called at the start of LOS_MemAlloc in bestfit, when it is not null.
 */
extern void (*g_MALLOC_HOOK)(void);

/**
 * The start of the system pool. If only the linker knows it, null until LOS_MemSystemInit has run.
 */
extern UINT8 *m_aucSysMem1;

/**
 * The start of the pool for exception interaction, which is the system pool.
 */
extern UINT8 *m_aucSysMem0;

#if defined(LOSCFG_MEM_OS_SYMBOLS)
/**
 * The address behind the last byte of the system pool's memory.
 */
extern UINTPTR g_sys_mem_addr_end;

/**
 * The bytes of the pool for exception interaction, which OsMemExcInteractionInit makes; the kernel sets it.
 */
extern UINTPTR g_excInteractMemSize;
#endif

/**
 * Makes a pool of `size` bytes at `pool`; misaligned ends are rounded inwards to multiples of 8.
 *
 * LOS_OK; LOS_NOK if `pool` is null, if there is no room for the pool's data and one block, or, with
 * LOSCFG_MEM_MUL_POOL, if the memory overlaps a registered pool.
 */
UINT32 LOS_MemInit(VOID *pool, UINT32 size);

/**
 * Allocates `size` bytes, aligned to 8; NULL if `pool` is no pool, `size` is 0 or no free block is large enough.
 */
VOID *LOS_MemAlloc(VOID *pool, UINT32 size);

/**
 * Allocates `size` bytes at a multiple of `boundary`.
 *
 * NULL as LOS_MemAlloc, or if `boundary` is not a power of two of at least a pointer's size.
 */
VOID *LOS_MemAllocAlign(VOID *pool, UINT32 size, UINT32 boundary);

/**
 * Gives the block at `ptr` room for `size` bytes and keeps its content; a NULL `ptr` allocates, a `size` of 0 frees.
 *
 * NULL if that fails, and the block is as it was. In bestfit_little a block of LOS_MemAllocAlign is refused; in
 * bestfit it may lose its alignment.
 */
VOID *LOS_MemRealloc(VOID *pool, VOID *ptr, UINT32 size);

/**
 * Frees the block at `ptr`.
 *
 * LOS_OK; LOS_NOK, and the pool unchanged, if `pool` is no pool or no used block of it starts at `ptr`: null, outside,
 * misaligned, inside a block, of another pool, or freed before.
 */
UINT32 LOS_MemFree(VOID *pool, VOID *ptr);

/**
 * Checks every block of a pool, with LOSCFG_BASE_MEM_NODE_INTEGRITY_CHECK; without it, always LOS_OK.
 *
 * LOS_OK if the pool is whole. A broken one is reported through the hooks and answered with LOS_NOK. No pool: LOS_NOK in
 * bestfit, 0xFFFFFFFF in bestfit_little.
 */
UINT32 LOS_MemIntegrityCheck(VOID *pool);

/**
 * Copies `hooks` and uses them from then on; null is ignored.
 */
void LOS_MemHooksSet(const LosMemHooks *hooks);

/**
 * The size of a pool, its own data included. Of no pool: 1 in bestfit, 0xFFFFFFFF in bestfit_little.
 */
UINT32 LOS_MemPoolSizeGet(const VOID *pool);

/**
 * The bytes in used blocks. Of no pool: 1 in bestfit, 0xFFFFFFFF in bestfit_little.
 */
UINT32 LOS_MemTotalUsedGet(VOID *pool);

/**
 * Fills `status` with the pool's numbers. LOS_NOK if there is no pool or `status` is null.
 */
UINT32 LOS_MemInfoGet(VOID *pool, LOS_MEM_POOL_STATUS *status);

/**
 * The number of free blocks. Of no pool: 1.
 */
UINT32 LOS_MemFreeBlksGet(VOID *pool);

/**
 * The number of used blocks, in bestfit with the end node. Of no pool: 1.
 */
UINT32 LOS_MemUsedBlksGet(VOID *pool);

/**
 * The task that allocated the block of the system pool that `ptr` points into; 0xFFFFFFFF if there is none or tasks
 * are not recorded. A block of no task answers with LOSCFG_BASE_CORE_TSK_LIMIT.
 */
UINT32 LOS_MemTaskIdGet(const VOID *ptr);

/**
 * The address where the last used block ends: that of the first block if none is used. Of no pool: 1.
 */
UINTPTR LOS_MemLastUsedGet(VOID *pool);

/**
 * Prints how many free blocks there are of each power of two. LOS_NOK if there is no pool.
 */
UINT32 LOS_MemFreeNodeShow(VOID *pool);

/**
 * `OS_SYS_MEM_ADDR` as a function: where the system pool starts.
 */
VOID *LOS_MemSystemAddr(void);

/**
 * `OS_SYS_MEM_SIZE` as a function: the bytes of the system pool's memory.
 */
UINTPTR LOS_MemSystemSize(void);

/**
 * Makes the system pool and sets `m_aucSysMem0` and `m_aucSysMem1`. LOS_NOK if there is no room for it.
 *
 * A program whose pool lies in a static array or at a fixed address need not call it: the first use makes the pool.
 */
UINT32 LOS_MemSystemInit(void);

#if defined(LOSCFG_MEM_LEAKCHECK)
/**
 * Prints the live blocks of a pool, added up by the three return addresses of the call that allocated them. LOS_NOK if
 * there is no pool. Not in LiteOS, which prints every block.
 *
 * With LOSCFG_MEM_LEAKCHECK only.
 */
UINT32 LOS_MemLeakShow(VOID *pool);
#endif

#if defined(LOSCFG_MEM_MUL_MODULE)
/**
 * Allocates `size` bytes for the module `moduleId`, 0 to 32. NULL as LOS_MemAlloc, or if there is no such module.
 *
 * With LOSCFG_MEM_MUL_MODULE only.
 */
VOID *LOS_MemMalloc(VOID *pool, UINT32 size, UINT32 module_id);

/**
 * Allocates `size` bytes at a multiple of `boundary` for the module. NULL as LOS_MemAllocAlign, or if there is no such module.
 *
 * With LOSCFG_MEM_MUL_MODULE only.
 */
VOID *LOS_MemMallocAlign(VOID *pool,
                         UINT32 size,
                         UINT32 boundary,
                         UINT32 module_id);

/**
 * Frees a block and takes it off its module's account; a block of another module is reported and freed all the same.
 * LOS_NOK as LOS_MemFree, or if there is no such module.
 *
 * With LOSCFG_MEM_MUL_MODULE only.
 */
UINT32 LOS_MemMfree(VOID *pool, VOID *ptr, UINT32 module_id);

/**
 * Resizes a block as LOS_MemRealloc and moves it to the module's account; a block of another module is reported.
 * NULL as LOS_MemRealloc, or if there is no such module.
 *
 * With LOSCFG_MEM_MUL_MODULE only.
 */
VOID *LOS_MemMrealloc(VOID *pool, VOID *ptr, UINT32 size, UINT32 module_id);

/**
 * The bytes in blocks of a module over all pools, headers included. 0xFFFFFFFF if there is no such module.
 *
 * With LOSCFG_MEM_MUL_MODULE only.
 */
UINT32 LOS_MemMusedGet(UINT32 module_id);
#endif

#if defined(LOSCFG_MEM_MUL_POOL)
/**
 * Takes a pool off the list. Its memory is the caller's again. LOS_NOK if it is not on the list.
 *
 * With LOSCFG_MEM_MUL_POOL only.
 */
UINT32 LOS_MemDeInit(VOID *pool);

/**
 * Prints the numbers of every pool in the order of registration; returns how many there are.
 *
 * With LOSCFG_MEM_MUL_POOL only.
 */
UINT32 LOS_MemPoolList(void);
#endif

#if defined(LOSCFG_MEM_OS_SYMBOLS)
/**
 * Makes the system pool, whose memory starts at `mem_start`, and sets the names of its address.
 *
 * LOS_NOK if `mem_start` is not OS_SYS_MEM_ADDR, since the configuration places the system pool, or if there is no room.
 */
UINT32 OsMemSystemInit(UINTPTR mem_start);

/**
 * Makes a pool of `g_excInteractMemSize` bytes at `mem_start`, and lets `m_aucSysMem0` name it; called before
 * OsMemSystemInit. LOS_NOK as LOS_MemInit.
 */
UINT32 OsMemExcInteractionInit(UINTPTR mem_start);

/**
 * Checks the system pool, and the one for exception interaction if it is another, and prints what is whole.
 */
void OsMemIntegrityMultiCheck(void);

/**
 * Writes the end node of a pool again, which closes it. Nothing happens if the blocks do not lead to the end.
 *
 * `pre_addr`, the address of the last block, is not needed: blocks here do not name their predecessor.
 */
void OsMemResetEndNode(VOID *pool, UINTPTR pre_addr);
#endif

#if (defined(LOSCFG_MEM_OS_SYMBOLS) && defined(LOSCFG_MEM_LEAKCHECK))
/**
 * Prints every live block of a pool and the three return addresses of the call that allocated it, 0 where one is not known.
 * Nothing if there is no pool.
 *
 * With LOSCFG_MEM_LEAKCHECK only.
 */
void OsMemUsedNodeShow(VOID *pool);
#endif

#if (defined(LOSCFG_MEM_OS_SYMBOLS) && defined(LOSCFG_BASE_MEM_NODE_SIZE_CHECK))
/**
 * Whether `node_length` bytes may be written at `dst_addr` (`pos` 0: memset) and read from `src_addr` (`pos` 1:
 * memcpy). Addresses outside the system pools, and a disabled check, pass.
 *
 * LOS_OK; LOS_NOK, with a line that says which, if a block has fewer bytes behind the address.
 */
UINT32 OsMemSysNodeCheck(VOID *dst_addr, VOID *src_addr, UINT32 node_length, UINT8 pos);
#endif

#if (defined(LOSCFG_MEM_OS_SYMBOLS) && defined(LOSCFG_MEM_TASK_STAT))
/**
 * Tells the pools that a task is deleted: LOS_MemTaskDeleted by the kernel's name.
 */
void OsMemTaskClear(UINT32 task_id);
#endif

#if (defined(LOSCFG_MEM_OS_SYMBOLS) && defined(LOSCFG_MEM_TASK_STAT))
/**
 * The bytes in blocks of a task, headers included: in the registered pools with LOSCFG_MEM_MUL_POOL, else in the system
 * pool. The number LOSCFG_BASE_CORE_TSK_LIMIT stands for blocks of no task; a higher one has none.
 */
UINT32 OsMemTaskUsage(UINT32 task_id);
#endif

#if defined(LOSCFG_BASE_MEM_NODE_SIZE_CHECK)
/**
 * Tells the payload of the block at `ptr` and how much of it lies behind `ptr`, as the check level says.
 *
 * LOS_OK; 0x02000105 while the level is "disable"; 0x02000101 for a null pointer; 0x02000102 if `ptr` is outside the pool;
 * 0x02000103 if no used block is there.
 *
 * With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
 */
UINT32 LOS_MemNodeSizeCheck(VOID *pool,
                            VOID *ptr,
                            UINT32 *total_size,
                            UINT32 *avail_size);

/**
 * Sets the check level: 0 low, 1 high, 0xFF disable. 0x02000104 for any other, which changes nothing.
 *
 * With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
 */
UINT32 LOS_MemCheckLevelSet(UINT8 check_level);

/**
 * The check level.
 *
 * With LOSCFG_BASE_MEM_NODE_SIZE_CHECK only.
 */
UINT8 LOS_MemCheckLevelGet(void);
#endif

#if defined(LOSCFG_KERNEL_MEM_SLAB_EXTENTION)
/**
 * Sets the bytes of the slabs of 16, 32, 64 and 128 bytes for the next LOS_MemInit, after which 512 bytes each hold again.
 * `cnt` must be 4; fewer than 512 bytes become 512. Growing slabs pay no regard to it.
 *
 * With LOSCFG_KERNEL_MEM_SLAB_EXTENTION only.
 */
void LOS_SlabSizeCfg(UINT32 *cfg,
                     UINT32 cnt);
#endif

#if defined(LOSCFG_MEM_TASK_STAT)
/**
 * Tells the pools that a task is deleted: its blocks stay and belong to no task. The registered pools are told with
 * LOSCFG_MEM_MUL_POOL, else the system pool.
 *
 * With LOSCFG_MEM_TASK_STAT only.
 */
void LOS_MemTaskDeleted(UINT32 task_id);
#endif

#ifdef __cplusplus
}  /* extern "C" */
#endif  /* __cplusplus */

#endif /* _LOS_MEMORY_H */
