#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# first-patient.sh DEMO-TOUR: plays the tour in a folder of its own and looks at what it leaves.

set -eu
if [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
  echo "no display"
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$folder/tour"
test -s "$folder/tour/first-patient.stemward"
test -s "$folder/tour/workbook.xlsx"
test "$(find "$folder/tour" -name '*.png' | wc -l)" -ge 30
