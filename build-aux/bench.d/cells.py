#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cells.py WORKBOOK.xlsx CELLS: writes the cells of a workbook in the form that
# bare-workbook reads, so that both write the same.

import datetime
import sys

import openpyxl
from openpyxl.utils.datetime import to_excel


def cell_text(value):
    if value is None:
        return ""
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return "D%r" % float(to_excel(value))
    if isinstance(value, (int, float)):
        return "N%r" % value
    return "S" + str(value).replace("\t", " ").replace("\n", " ").replace("\r", " ")


def main():
    workbook = openpyxl.load_workbook(sys.argv[1], read_only=True)
    with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as out:
        for sheet in workbook:
            out.write("sheet %s\n" % sheet.title)
            for row in sheet.iter_rows(values_only=True):
                out.write("\t".join(cell_text(value) for value in row) + "\n")


main()
