#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# sandbox.py MANIFEST.json
#
# What the Flatpak may reach: a display and a GPU, nothing else. No network, no
# host file system (files come through the portals), no bus name of others.

import json
import sys

MAY = {"--socket=wayland", "--socket=fallback-x11", "--share=ipc", "--device=dri"}


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as f:
        manifest = json.load(f)
    faults = []
    given = set(manifest.get("finish-args", []))
    faults += ["asks for %s" % a for a in sorted(given - MAY)]
    faults += ["does not ask for %s" % a for a in sorted(MAY - given)]
    if manifest.get("id") != "org.stemward.Stemward":
        faults.append("the id is not org.stemward.Stemward")
    if manifest.get("command") != "stemward":
        faults.append("the command is not stemward")
    for module in manifest.get("modules", []):
        faults += ["module %s may reach the network while it is built" % module["name"]
                   for a in module.get("build-options", {}).get("build-args", []) if "network" in a]
    print("\n".join("%s:1: %s" % (path, fault) for fault in faults) or "sandbox: closed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
