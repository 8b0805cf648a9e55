/*
 * The basic types by LiteOS's names, for programs that do not bring LiteOS's own file of this name.
 *
 * The guard is that file's: whichever comes first defines the types, and they are not defined twice.
 */
#ifndef _LOS_TYPEDEF_H
#define _LOS_TYPEDEF_H

#include <stddef.h>
#include <stdint.h>

typedef char CHAR;
typedef uint8_t UINT8;
typedef uint16_t UINT16;
typedef uint32_t UINT32;
typedef int8_t INT8;
typedef int16_t INT16;
typedef int32_t INT32;
typedef uintptr_t UINTPTR;
typedef intptr_t INTPTR;

/* A macro, so that `f(VOID)` declares a function without parameters. */
#define VOID void

#endif /* _LOS_TYPEDEF_H */
