#!/usr/bin/env bash
# Prints the tables of a page in this folder: `study.sh FOLDER`, which bank.sh describes. Resumable;
# bank and study stay in ./<name of FOLDER>.
set -euo pipefail
. "$(dirname "$0")/bank.sh" "$1"

families=
! grep -q '"family"' "$folder/entries.json" || families=--leave-family-out
begin=$(date +%s)
"$lorica" study --bank "$work/bank" --base "$folder/base" -o "$work/study" \
  $families --published --max-new-tokens 40
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
