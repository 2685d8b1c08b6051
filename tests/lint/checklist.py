#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# checklist.py SOURCE-ROOT BUILD-ROOT
#
# The checklist of what the rules demand has each of its 38 statements once, and each
# names tests that are there or says why it does not apply. Prints file:line and exits 1.

import json
import os
import re
import sys

LIST = "tests/checklist.md"
STATEMENTS = 38
ROW = re.compile(r"\| (\d+) \| [^|]+ \| ([^|]+) \|")


def known_tests(build_root):
    with open(os.path.join(build_root, "meson-info", "intro-tests.json"), encoding="utf-8") as f:
        return {test["name"] for test in json.load(f)}


def faults(lines, tests):
    seen = {}
    for number, line in enumerate(lines, 1):
        row = ROW.match(line)
        if not row:
            continue
        statement, shown = int(row.group(1)), row.group(2)
        names = re.findall(r"`([^`]+)`", shown)
        if statement in seen:
            yield number, "statement %d stands in line %d already" % (statement, seen[statement])
        seen[statement] = number
        if not names and not shown.startswith("Does not apply"):
            yield number, "statement %d names no test" % statement
        for name in names:
            if name not in tests:
                yield number, "there is no test “%s”" % name
    for statement in range(1, STATEMENTS + 1):
        if statement not in seen:
            yield len(lines), "statement %d is missing" % statement


def main():
    with open(os.path.join(sys.argv[1], LIST), encoding="utf-8") as f:
        found = list(faults(f.read().splitlines(), known_tests(sys.argv[2])))
    for number, sentence in found:
        print("%s:%d: %s" % (LIST, number, sentence))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
