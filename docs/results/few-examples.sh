#!/usr/bin/env bash
# Prints the table of docs/results/few-examples.md: the nine tasks outside the embedded bank.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./lorica demo -o "$work/demo" --steps 0 >/dev/null
demo=$work/demo
score() { # adapter options: ROUGE-L and exact match
  ./lorica evaluate --base "$demo/base" --bank "$demo/bank" --stemmer --max-new-tokens 40 \
    --dataset "$task/test.jsonl" "$@" | awk '$1 == "rouge-l-stemmed" { r = $2 } $1 == "exact-match" { print r " (" $2 ")" }'
}
echo "| task | base | \`generate\` | \`--on output\` | \`--auto\` | \`--base\` | seconds of that |"
echo "|---|---|---|---|---|---|---|"
for task in "$demo"/outside/*/; do
  task=${task%/}
  name=$(basename "$task")
  row="| $name | $(score)"
  for choice in "" "--on output" "--auto"; do
    # shellcheck disable=SC2086 # the choice is words
    ./lorica generate "$task/train.jsonl" --bank "$demo/bank" -o "$work/made" --force $choice >/dev/null
    row="$row | $(score --adapter "$work/made")"
  done
  begin=$(date +%s%N)
  ./lorica generate "$task/train.jsonl" --bank "$demo/bank" --base "$demo/base" -o "$work/made" --force >/dev/null
  end=$(date +%s%N)
  echo "$row | $(score --adapter "$work/made") | $(((end - begin) / 1000000000)) |"
done
