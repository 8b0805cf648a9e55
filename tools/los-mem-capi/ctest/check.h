/*
 * What every test program uses: a macro that counts and reports, memory for pools, and text that was printed.
 *
 * A program ends with `return finished();`. Its functions are static, so that a program takes what it needs.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

#include "los_memory.h"

#if defined(__GNUC__)
#define PERHAPS_UNUSED __attribute__((unused))
#else
#define PERHAPS_UNUSED
#endif

static unsigned checks_made;
static unsigned checks_failed;

/* Counts one check and reports it if it does not hold. */
#define CHECK(condition) check((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

/* Two numbers are equal. */
#define CHECK_EQ(left, right) \
    check_equal((UINTPTR)(left), (UINTPTR)(right), #left " == " #right, __FILE__, __LINE__)

static PERHAPS_UNUSED void check(int holds, const char *what, const char *file, int line)
{
    checks_made++;
    if (!holds) {
        checks_failed++;
        printf("%s:%d: does not hold: %s\n", file, line, what);
    }
}

static PERHAPS_UNUSED void check_equal(UINTPTR left, UINTPTR right, const char *what, const char *file, int line)
{
    checks_made++;
    if (left != right) {
        checks_failed++;
        printf("%s:%d: does not hold: %s: %#lx, %#lx\n", file, line, what, (unsigned long)left, (unsigned long)right);
    }
}

/* The result of the program. */
static PERHAPS_UNUSED int finished(void)
{
    printf("%u checks, %u failed\n", checks_made, checks_failed);
    return checks_failed == 0 ? 0 : 1;
}

#define POOL_SIZE 0x8000U

/* Memory for pools, aligned to 4096. */
static PERHAPS_UNUSED UINT8 pool_memory[POOL_SIZE * 4 + 4096];

static PERHAPS_UNUSED UINT8 *memory_start(void)
{
    return (UINT8 *)(((UINTPTR)pool_memory + 4095) & ~(UINTPTR)4095);
}

/* A pool without history of `size` bytes at the start of the memory. */
static PERHAPS_UNUSED VOID *fresh_pool_of(UINT32 size)
{
    VOID *pool = memory_start();
#ifdef LOSCFG_MEM_MUL_POOL
    (VOID)LOS_MemDeInit(pool);
#endif
    CHECK_EQ(LOS_MemInit(pool, size), LOS_OK);
    return pool;
}

static PERHAPS_UNUSED VOID *fresh_pool(void)
{
    return fresh_pool_of(POOL_SIZE);
}

static PERHAPS_UNUSED LOS_MEM_POOL_STATUS status_of(VOID *pool)
{
    LOS_MEM_POOL_STATUS status;
    memset(&status, 0xa5, sizeof(status));
    CHECK_EQ(LOS_MemInfoGet(pool, &status), LOS_OK);
    return status;
}

/* Whether the pool has the same blocks as when `before` was taken. */
static PERHAPS_UNUSED int is_unchanged(VOID *pool, const LOS_MEM_POOL_STATUS *before)
{
    LOS_MEM_POOL_STATUS now = status_of(pool);
    return now.uwTotalUsedSize == before->uwTotalUsedSize && now.uwTotalFreeSize == before->uwTotalFreeSize &&
           now.uwMaxFreeNodeSize == before->uwMaxFreeNodeSize && now.uwUsedNodeNum == before->uwUsedNodeNum &&
           now.uwFreeNodeNum == before->uwFreeNodeNum && LOS_MemIntegrityCheck(pool) == LOS_OK;
}

/* Fills bytes with a pattern that depends on `seed`. */
static PERHAPS_UNUSED void fill(VOID *at, UINT32 size, UINT32 seed)
{
    UINT8 *bytes = (UINT8 *)at;
    for (UINT32 i = 0; i < size; i++) {
        bytes[i] = (UINT8)(seed + i * 7U);
    }
}

static PERHAPS_UNUSED int is_filled(const VOID *at, UINT32 size, UINT32 seed)
{
    const UINT8 *bytes = (const UINT8 *)at;
    for (UINT32 i = 0; i < size; i++) {
        if (bytes[i] != (UINT8)(seed + i * 7U)) {
            return 0;
        }
    }
    return 1;
}

/* What the library printed since `listen` or the last `forget`, while listening. */
static PERHAPS_UNUSED char heard[8192];
static PERHAPS_UNUSED UINTPTR heard_length;

static PERHAPS_UNUSED void hear(const CHAR *text, UINTPTR length)
{
    UINTPTR room = sizeof(heard) - 1 - heard_length;
    UINTPTR taken = length < room ? length : room;
    memcpy(heard + heard_length, text, taken);
    heard_length += taken;
    heard[heard_length] = '\0';
}

static PERHAPS_UNUSED void forget(void)
{
    heard_length = 0;
    heard[0] = '\0';
}

/* The task that the library is told is running. */
static PERHAPS_UNUSED UINT32 running_task = OS_INVALID;

static PERHAPS_UNUSED UINT32 tell_task(void)
{
    return running_task;
}

static PERHAPS_UNUSED UINT32 damages;
static PERHAPS_UNUSED UINTPTR damaged_block;
static PERHAPS_UNUSED UINTPTR damaged_previous;

static PERHAPS_UNUSED void note_damage(UINTPTR block, UINTPTR previous)
{
    damages++;
    damaged_block = block;
    damaged_previous = previous;
}

/* From now on the library prints into `heard`, asks for the task here, and reports damage here. */
static PERHAPS_UNUSED void listen(void)
{
    LosMemHooks hooks;
    memset(&hooks, 0, sizeof(hooks));
    hooks.current_task = tell_task;
    hooks.print = hear;
    hooks.damaged = note_damage;
    LOS_MemHooksSet(&hooks);
    forget();
}

/* Whether a text was printed. */
static PERHAPS_UNUSED int is_heard(const char *text)
{
    return strstr(heard, text) != NULL;
}

/* How often a text was printed. */
static PERHAPS_UNUSED UINT32 times_heard(const char *text)
{
    UINT32 count = 0;
    for (const char *at = heard; (at = strstr(at, text)) != NULL; at += strlen(text)) {
        count++;
    }
    return count;
}

/* The answer of the functions that return a number when there is no pool: it differs between the algorithms. */
#ifdef LOSCFG_KERNEL_MEM_BESTFIT_LITTLE
#define NO_POOL OS_INVALID
#else
#define NO_POOL LOS_NOK
#endif

/* A request too large for any slab. */
#define LARGE 200U

#endif /* CHECK_H */
