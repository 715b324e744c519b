#!/usr/bin/env bash
# Measures a bank of 5,000 made-up entries and prints the table of docs/results/many-entries.md.
# Usage: docs/results/many-entries.sh [ENTRIES [RUNS]]
set -euo pipefail
cd "$(dirname "$0")/../.."

entries=${1:-5000}
runs=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT=%R
bank=$work/bank
world=$work/world

# Seconds of one run; a failing command ends the script with its output.
seconds() {
  { time "$@" >"$work/out" 2>"$work/err"; } 2>"$work/time" || { cat "$work/err" >&2; exit 1; }
  tail -1 "$work/time"
}

best() {
  local name=$1
  shift
  for ((run = 0; run < runs; run++)); do
    rm -rf "$work/adapter"
    seconds "$@"
  done | sort -n | head -1 | sed "s#^#| $name | #; s#\$# |#"
}

once() {
  local name=$1
  shift
  echo "| $name (once) | $(seconds "$@") |"
}

read_all() {
  find "$bank" "$world/adapters" -type f -exec cat {} + >/dev/null
}

echo "$entries entries, best of $runs, whole processes"
echo
echo "| command | seconds |"
echo "|---|---|"
./lorica bench bank --entries "$entries" --seed 1 -o "$world" >/dev/null
./lorica bank create "$bank" --base "$world/base" --separator ' ' >/dev/null
once "bank add" ./lorica bank add "$bank" --adapters "$world/adapters" --datasets "$world/datasets"
once "bank index, nothing kept" ./lorica bank index "$bank"
index=$(tail -1 "$work/out")
best "bank index, everything kept" ./lorica bank index "$bank"
best "bank list" ./lorica bank list "$bank"
best "bank verify --quick" ./lorica bank verify --quick "$bank"
best "bank verify" ./lorica bank verify "$bank"
best "generate --top-k 16" ./lorica generate "$world/new.jsonl" --bank "$bank" -o "$work/adapter" --top-k 16
best "generate, all entries" ./lorica generate "$world/new.jsonl" --bank "$bank" -o "$work/adapter"
best "yardstick: ./lorica --version" ./lorica --version
best "yardstick: cat of every file of bank and adapters" read_all
echo
echo "bank index: $index"
du -sh --apparent-size "$bank" | cut -f1 | sed 's/^/bank: /'
