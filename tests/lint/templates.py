#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# templates.py SOURCE-ROOT
#
# Reads every Builder template: well-formed, mnemonics unique within a file in
# every language, no text for people that is not marked for translation, no
# button that shows only an icon without saying what it does, no left or right
# margin (right-to-left). Prints file:line and exits 1 where something is found.

import ast
import os
import re
import sys
import xml.parsers.expat

BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton", "AdwSplitButton"}
TEXTS = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text"}
ONE_SIDED = {"margin-left", "margin-right"}
MNEMONIC = re.compile(r"(?<!_)_([^_\s])")
WORDS = re.compile(r"[A-Za-z]{2,}")


class Template:
    """One file: a stack of objects, and what each of them says."""

    def __init__(self, relative):
        self.relative = relative
        self.faults = []
        self.labels = []   # (line, text) with a mnemonic in it
        self.objects = []
        self.property = None
        self.text = ""
        self.parser = xml.parsers.expat.ParserCreate()
        self.parser.StartElementHandler = self.on_start
        self.parser.EndElementHandler = self.on_end
        self.parser.CharacterDataHandler = self.on_text

    def fault(self, line, sentence):
        self.faults.append("%s:%d: %s" % (self.relative, line, sentence))

    def on_start(self, name, attributes):
        line = self.parser.CurrentLineNumber
        self.text = ""
        if name in ("object", "template"):
            self.objects.append({"class": attributes.get("class", attributes.get("parent", "")),
                                 "line": line, "properties": {}, "named": False})
        elif name == "property" and self.objects:
            self.property = (attributes.get("name", "").replace("_", "-"), attributes, line)
        elif name == "attribute":
            self.property = (attributes.get("name", ""), attributes, line)

    def on_text(self, data):
        self.text += data

    def on_end(self, name):
        if name == "property" and self.property and self.objects:
            self.end_property()
        elif name in ("accessibility", "relation") and self.objects:
            self.objects[-1]["named"] = True
        elif name in ("object", "template") and self.objects:
            self.end_object(self.objects.pop())
        self.property = None if name in ("property", "attribute") else self.property
        self.text = ""

    def end_property(self):
        name, attributes, line = self.property
        text = self.text.strip()
        self.objects[-1]["properties"][name] = text
        if name in ONE_SIDED:
            self.fault(line, "%s is wrong in right-to-left languages (use start and end)" % name)
        if (name in TEXTS and WORDS.search(text) and attributes.get("translatable") != "yes"
                and "bind-source" not in attributes and text != "Stemward"):
            self.fault(line, "the text “%s” is not marked for translation" % text)

    def end_object(self, ended):
        properties = ended["properties"]
        if (ended["class"] in BUTTONS and "icon-name" in properties and "label" not in properties
                and "tooltip-text" not in properties and not ended["named"]):
            self.fault(ended["line"], "a button with only an icon has neither tooltip nor accessible label")
        if properties.get("use-underline", "").lower() in ("true", "1", "yes"):
            for name in ("label", "title"):
                if name in properties:
                    self.labels.append((ended["line"], properties[name]))

    def read(self, path):
        with open(path, "rb") as f:
            try:
                self.parser.ParseFile(f)
            except xml.parsers.expat.ExpatError as error:
                self.fault(error.lineno, "not well-formed: %s" % error)
        return self


def mnemonics_repeated(template, translate, language):
    seen = {}
    for line, text in template.labels:
        found = MNEMONIC.search(translate.get(text, text))
        if not found:
            continue
        letter = found.group(1).lower()
        if letter in seen:
            yield "%s:%d: Alt+%s is used twice (%s): “%s” and “%s”" % (
                template.relative, line, letter.upper(), language, seen[letter], text)
        seen[letter] = text


def read_po(path):
    """msgid → msgstr of one catalogue; what is obsolete or plural is not needed here."""
    entries, key, current = {}, None, {}
    with open(path, encoding="utf-8") as f:
        for line in list(f) + [""]:
            line = line.strip()
            start = re.match(r'(msgid|msgstr|msgctxt|msgid_plural|msgstr\[\d+\]) "', line)
            if start:
                if start.group(1) in ("msgid", "msgctxt") and "msgstr" in current:
                    entries[current.get("msgid", "")] = current["msgstr"]
                    current = {}
                key = start.group(1)
                current[key] = ast.literal_eval(line[line.index('"'):])
            elif line.startswith('"') and key:
                current[key] += ast.literal_eval(line)
    if "msgstr" in current:
        entries[current.get("msgid", "")] = current["msgstr"]
    return {k: v for k, v in entries.items() if v}


def main():
    root = os.path.abspath(sys.argv[1])
    catalogues = {"English": {}}
    with open(os.path.join(root, "po", "LINGUAS"), encoding="utf-8") as f:
        for language in f.read().split():
            catalogues[language] = read_po(os.path.join(root, "po", language + ".po"))
    faults = []
    for folder, _, names in sorted(os.walk(os.path.join(root, "ui"))):
        for name in sorted(n for n in names if n.endswith((".ui", ".xml"))):
            path = os.path.join(folder, name)
            template = Template(os.path.relpath(path, root)).read(path)
            faults += template.faults
            for language, translate in catalogues.items():
                faults += mnemonics_repeated(template, translate, language)
    print("\n".join(faults) if faults else "templates: nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
