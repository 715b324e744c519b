#!/usr/bin/env bash
# Prints the tables of docs/results/choice.md: what is compared, and how sharply, on the embedded bank.
# Resumable; the study stays in demo-study/, beside that of docs/results/demo.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."

./lorica demo --steps 0 >/dev/null
begin=$(date +%s)
./lorica study --bank demo-out/bank --base demo-out/base -o demo-study \
  --distances js,hellinger --rules normalized --temperatures 0.3,0.15 --mixtures delta \
  --on both --on output --on input --on input=1,output=1 --max-new-tokens 40
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
