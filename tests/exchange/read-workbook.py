#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# read-workbook.py shape BOOK.xlsx       one line a sheet: name, frozen cell, filter, rows
# read-workbook.py cells BOOK.xlsx SHEET one line a row, cells as TYPE:VALUE, tabs between
#
# Types: n number, s text, d date or time, - empty. Reads with openpyxl, so that a workbook is not
# judged by the library that wrote it; any warning or error of it ends with status 1.

import datetime
import sys
import warnings

import openpyxl

warnings.simplefilter("error")


def show(cell):
    value = cell.value
    if value is None:
        return "-"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return "d:" + (value.date().isoformat() if value.time() == datetime.time() else value.isoformat(timespec="minutes"))
    if isinstance(value, (int, float)):
        return "n:%r" % value
    return "s:" + str(value).replace("\t", " ").replace("\n", " ")


def main():
    book = openpyxl.load_workbook(sys.argv[2])
    if sys.argv[1] == "shape":
        for sheet in book:
            print("%s\t%s\t%s\t%d" % (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref, sheet.max_row))
    else:
        for row in book[sys.argv[3]].iter_rows():
            print("\t".join(show(cell) for cell in row))


main()
