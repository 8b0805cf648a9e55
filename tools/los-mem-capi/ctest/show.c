/* LOS_MemFreeNodeShow: the table of free blocks, as text. */
#include "check.h"

/* The number under a power of two in the printed table. */
static UINT32 shown(UINT32 power)
{
    char title[8];
    sprintf(title, "2^%u ", (unsigned)power);
    const char *at = strstr(heard, title);
    CHECK(at != NULL);
    if (at == NULL) {
        return OS_INVALID;
    }
    /* The numbers stand below, in columns of seven characters. */
    const char *row = at;
    while (row > heard && row[-1] != '\n') {
        row--;
    }
    const char *below = strchr(at, '\n');
    CHECK(below != NULL);
    unsigned number = 99;
    CHECK_EQ(sscanf(below + 1 + (at - row), "%u", &number), 1);
    return number;
}

int main(void)
{
    listen();
    CHECK_EQ(LOS_MemFreeNodeShow(NULL), LOS_NOK);
    CHECK_EQ(LOS_MemFreeNodeShow((UINT8 *)fresh_pool() + 8), LOS_NOK);
    CHECK_EQ(heard_length, 0);

    /* Below 4096 bytes a pool has no slabs, so all of it is known. */
    VOID *pool = fresh_pool_of(0xff8);
    CHECK_EQ(LOS_MemFreeNodeShow(pool), LOS_OK);
    CHECK(strncmp(heard, "\n   ************************ left free node number***", 52) == 0);
    CHECK(is_heard("\n    block size:  2^4    2^5    2^6    2^7    2^8    2^9    2^10   2^11   "));
    CHECK(is_heard("\n    node number: "));
    CHECK_EQ(times_heard("block size:"), 4);
    CHECK(heard_length > 2 && strcmp(heard + heard_length - 2, "\n\n") == 0);
    UINT32 sum = 0;
    for (UINT32 power = 4; power < 32; power++) {
        sum += shown(power);
    }
    CHECK_EQ(sum, 1);

    /* Three holes of one power between fences. */
    VOID *holes[3];
    for (UINT32 i = 0; i < 3; i++) {
        holes[i] = LOS_MemAlloc(pool, 140);
        CHECK(LOS_MemAlloc(pool, 40) != NULL);
    }
    for (UINT32 i = 0; i < 3; i++) {
        CHECK_EQ(LOS_MemFree(pool, holes[i]), LOS_OK);
    }
    forget();
    CHECK_EQ(LOS_MemFreeNodeShow(pool), LOS_OK);
    CHECK_EQ(shown(7), 3);
    CHECK_EQ(shown(4), 0);
    return finished();
}
