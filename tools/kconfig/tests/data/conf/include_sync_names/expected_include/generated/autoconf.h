 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_1A 4
#define CONFIG_A_B_C 3
#define CONFIG_abc_def 1
/*
