#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# gates.py SOURCE-ROOT
#
# The list of checks names every gate that the program keeps: compares the codes that
# the gates raise with those of the list. Prints file:line and exits 1 where one is missing
# on either side.

import os
import re
import sys

GATES = ("src/conduct/crf-trial-gates.c", "src/conduct/crf-infusion-gates.c")
DEVIATIONS = ("src/conduct/crf-entry-gates.c",)
LIST = "src/conduct/crf-check-list-gates.c"


def codes(root, name, pattern):
    found = {}
    path = os.path.join(root, name)
    if not os.path.exists(path):
        return found
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            for code in re.findall(pattern, line):
                found.setdefault(code, "%s:%d" % (name, number))
    return found


def table(root, name):
    """Codes of the array called name."""
    with open(os.path.join(root, LIST), encoding="utf-8") as f:
        text = f.read()
    body = re.search(r"\} %s\[\] = \{(.*?)\n\};" % name, text, re.S)
    return set(re.findall(r'^  \{ "([a-z-]+)"', body.group(1), re.M)) if body else set()


def compare(root, files, pattern, name):
    raised = {}
    for one in files:
        for code, place in codes(root, one, pattern).items():
            raised.setdefault(code, place)
    listed = table(root, name)
    faults = ["%s: “%s” is not in the list of checks; add it to %s of %s" % (place, code, name, LIST)
              for code, place in sorted(raised.items()) if code not in listed]
    faults += ["%s:1: “%s” is in the list, and nothing raises it" % (LIST, code) for code in sorted(listed - set(raised))]
    return faults


def main(root):
    if not os.path.exists(os.path.join(root, LIST)):
        return 0
    faults = compare(root, GATES, r'crf_refusal_new \("([a-z-]+)"', "gates")
    faults += compare(root, DEVIATIONS, r'open_once \(context, "([a-z-]+)"', "deviations")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
