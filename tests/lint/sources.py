#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# sources.py SOURCE-ROOT
#
# Reads the C sources for what is not to be there: files over 800 lines,
# functions over 80, lines over 160 columns, calls that parse by the locale, end the program or overrun
# a buffer, the name of any one study, a file without its licence line. Prints
# file:line and exits 1 where something is found.

import os
import re
import sys

MAX_FILE_LINES = 800
MAX_FUNCTION_LINES = 80
MAX_COLUMNS = 160

CALLS = re.compile(r"\b(atof|strtod|sscanf|g_error|abort|exit|usleep|g_usleep|strcpy|strcat|"
                   r"sprintf|vsprintf|gets|gtk_spin_button_new\w*|setlocale)\s*\(")
# The one place where each may stand.
ALLOWED_CALLS = {
    ("setlocale", "src/app/main.c"), ("setlocale", "src/cli/main.c"),
    ("setlocale", "src/app/crf-main.c"), ("setlocale", "src/cli/crf-main.c"),
}
STUDIES = re.compile(r"nct0\d{7}|liang2017", re.IGNORECASE)
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LITERALS = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
# A sentence for the translators is one string, and a list of actions or records has one row each.
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
ROW = re.compile(r"\s*(#\s*define\s|typedef struct \{.*\})|.*\\$")


def blank(match):
    """Keeps the lines of a literal or comment, drops its text."""
    return re.sub(r"[^\n]", " ", match.group(0))


def c_files(root, *tops):
    for top in tops:
        for folder, _, names in sorted(os.walk(os.path.join(root, top))):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def long_functions(relative, lines):
    """In our style a function's braces, and only those, stand in the first column."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start - 1 > MAX_FUNCTION_LINES and not line.startswith("};"):
                yield "%s:%d: a function of %d lines (at most %d)" % (
                    relative, start, number - start - 1, MAX_FUNCTION_LINES)
            start = None


def long_lines(relative, lines):
    for number, line in enumerate(lines, 1):
        if len(QUOTED.sub('""', line)) > MAX_COLUMNS and not ROW.match(line):
            yield "%s:%d: a line of %d columns (at most %d, not counting what stands in quotes)" % (
                relative, number, len(line), MAX_COLUMNS)


def check_file(root, relative):
    with open(os.path.join(root, relative), encoding="utf-8") as f:
        text = f.read()
    lines = text.splitlines()
    if len(lines) > MAX_FILE_LINES:
        yield "%s:%d: a file of %d lines (at most %d)" % (
            relative, MAX_FILE_LINES, len(lines), MAX_FILE_LINES)
    if not lines or LICENCE not in lines[0]:
        yield "%s:1: the first line is not the licence (%s)" % (relative, LICENCE)
    if relative.endswith(".h") and "#pragma once" not in lines:
        yield "%s:1: no #pragma once" % relative
    yield from long_functions(relative, lines)
    yield from long_lines(relative, lines)
    if not relative.startswith("src" + os.sep):
        return
    for number, line in enumerate(lines, 1):
        if STUDIES.search(line):
            yield "%s:%d: the name of a study (facts about one trial belong in data/studies/)" % (relative, number)
    for number, line in enumerate(LITERALS.sub(blank, text).splitlines(), 1):
        for call in CALLS.finditer(line):
            if (call.group(1), relative) not in ALLOWED_CALLS:
                yield "%s:%d: a call of %s" % (relative, number, call.group(1))


def main():
    root = os.path.abspath(sys.argv[1])
    faults = [fault for relative in c_files(root, "src", "tests", "build-aux")
              for fault in check_file(root, relative)]
    print("\n".join(faults) if faults else "sources: nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
