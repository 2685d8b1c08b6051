#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# layers.py SOURCE-ROOT BUILD-ROOT
#
# Holds the layers of src/ apart where the compiler cannot: by the libraries
# that each folder's objects really call, by the headers that it includes, and by
# what the command-line program is linked with. Prints file:line and exits 1
# where an arrow goes the wrong way.

import json
import os
import re
import subprocess
import sys

# Which of our folders a folder may include from.
ARROWS = {
    "study": set(),
    "clinical": {"study"},
    "statistics": {"study"},
    "store": {"study"},
    "conduct": {"study", "clinical", "statistics", "store"},
    "exchange": {"study", "clinical", "statistics", "conduct"},
    "app": {"study", "clinical", "statistics", "conduct", "exchange"},
    "cli": {"study", "clinical", "statistics", "conduct", "exchange"},
}

# What of the store the layers above conduct may know: time, what can go wrong with a
# file, its verification and restoring, the process's own secrets, the dictionary that holds
# nothing of a study. No database handle.
STORE_FACE = {"crf-backup-set.h", "crf-clock.h", "crf-dictionary.h", "crf-file-key.h", "crf-network.h", "crf-process.h", "crf-restore.h", "crf-store-error.h",
              "crf-transport.h", "crf-verify.h"}

# Library → the symbols it is known by → the folders that may call it.
LIBRARIES = [
    ("SQLite", re.compile(r"sqlite3_"), {"study", "store"}),
    ("libsodium", re.compile(r"crypto_|sodium_|randombytes_"), {"store"}),
    ("libxlsxwriter", re.compile(r"workbook_|worksheet_|lxw_|chartsheet_"), {"exchange"}),
    ("libxml2", re.compile(r"xml[A-Z]|__xml|html[A-Z]"), {"study", "exchange"}),
    ("GTK", re.compile(r"gtk_|gdk_|gsk_|adw_"), {"app"}),
]

TOOLKIT_HEADER = re.compile(r'#\s*include\s*[<"](?:gtk|adwaita|gdk|gsk|pango)\b')
OWN_HEADER = re.compile(r'#\s*include\s*"(?:\.\./)*(?:(\w+)/)?(crf-[\w-]+\.h)"')
TOOLKIT_LIBRARY = re.compile(r"libgtk-|libgdk|libadwaita")


def sources(root):
    for folder, _, names in sorted(os.walk(os.path.join(root, "src"))):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                path = os.path.join(folder, name)
                yield os.path.relpath(path, root), path


def layer_of(relative):
    parts = relative.split(os.sep)
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def check_includes(root):
    faults = []
    home = {os.path.basename(rel): layer_of(rel) for rel, _ in sources(root) if rel.endswith(".h")}
    for relative, path in sources(root):
        layer = layer_of(relative)
        if layer not in ARROWS:
            faults.append("%s:1: the folder of this file has no place among the layers" % relative)
            continue
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                # Paper is drawn with Pango too, without a toolkit.
                if layer == "exchange" and "pango" in line:
                    continue
                if layer != "app" and TOOLKIT_HEADER.match(line):
                    faults.append("%s:%d: only src/app may include GTK" % (relative, number))
                own = OWN_HEADER.match(line)
                target = home.get(own.group(2)) if own else None
                if target == "store" and layer in ("exchange", "app", "cli") and own.group(2) in STORE_FACE:
                    continue
                if target and target != layer and target not in ARROWS[layer]:
                    faults.append("%s:%d: src/%s may not include from src/%s (%s)"
                                  % (relative, number, layer, target, own.group(2)))
    return faults


def objects(root, build):
    """The object files that the build knows now (a folder may hold old ones), with their sources."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        for command in json.load(f):
            source = os.path.relpath(os.path.join(command["directory"], command["file"]), root)
            output = os.path.join(command["directory"], command.get("output", ""))
            if layer_of(source) in ARROWS and os.path.isfile(output):
                yield source, output


def check_symbols(root, build):
    sources_of = {path: source for source, path in objects(root, build)}
    if not sources_of:
        return []
    faults = []
    listing = subprocess.run(["nm", "--undefined-only", "--print-file-name", *sources_of],
                             capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        path, symbol = line.split(":", 1)[0], line.split()[-1]
        for library, pattern, allowed in LIBRARIES:
            if pattern.match(symbol) and layer_of(sources_of[path]) not in allowed:
                faults.append("%s:1: calls %s, but only %s may use %s"
                              % (sources_of[path], symbol, " and ".join("src/" + a for a in sorted(allowed)), library))
    return faults


def check_cli(build):
    program = os.path.join(build, "src", "cli", "stemward-cli")
    if not os.path.isfile(program):
        return []
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return ["src/cli/meson.build:1: stemward-cli is linked with " + line.strip()
            for line in listing.splitlines() if TOOLKIT_LIBRARY.search(line)]


def check_sqlite(build):
    """Beside libsqlite3 the key of a SQLCipher build would be ignored without a word: then no program may be linked with it."""
    programs = [os.path.join(folder, name) for folder, _, names in os.walk(build) for name in names
                if name == "stemward" or name == "stemward-cli" or name.startswith("test-store-")]
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        if "-DCRF_SQLCIPHER=1" not in f.read():
            return []
    faults = []
    for program in programs:
        if os.access(program, os.X_OK) and os.path.isfile(program):
            listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
            faults += ["meson.build:1: %s is linked with %s" % (os.path.basename(program), line.strip())
                       for line in listing.splitlines() if "libsqlite3" in line or "libsqlcipher" in line]
    return faults


def main():
    root, build = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    faults = check_includes(root) + check_symbols(root, build) + check_cli(build) + check_sqlite(build)
    print("\n".join(faults) if faults else "layers: every arrow goes the right way")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
