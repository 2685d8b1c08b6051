#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# reach.py SOURCE-ROOT
#
# Every use case of the registry is offered somewhere in the window: by a button
# or an entry that names it in src/app or ui, by the table of seldom acts
# (src/app/crf-acts.c), or as a step of the infusion day. A table of remedies
# leads to pages and offers nothing. What the program does by itself, or what
# belongs to the command line, is named here with its reason. Prints the use
# case's file and exits 1 where one cannot be reached.

import os
import re
import sys

ELSEWHERE = {
    "record-export": "journalled by the program when a file is written for outside",
}
NAME = re.compile(r'^const CrfUseCase \w+ = \{\s*\.name = "([a-z0-9-]+)"', re.MULTILINE)
REMEDIES = re.compile(r"remedies\[\] = \{.*?\n\};", re.DOTALL)
STEPS = re.compile(r'^  \{ [A-Za-z_"]+, "([a-z-]+)", N_', re.MULTILINE)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def texts(root, top, ending):
    for folder, _, names in sorted(os.walk(os.path.join(root, top))):
        for name in sorted(names):
            if name.endswith(ending):
                yield read(os.path.join(folder, name))


def use_cases(root):
    folder = os.path.join(root, "src/conduct")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".c"):
            for found in NAME.findall(read(os.path.join(folder, name))):
                yield found, "src/conduct/" + name


def main():
    root = sys.argv[1]
    offered = set()
    for text in texts(root, "src/app", ".c"):
        offered.update(re.findall(r'"([a-z0-9-]+)"', REMEDIES.sub("", text)))
    for text in texts(root, "ui", ".ui"):
        offered.update(re.findall(r">([a-z0-9-]+)<", text))
    offered.update(STEPS.findall(read(os.path.join(root, "src/conduct/crf-reader-infusion-day.c"))))
    # The design says which of them allocates; the eligibility tab presses what it is told.
    chosen = re.search(r"^crf_trial_allocation_use_case \(.*?^\}", read(os.path.join(root, "src/conduct/crf-trial-gates.c")),
                       re.DOTALL | re.MULTILINE)
    offered.update(re.findall(r'"([a-z]+)"', chosen.group(0)) if chosen else [])
    found = list(use_cases(root))
    faults = ["%s: the use case %s is offered nowhere in the window" % (path, name)
              for name, path in found if name not in offered and name not in ELSEWHERE]
    faults += ["tests/lint/reach.py: %s is offered in the window, or is no use case: it needs no exception" % name
               for name in ELSEWHERE if name in offered or name not in dict(found)]
    if not found:
        faults.append("src/conduct: no use case was found")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
