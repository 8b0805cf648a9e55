/* The list of pools: LOS_MemPoolList, LOS_MemDeInit, and which pools may share memory. */
#include "check.h"

#ifdef LOSCFG_MEM_MUL_POOL

#define SIZE 0x4000U

static UINT8 *at(UINT32 offset)
{
    return memory_start() + offset;
}

static void pools_may_not_overlap(void)
{
    UINT32 listed = LOS_MemPoolList();
    CHECK_EQ(LOS_MemInit(at(SIZE), SIZE), LOS_OK);
    CHECK_EQ(LOS_MemPoolList(), listed + 1);
    /* The same again; around it; across its start; across its end; a part that shares an end. */
    CHECK_EQ(LOS_MemInit(at(SIZE), SIZE), LOS_NOK);
    CHECK_EQ(LOS_MemInit(at(SIZE - 8), SIZE + 16), LOS_NOK);
    CHECK_EQ(LOS_MemInit(at(0), SIZE + 8), LOS_NOK);
    CHECK_EQ(LOS_MemInit(at(SIZE + SIZE / 2), SIZE), LOS_NOK);
    CHECK_EQ(LOS_MemInit(at(2 * SIZE - 0x1000), 0x1000), LOS_NOK);
    CHECK_EQ(LOS_MemInit(at(SIZE), 0x1000), LOS_NOK);
    CHECK_EQ(LOS_MemPoolList(), listed + 1);
    /* Neighbours are welcome on both sides. */
    CHECK_EQ(LOS_MemInit(at(0), SIZE), LOS_OK);
    CHECK_EQ(LOS_MemInit(at(2 * SIZE), SIZE), LOS_OK);
    CHECK_EQ(LOS_MemPoolList(), listed + 3);
    CHECK_EQ(LOS_MemDeInit(at(0)), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(at(2 * SIZE)), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(at(SIZE)), LOS_OK);
    CHECK_EQ(LOS_MemPoolList(), listed);
}

/* A pool in a block of another one. */
static void pools_nest(void)
{
    CHECK_EQ(LOS_MemInit(at(0), SIZE), LOS_OK);
    UINT8 *inner = LOS_MemAlloc(at(0), SIZE / 4);
    CHECK(inner != NULL);
    CHECK_EQ(LOS_MemInit(inner, SIZE / 4), LOS_OK);
    VOID *block = LOS_MemAlloc(inner, LARGE);
    CHECK(block != NULL);
    CHECK_EQ(LOS_MemFree(at(0), block), LOS_NOK);
    CHECK_EQ(LOS_MemFree(inner, block), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(inner), LOS_OK);
    CHECK_EQ(LOS_MemFree(at(0), inner), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(at(0)), LOS_OK);
}

static void what_is_not_listed_cannot_leave(void)
{
    CHECK_EQ(LOS_MemDeInit(NULL), LOS_NOK);
    CHECK_EQ(LOS_MemDeInit(at(0)), LOS_NOK);
    CHECK_EQ(LOS_MemInit(at(0), SIZE), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(at(8)), LOS_NOK);
    CHECK(LOS_MemAlloc(at(0), 8) != NULL);
    /* Live blocks do not matter. */
    CHECK_EQ(LOS_MemDeInit(at(0)), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(at(0)), LOS_NOK);
    CHECK(LOS_MemAlloc(at(0), 8) == NULL);
}

/* A row per pool, in the order in which they were made, and numbers as LOS_MemInfoGet tells them. */
static void the_list_is_printed(void)
{
    UINT32 before = LOS_MemPoolList();
    CHECK_EQ(LOS_MemInit(at(SIZE), SIZE), LOS_OK);
    CHECK_EQ(LOS_MemInit(at(0), SIZE), LOS_OK);
    CHECK(LOS_MemAlloc(at(0), 1000) != NULL);
    forget();
    CHECK_EQ(LOS_MemPoolList(), before + 2);
    char head[2][16];
    const char *found[2];
    for (UINT32 i = 0; i < 2; i++) {
        sprintf(head[i], "pool%u :\n", (unsigned)(before + i));
        found[i] = strstr(heard, head[i]);
        CHECK(found[i] != NULL);
    }
    CHECK(found[0] < found[1]);
    CHECK_EQ(times_heard("pool addr          pool size    used size     free size    max free node size   "
                         "used node num     free node num"),
             before + 2);
#ifdef LOSCFG_MEM_TASK_STAT
    CHECK_EQ(times_heard("UsageWaterLine"), before + 2);
#else
    CHECK_EQ(times_heard("UsageWaterLine"), 0);
#endif
    /* The row of the second pool, which the third line after its title holds. */
    const char *row = found[1];
    for (UINT32 i = 0; i < 3 && row != NULL; i++) {
        row = strchr(row, '\n');
        row = row == NULL ? NULL : row + 1;
    }
    CHECK(row != NULL);
    unsigned long address = 0;
    unsigned numbers[6] = { 0, 0, 0, 0, 0, 0 };
    if (row != NULL) {
        int read = sscanf(row, "%lx %x %x %x %x %x %x", &address, &numbers[0], &numbers[1], &numbers[2], &numbers[3],
                          &numbers[4], &numbers[5]);
        CHECK_EQ(read, 7);
    }
    LOS_MEM_POOL_STATUS status = status_of(at(0));
    CHECK_EQ(address, (UINTPTR)at(0));
    CHECK_EQ(numbers[0], SIZE);
    CHECK_EQ(numbers[1], status.uwTotalUsedSize);
    CHECK_EQ(numbers[2], status.uwTotalFreeSize);
    CHECK_EQ(numbers[3], status.uwMaxFreeNodeSize);
    CHECK_EQ(numbers[4], status.uwUsedNodeNum);
    CHECK_EQ(numbers[5], status.uwFreeNodeNum);
    CHECK_EQ(LOS_MemDeInit(at(0)), LOS_OK);
    CHECK_EQ(LOS_MemDeInit(at(SIZE)), LOS_OK);
}

/* Far more pools than any fixed table would hold. */
static void the_list_has_no_limit(void)
{
    enum { COUNT = 14 };
    UINT32 before = LOS_MemPoolList();
    for (UINT32 i = 0; i < COUNT; i++) {
        CHECK_EQ(LOS_MemInit(at(i * 0x1000), 0x1000), LOS_OK);
    }
    CHECK_EQ(LOS_MemPoolList(), before + COUNT);
    /* First, last, and those between. */
    for (UINT32 i = 0; i < COUNT; i++) {
        CHECK_EQ(LOS_MemDeInit(at((i * 5 % COUNT) * 0x1000)), LOS_OK);
        CHECK_EQ(LOS_MemPoolList(), before + COUNT - i - 1);
    }
}

int main(void)
{
    listen();
    pools_may_not_overlap();
    pools_nest();
    what_is_not_listed_cannot_leave();
    the_list_is_printed();
    the_list_has_no_limit();
    return finished();
}

#else

int main(void)
{
    return finished();
}

#endif
