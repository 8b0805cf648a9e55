/* LOS_MemAllocAlign. */
#include "check.h"

static void boundaries_that_are_none(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    const UINT32 boundaries[] = { 0, 1, 2, 3, 5, 6, 7, 12, 24, 48, 100, 0x7fffffff, 0xffffffff };
    for (UINT32 i = 0; i < sizeof(boundaries) / sizeof(boundaries[0]); i++) {
        CHECK(LOS_MemAllocAlign(pool, LARGE, boundaries[i]) == NULL);
    }
    VOID *least = LOS_MemAllocAlign(pool, LARGE, sizeof(VOID *));
    CHECK(least != NULL);
    CHECK_EQ(LOS_MemFree(pool, least), LOS_OK);
    /* Half a pointer is no boundary. */
    CHECK(LOS_MemAllocAlign(pool, LARGE, sizeof(VOID *) / 2) == NULL);
    CHECK(is_unchanged(pool, &fresh));
}

static void requests_that_cannot_be_served(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    const UINT32 sizes[] = { 0, POOL_SIZE, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };
    for (UINT32 i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (UINT32 boundary = 8; boundary != 0; boundary <<= 1) {
            CHECK(LOS_MemAllocAlign(pool, sizes[i], boundary) == NULL);
        }
    }
    CHECK(LOS_MemAllocAlign(pool, LARGE, 0x80000000U) == NULL);
    CHECK(LOS_MemAllocAlign(NULL, LARGE, 16) == NULL);
    CHECK(LOS_MemAllocAlign(NULL, 0, 0) == NULL);
    CHECK(is_unchanged(pool, &fresh));
}

/* Every boundary is honoured, blocks do not touch, and nothing is lost before the boundary. */
static void boundaries_are_honoured(void)
{
    VOID *pool = fresh_pool();
    LOS_MEM_POOL_STATUS fresh = status_of(pool);
    for (UINT32 boundary = sizeof(VOID *); boundary <= 8192; boundary <<= 1) {
        UINT8 *blocks[3];
        for (UINT32 i = 0; i < 3; i++) {
            UINT32 size = 40 + i * 100;
            blocks[i] = LOS_MemAllocAlign(pool, size, boundary);
            if (i < 2 || boundary < 8192) {
                CHECK(blocks[i] != NULL);
            }
            if (blocks[i] != NULL) {
                CHECK_EQ((UINTPTR)blocks[i] % boundary, 0);
                fill(blocks[i], size, boundary + i);
            }
        }
        for (UINT32 i = 0; i < 3; i++) {
            if (blocks[i] != NULL) {
                CHECK(is_filled(blocks[i], 40 + i * 100, boundary + i));
                CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
                CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_NOK);
            }
        }
        CHECK(is_unchanged(pool, &fresh));
    }
}

int main(void)
{
    listen();
    boundaries_that_are_none();
    requests_that_cannot_be_served();
    boundaries_are_honoured();
    return finished();
}
