/* LOS_MemLeakShow and OsMemUsedNodeShow: live blocks and the calls they come from. */
#include "check.h"

#ifdef LOSCFG_MEM_LEAKCHECK

/* The call that the next block is said to come from. */
static UINTPTR caller;

static void tell_caller(UINTPTR *frames)
{
    frames[0] = caller;
    frames[1] = caller == 0 ? 0 : caller + 0x10;
}

static VOID *block_from(VOID *pool, UINTPTR from)
{
    caller = from;
    VOID *block = LOS_MemAlloc(pool, LARGE);
    CHECK(block != NULL);
    return block;
}

static void listen_and_trace(void)
{
    listen();
    LosMemHooks hooks;
    memset(&hooks, 0, sizeof(hooks));
    hooks.print = hear;
    hooks.damaged = note_damage;
    hooks.backtrace = tell_caller;
    LOS_MemHooksSet(&hooks);
    forget();
}

/* How a call is shown: code of this program, since an address far from it is not kept. */
static const char *shown(UINTPTR frame)
{
    static char text[32];
    sprintf(text, " 0x%lx 0x%lx\n", (unsigned long)frame, (unsigned long)frame + 0x10);
    return text;
}

int main(void)
{
    listen_and_trace();
    CHECK_EQ(LOS_MemLeakShow(NULL), LOS_NOK);
    CHECK_EQ(heard_length, 0);

    VOID *pool = fresh_pool_of(0xff8);
    CHECK_EQ(LOS_MemLeakShow(pool), LOS_OK);
    CHECK_EQ(times_heard("\n"), 1);

    UINTPTR here = (UINTPTR)&main;
    VOID *blocks[4] = {
        block_from(pool, here), block_from(pool, here + 4), block_from(pool, here), block_from(pool, 0)
    };
    forget();
    CHECK_EQ(LOS_MemLeakShow(pool), LOS_OK);
    CHECK_EQ(times_heard("\n"), 4);
    CHECK(is_heard(shown(here)));
    CHECK(is_heard(shown(here + 4)));
    CHECK(is_heard("unknown\n"));
    CHECK(is_heard("\n2 "));
#ifdef LOSCFG_MEM_OS_SYMBOLS
    forget();
    OsMemUsedNodeShow(NULL);
    CHECK_EQ(heard_length, 0);
    OsMemUsedNodeShow(pool);
    CHECK_EQ(times_heard("\n"), 5);
#endif
    for (int i = 0; i < 4; i++) {
        CHECK_EQ(LOS_MemFree(pool, blocks[i]), LOS_OK);
    }
    forget();
    CHECK_EQ(LOS_MemLeakShow(pool), LOS_OK);
    CHECK_EQ(times_heard("\n"), 1);
    return finished();
}

#else

int main(void)
{
    CHECK(1);
    return finished();
}

#endif
