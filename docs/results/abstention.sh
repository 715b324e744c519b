#!/usr/bin/env bash
# Prints whether a bank calls foreign datasets far (docs/methods/abstention.md): `abstention.sh
# [BANK]`, by default the embedded one. Datasets: examples/foreign, random letters and German.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -eq 0 ]; then
  ./lorica demo -o "$work/demo" --steps 0 >/dev/null
  set -- "$work/demo/bank"
fi
for dataset in examples/foreign/*.jsonl; do
  ./lorica generate "$dataset" --bank "$1" -o "$work/adapter" --force >"$work/said" 2>&1
  echo "$(basename "$dataset" .jsonl): $(grep -o 'No entry is near:[^;]*; [^.]*\.[0-9]*' "$work/said" || echo 'not far')"
done
