#!/usr/bin/env bash
# Prints the figures of docs/results/gram.md: the Gram matrix of paper-shaped adapters, then of one
# more. Needs 36 MiB an adapter; everything is deleted at the end. Usage: docs/results/gram.sh [ENTRIES]
set -euo pipefail
cd "$(dirname "$0")/../.."

entries=${1:-64}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R s (%U s of processor time)'

./lorica bench bank --entries "$((entries + 1))" --shape paper --seed 1 -o "$work/world"
./lorica bank create "$work/bank" --base "$work/world/base" --separator ' ' >/dev/null
last=$(ls "$work/world/adapters" | tail -n 1)
mkdir -p "$work/one/adapters" "$work/one/datasets"
mv "$work/world/adapters/$last" "$work/one/adapters/"
mv "$work/world/datasets/$last" "$work/one/datasets/"
for part in world one; do
  ./lorica bank add "$work/bank" --adapters "$work/$part/adapters" --datasets "$work/$part/datasets" >/dev/null
  time ./lorica bank gram "$work/bank"
done
