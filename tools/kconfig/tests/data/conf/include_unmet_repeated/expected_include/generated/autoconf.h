 * Automatically generated file; DO NOT EDIT.
 * Main menu
 */
#define CONFIG_X 1
#define CONFIG_Y 1
/*
