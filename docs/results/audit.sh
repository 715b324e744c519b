#!/usr/bin/env bash
# Prints the tables of docs/results/audit.md: 7 of the embedded bank's 72 adapters spoilt, for several seeds; what the
# audit flags; and adapters generated for the tasks outside the bank from the clean bank, the spoilt one, and the spoilt
# one without what was flagged. Usage: audit.sh [SEEDS [TASKS]];
# EXAMPLES=N: by losses of so many examples a dataset as well (minutes a seed)
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lorica=${LORICA:-./lorica}
$lorica demo -o "$work/demo" --steps 0 --refine 0 >/dev/null
demo=$work/demo
flagged() { # bank: ids that the audit flags
  { $lorica bank audit "$1" --json || true; } | tr -d '\n' | sed 's/.*"flagged" *: *\[\([^]]*\)\].*/\1/' | tr -d '" ' | tr ',' '\n' | sed '/^$/d' | sort
}
echo "clean bank: $(flagged "$demo/bank" | wc -l) of 72 flagged: $(flagged "$demo/bank" | tr '\n' ' ')"
echo
echo "| seed | spoilt | flagged | right | missed | precision | recall |"
echo "|---|---|---|---|---|---|---|"
for seed in $(seq 1 "${1:-3}"); do
  $lorica bench spoil "$demo/bank" --count 7 --seed "$seed" -o "$work/adapters-$seed" | sort >"$work/spoilt-$seed"
  bank=$work/bank-$seed
  $lorica bank create "$bank" --base "$demo/base" --name lorica/demo-base --separator ' ' --terminator '\n' >/dev/null
  $lorica bank add "$bank" --adapters "$work/adapters-$seed" --datasets "$demo/bank/datasets" >/dev/null
  [ -z "${EXAMPLES-}" ] || $lorica bank transfer "$bank" --base "$demo/base" --examples "$EXAMPLES" >/dev/null
  flagged "$bank" >"$work/flagged-$seed"
  cut -d' ' -f1 "$work/spoilt-$seed" | comm -12 - "$work/flagged-$seed" >"$work/right-$seed"
  missed=$(join -v1 "$work/spoilt-$seed" "$work/flagged-$seed" | tr '\n' ';')
  awk -v s="$seed" -v n="$(wc -l <"$work/spoilt-$seed")" -v f="$(wc -l <"$work/flagged-$seed")" -v r="$(wc -l <"$work/right-$seed")" \
    -v m="${missed:-none}" 'BEGIN { printf "| %d | %d | %d | %d | %s | %.2f | %.2f |\n", s, n, f, r, m, f ? r/f : 1, r/n }'
done
score() { # adapter: ROUGE-L of one task
  $lorica evaluate --base "$demo/base" --bank "$demo/bank" --stemmer --max-new-tokens 24 --dataset "$task/test.jsonl" \
    --adapter "$1" | awk '$1 == "rouge-l-stemmed" { print $2 }'
}
echo
echo "| task | clean | spoilt (seed 1) | flagged excluded |"
echo "|---|---|---|---|"
n=0
for task in "$demo"/outside/*/; do
  [ $((n += 1)) -le "${2:-9}" ] || break
  task=${task%/}
  row="| $(basename "$task")"
  for choice in "$demo/bank" "$work/bank-1" "$work/bank-1 --exclude-flagged"; do
    # shellcheck disable=SC2086 # the choice is words
    $lorica generate "$task/train.jsonl" --bank $choice -o "$work/made" --force >/dev/null 2>&1
    row="$row | $(score "$work/made")"
  done
  echo "$row |"
done
