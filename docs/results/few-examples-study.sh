#!/usr/bin/env bash
# Prints the table of docs/results/few-examples.md: mixtures that the base model learned from 64 of a
# task's examples, a task of every family of the embedded bank left out. Resumable; the study stays
# in demo-few-examples/.
set -euo pipefail
cd "$(dirname "$0")/../.."

tasks=kind_bird_fish,check_any_bird,claim_first_over_last,pick_tree,place_second,option_fruit
tasks=$tasks,number_smallest,order_sort,letter_last

./lorica demo --steps 0 >/dev/null
begin=$(date +%s)
./lorica study --bank demo-out/bank --base demo-out/base -o demo-few-examples --entries "$tasks" \
  --distances js --rules normalized --temperatures 0.15 --on input=1,output=1 --mixtures delta \
  --few-examples 64 --max-new-tokens 40
echo
echo "took $(($(date +%s) - begin)) s on $(nproc) processors"
