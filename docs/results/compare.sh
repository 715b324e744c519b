#!/usr/bin/env bash
# Prints the tables of a comparison: every method of the fine-tuning paper on tasks outside
# the embedded bank. Resumable; the trainings stay in demo-compare/. Another base and folder of tasks:
# compare.sh BASE TASKS OUTPUT.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ $# -eq 0 ]; then
  ./lorica demo --steps 0 --refine 0 >/dev/null
  set -- demo-out/base demo-compare-tasks demo-compare
  mkdir -p "$2"
  for task in kind_bird_mammal check_any_metal claim_last_odd option_vehicle number_second letter_second; do
    [ -e "$2/$task" ] || cp -r "demo-out/outside/$task" "$2/"
  done
fi
# Table 7's proportion of rates: what trains B alone, or columns, takes a larger one than LoRA.
methods=lora:rate=3e-3,lora+:rate=1e-3,asym:rate=1e-2,cola:rate=3e-3,rac:rate=1e-2
methods=$methods,cla:rate=1e-2,r-cla:rate=1e-2,c3la:rate=1e-2,r-c3la:rate=1e-2,s-cla:rate=1e-2,s-r-c3la:rate=1e-2
methods=$methods,paca:rate=3e-3,d-paca:rate=3e-3,c-paca:rate=3e-3,fft:rate=3e-4
./lorica compare --base "$1" --tasks "$2" -o "$3" --methods "$methods" --seeds 0,1,2 --diagnostics \
  -r 8 --alpha 16 --steps 60 --schedule linear --warm-up 5 --validate-every 60 --max-new-tokens 24 --threads 1
echo
cat "$3/comparison.md"
