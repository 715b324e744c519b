#!/usr/bin/env bash
# Prints the tables of docs/results/bank-sizes.md: the defaults of generate from ever smaller banks,
# and with whole families left out, on the embedded bank. Resumable; the study stays in demo-study/,
# beside that of docs/results/choice.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."

./lorica demo --steps 0 >/dev/null
begin=$(date +%s)
./lorica study --bank demo-out/bank --base demo-out/base -o demo-study \
  --distances js --rules normalized --temperatures 0.15 --on input=1,output=1 --mixtures delta \
  --leave-family-out --bank-sizes --max-new-tokens 40
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
