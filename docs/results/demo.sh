#!/usr/bin/env bash
# Prints the tables of docs/results/demo.md: every task of the embedded bank left out once, with all
# controls. Resumable; the study stays in demo-study/.
set -euo pipefail
cd "$(dirname "$0")/../.."

./lorica demo --steps 0 >/dev/null
begin=$(date +%s)
./lorica study --bank demo-out/bank --base demo-out/base -o demo-study \
  --leave-family-out --published --max-new-tokens 40
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
