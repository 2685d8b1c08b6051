#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mime.sh PACKAGE.xml
#
# Puts the MIME type into a database of its own and asks it: a study file is
# known by its name and, under any name, by its application id; another SQLite
# database is not taken for one.

set -u
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/share/mime/packages" "$scratch/home"
cp "$1" "$scratch/share/mime/packages/" || exit 1
# The rest of the world's types, for the two that a study file is told apart from.
cp /usr/share/mime/packages/freedesktop.org.xml "$scratch/share/mime/packages/" || exit 77
xmllint --noout "$1" || exit 1
XDG_DATA_HOME=$scratch/home XDG_DATA_DIRS=$scratch/share update-mime-database "$scratch/share/mime" \
  >"$scratch/log" 2>&1
if grep --ignore-case 'error\|warning\|unknown\|org.stemward' "$scratch/log"; then
  exit 1
fi

sqlite3 "$scratch/by-magic" 'PRAGMA application_id = 0x53544d57; CREATE TABLE t (x);' || exit 1
sqlite3 "$scratch/other" 'CREATE TABLE t (x);' || exit 1
printf "\x01\x02\xff" >"$scratch/by-name.stemward"

failed=0
# is FILE TYPE: what the database says of a file.
is () {
  local type
  type=$(XDG_DATA_DIRS=$scratch/share XDG_DATA_HOME=$scratch/home GIO_USE_VFS=local LC_ALL=C.UTF-8 \
    gio info --attributes=standard::content-type "$scratch/$1" | sed -n 's/.*standard::content-type: //p')
  if [[ $type != "$2" ]]; then
    echo "data/org.stemward.Stemward.mime.xml:1: $1 is taken for $type, not $2"
    failed=1
  fi
}
is by-magic application/x-stemward
is by-name.stemward application/x-stemward
is other application/vnd.sqlite3
exit $failed
