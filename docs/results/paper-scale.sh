#!/usr/bin/env bash
# Makes a bank of adapters with the tensors of Lots-of-LoRAs and generates one adapter from all of
# them in a small heap, by every mixture asked for. Says the room it needs (36 MiB an adapter)
# before it writes, and refuses without it. Everything is deleted at the end.
# Usage: docs/results/paper-scale.sh [ENTRIES [HEAP [MIXTURE...]]]
set -euo pipefail
cd "$(dirname "$0")/../.."

entries=${1:-64}
heap=${2:-512m}
shift $(($# > 2 ? 2 : $#))
[ $# -gt 0 ] || set -- delta factors
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R s (%U s of processor time)'

./lorica bench bank --entries "$entries" --shape paper --seed 1 -o "$work/world"
./lorica bank create "$work/bank" --base "$work/world/base" --separator ' ' >/dev/null
./lorica bank add "$work/bank" --adapters "$work/world/adapters" --datasets "$work/world/datasets"
./lorica bank index "$work/bank"
for mixture; do
  for temperature in 0.3 100; do
    echo "== $mixture, temperature $temperature, -Xmx$heap"
    time JAVA_TOOL_OPTIONS="-Xmx$heap" ./lorica generate "$work/world/new.jsonl" \
      --bank "$work/bank" -o "$work/out" --force --mixture "$mixture" --temperature "$temperature" |
      grep '^mixture'
  done
done
