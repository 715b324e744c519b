#!/usr/bin/env bash
# Prints the tables of docs/results/choice.md: the defaults of generate on the embedded bank, one idea
# changed at a time, a choice on one half of the tasks tested on the other, and bank sizes. Resumable;
# the study stays in demo-study/, beside that of docs/results/demo.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."

./lorica demo --steps 0 >/dev/null
begin=$(date +%s)
./lorica study --bank demo-out/bank --base demo-out/base -o demo-study \
  --distances js --rules normalized --temperatures 0.15,1 --on input=1,output=1 --on both \
  --mixtures factors,delta --ablate --choose --max-new-tokens 40 "$@"
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
