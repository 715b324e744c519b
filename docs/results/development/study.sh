#!/usr/bin/env bash
# Prints the tables of a page in this folder: `study.sh FOLDER`, where FOLDER holds base/, adapters/,
# datasets/ (with test.jsonl) and entries.json. Resumable; bank and study stay in ./<name of FOLDER>.
set -euo pipefail
lorica=$(cd "$(dirname "$0")/../../.." && pwd)/lorica
folder=$(cd "$1" && pwd)
work=$(basename "$folder")

if [ ! -e "$work/bank" ]; then
  mkdir -p "$work"
  "$lorica" bank create "$work/bank" --base "$folder/base" --separator ' ' --terminator '\n'
  "$lorica" bank add "$work/bank" --adapters "$folder/adapters" --datasets "$folder/datasets" \
    --metadata "$folder/entries.json"
fi
families=
! grep -q '"family"' "$folder/entries.json" || families=--leave-family-out
begin=$(date +%s)
"$lorica" study --bank "$work/bank" --base "$folder/base" -o "$work/study" \
  $families --published --max-new-tokens 40
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
