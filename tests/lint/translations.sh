#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# translations.sh SOURCE-ROOT
#
# po/POTFILES names every file with texts for people and no other; every
# catalogue compiles and has each of these texts, none of them fuzzy, and no
# text verifies the file. Prints file:line of what is missing and exits 1.

set -u
export LC_ALL=C.UTF-8
cd "$1" || exit 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

if ! diff <(build-aux/update-po --list) <(sort po/POTFILES) >"$scratch/diff"; then
  sed -n 's/^< \(.*\)/\1:1: has texts, but po\/POTFILES does not name it/p
          s/^> \(.*\)/po\/POTFILES:1: names \1, which has no texts or is not there/p' "$scratch/diff"
  echo "(build-aux/update-po mends this)"
  exit 1
fi

build-aux/extract-texts "$scratch/texts.pot" 2>"$scratch/warnings" || exit 1
# A text that is glued together by a macro (G_GINT64_FORMAT) never finds its translation; <inttypes.h> does.
if grep 'not a valid C format string\|invalid' "$scratch/warnings"; then
  failed=1
fi
# "Verify" is what a monitor does with source data. Of the study file the integrity is checked.
complain () {
  if sed --quiet 's/^msg\(id\|str\) //p' "$1" | grep --extended-regexp "$2"; then
    echo "$3"
    failed=1
  fi
}
msgcat --no-wrap --output-file="$scratch/flat.po" "$scratch/texts.pot"
complain "$scratch/flat.po" '[Vv]erify (the|this) (study )?file|[Ff]ile verified' "po: say “check integrity”"
while read -r language; do
  catalogue=po/$language.po
  if ! msgfmt --check --output-file=/dev/null "$catalogue"; then
    failed=1
    continue
  fi
  if [[ $language == zh_CN ]]; then
    msgcat --no-wrap --output-file="$scratch/flat.po" "$catalogue"
    complain "$scratch/flat.po" '(校验|核验|核查)(该|试验|研究|试验数据)?文件' "$catalogue: say “完整性校验”"
  fi
  # With an empty catalogue there is nothing to merge with, and msgmerge would guess.
  msgmerge --quiet --no-fuzzy-matching --output-file="$scratch/merged.po" "$catalogue" "$scratch/texts.pot" || failed=1
  for what in untranslated only-fuzzy; do
    msgattrib --"$what" --no-obsolete "$scratch/merged.po" >"$scratch/left.po"
    if grep --quiet '^msgid "' "$scratch/left.po"; then
      failed=1
      # "#: file:line" stands above each text; the text may go over several lines.
      awk -v language="$language" -v what="${what#only-}" '
        /^#: / { where = $2 }
        /^msgid "/ { text = substr ($0, 7); going = 1; next }
        going && /^"/ { text = text $0; next }
        going { going = 0; if (where != "") { gsub (/""/, "", text); print where ": " what " in " language ": " text; where = "" } }
      ' "$scratch/left.po"
    fi
  done
done <po/LINGUAS
((failed == 0)) && echo "translations: complete"
exit $failed
