 * Automatically generated file; DO NOT EDIT.
 * T
 */
#define CONFIG_A 1
#define CONFIG_H 0x1f
#define CONFIG_MODULES 1
#define CONFIG_S "x"
#define CONFIG_T_MODULE 1
/*
