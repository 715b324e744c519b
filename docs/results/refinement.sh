#!/usr/bin/env bash
# Prints the table of docs/results/refinement.md: fine-tuning from generated adapters of the embedded
# bank. Resumable; the curve stays in demo-refinement/.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Three tasks of every family; the learning rate was chosen on nine others.
tasks=kind_bird_fish,kind_insect_mammal,kind_tree_fruit
tasks=$tasks,check_any_bird,check_last_worker,check_word_twice
tasks=$tasks,claim_first_over_last,claim_second_over_four,claim_ends_equal
tasks=$tasks,pick_tree,pick_vehicle,pick_worker
tasks=$tasks,place_second,place_third,place_starred
tasks=$tasks,option_fruit,option_relative,option_same_word
tasks=$tasks,number_smallest,number_after_last,number_of_fish
tasks=$tasks,order_sort,order_without_last,order_last_twice
tasks=$tasks,letter_last,letter_next,letter_after_dash

./lorica demo --steps 0 --refine 0 >/dev/null
./lorica refinement --bank demo-out/bank --base demo-out/base -o demo-refinement --entries "$tasks"
echo
cat demo-refinement/refinement.md
