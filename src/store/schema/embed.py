#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a text file as a C string: embed.py INPUT OUTPUT NAME."""
import sys

source, target, name = sys.argv[1:]
with open(source, encoding="utf-8") as f:
    lines = f.read().splitlines()
with open(target, "w", encoding="utf-8") as f:
    f.write('#include "crf-migrator.h"\n\nconst char %s[] =\n' % name)
    for line in lines:
        f.write('  "%s\\n"\n' % line.replace("\\", "\\\\").replace('"', '\\"'))
    f.write("  ;\n")
