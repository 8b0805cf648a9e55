 * Automatically generated file; DO NOT EDIT.
 * T
 */
#define A 1
#define H 0x1f
#define MODULES 1
#define S "x"
#define T_MODULE 1
/*
