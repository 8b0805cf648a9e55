#!/usr/bin/python3
"""Runs Kconfiglib as `conf` is run: conf --MODE [FILE] KCONFIG, with .config in the working directory.

Its messages are not recorded, and the header of its files is the one that conf writes.
"""
import os
import sys

import kconfiglib

mode, names = sys.argv[1], sys.argv[2:]
tree = kconfiglib.Kconfig(names[-1], warn=False)
config = os.environ.get("KCONFIG_CONFIG", ".config")
header = "#\n# Automatically generated file; DO NOT EDIT.\n# {}\n#\n".format(tree.mainmenu_text)
logic = [s for s in tree.unique_defined_syms if s.orig_type in (kconfiglib.BOOL, kconfiglib.TRISTATE)]

if mode == "--allnoconfig":
    for symbol in logic:
        symbol.set_value(2 if symbol.is_allnoconfig_y else 0)
elif mode == "--allyesconfig":
    for symbol in logic:
        symbol.set_value(1 if symbol.choice else 2)
    for choice in tree.unique_choices:
        choice.set_value(2)
elif mode == "--defconfig":
    tree.load_config(names[0])
elif mode != "--alldefconfig":
    tree.load_config(config)

if mode == "--savedefconfig":
    tree.write_min_config(names[0], header="")
else:
    tree.write_config(config, header=header)
