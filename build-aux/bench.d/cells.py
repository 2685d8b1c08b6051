#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cells.py WORKBOOK.xlsx CELLS: writes the cells of a workbook in the form that
# bare-workbook reads, so that both write the same. Reads the XML that
# libxlsxwriter writes and no other; a general reader takes minutes for the
# millions of cells of a large export.

import re
import sys
import zipfile
from html import unescape

PIECE = 1 << 22
CELL = re.compile(
    r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?(?: t="inlineStr")?>(?:<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<v>([^<]*)</v>)</c>')


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def date_styles(book):
    """The styles, by number, that show a day."""
    styles = book.read("xl/styles.xml").decode()
    dates = {int(n) for n, code in re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', styles) if "yyyy" in code}
    formats = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL).group(0)
    return {str(i) for i, n in enumerate(re.findall(r'<xf numFmtId="(\d+)"', formats)) if int(n) in dates}


def rows(stream):
    """The text of each row, a piece of the file at a time."""
    left = ""
    decode = stream.read(PIECE)
    rest = b""
    while decode:
        # A piece may end within a character.
        data = rest + decode
        end = data.rfind(b">") + 1
        rest = data[end:]
        parts = (left + data[:end].decode()).split("</row>")
        left = parts.pop()
        yield from parts
        decode = stream.read(PIECE)


def line_of(row, dates, columns):
    cells = []
    for letters, style, text, number in CELL.findall(row):
        column = columns.get(letters) or columns.setdefault(letters, column_number(letters))
        if column > len(cells) + 1:
            cells.extend([""] * (column - len(cells) - 1))
        if number:
            cells.append(("D" if style in dates else "N") + number)
        else:
            cells.append("S" + re.sub(r"[\t\n\r]", " ", unescape(text) if "&" in text else text))
    return "\t".join(cells)


def main():
    with zipfile.ZipFile(sys.argv[1]) as book, open(sys.argv[2], "w", encoding="utf-8", newline="\n") as out:
        dates = date_styles(book)
        columns = {}
        names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
        for i, name in enumerate(names):
            out.write("sheet %s\n" % unescape(name))
            with book.open("xl/worksheets/sheet%d.xml" % (i + 1)) as stream:
                for row in rows(stream):
                    out.write(line_of(row, dates, columns) + "\n")


main()
