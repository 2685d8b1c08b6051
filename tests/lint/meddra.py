#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# meddra.py SOURCE-ROOT
#
# MedDRA is licensed: nothing of it is in the tree or in what is installed. No file of a
# distribution (*.asc, *.seq) by name, no line in its format, and no number that is one of its
# codes (8 digits from 100 on) beside a "$"; dictionaries of tests have codes from 99 on. Prints
# file:line of what it finds and exits 1.

import os
import re
import sys

NAMES = re.compile(r"\.(asc|seq)$|^meddra_.*\.(txt|csv|xlsx)$", re.IGNORECASE)
LINE = re.compile(rb"(?<![0-9])10[0-9]{6}\$|\$10[0-9]{6}(?![0-9])")
SKIPPED = {".git", "__pycache__", "_trixie"}


def files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED and not f.startswith("_build"))
        for name in sorted(names):
            yield os.path.join(folder, name)


def check(root):
    faults = []
    for path in files(root):
        relative = os.path.relpath(path, root)
        if NAMES.search(os.path.basename(path)):
            faults.append("%s:1: a file of a MedDRA distribution is not ours to give away" % relative)
        if os.path.islink(path):
            continue
        with open(path, "rb") as f:
            for number, line in enumerate(f, 1):
                if LINE.search(line):
                    faults.append("%s:%d: looks like a line of MedDRA; tests use made-up terms with codes from 99 on" % (relative, number))
    return faults


def main():
    faults = check(sys.argv[1])
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
