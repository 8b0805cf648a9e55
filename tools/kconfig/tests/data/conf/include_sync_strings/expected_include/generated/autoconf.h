 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_A "a \"q\" \\ # $x 's'"
#define CONFIG_B -5
#define CONFIG_C 0XAB
#define CONFIG_D 0xab
/*
