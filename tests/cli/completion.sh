#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# completion.sh COMPLETION PROGRAM: completes some lines as the shell does and compares; and every
# command that the program has must be among what is offered.

set -u
completion=$1
program=$2
failed=0

stemward-cli () { "$program" "$@"; }
# shellcheck source=/dev/null
. "$completion"

# offers WANTED WORD…: completing the words offers WANTED.
offers () {
  local wanted=$1
  shift
  COMP_WORDS=("$@")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _stemward_cli
  if ! printf '%s\n' "${COMPREPLY[@]}" | grep --quiet --line-regexp --fixed-strings -- "$wanted"; then
    echo "“$*” does not offer “$wanted” but: ${COMPREPLY[*]}"
    failed=1
  fi
}

offers export stemward-cli ex
offers MELD_raw stemward-cli compute MEL
offers randomise stemward-cli do t.stemward rand
offers nct06167473 stemward-cli create t.stemward --study nct0
offers --subject stemward-cli journal t.stemward --s
offers log-log stemward-cli survival --limits l
offers list stemward-cli user t.stemward l
while read -r command; do
  offers "$command" stemward-cli "$command"
done < <("$program" --help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')
exit $failed
