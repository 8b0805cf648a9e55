 * Automatically generated file; DO NOT EDIT.
 * T
 */
#define LOS_A 1
#define LOS_H 0x1f
#define LOS_MODULES 1
#define LOS_S "x"
#define LOS_T_MODULE 1
/*
