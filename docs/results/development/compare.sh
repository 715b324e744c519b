#!/usr/bin/env bash
# Prints the tables of compare.md in this folder: `compare.sh FOLDER`, where FOLDER holds base/ and
# datasets/. Resumable; the trainings stay in ./<name of FOLDER>. METHODS as in ../compare.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)
work=$PWD/$(basename "$folder")/compare

take() { # task, into: 120 rows to train on, 40 to test
  mkdir -p "$work/$2/$1"
  head -n 120 "$folder/datasets/$1/train.jsonl" >"$work/$2/$1/train.jsonl"
  head -n 40 "$folder/datasets/$1/test.jsonl" >"$work/$2/$1/test.jsonl"
  cat "$folder/datasets/$1/valid.jsonl" >"$work/$2/$1/valid.jsonl"
}
for task in fv_choose_last_of_3 ii_singular_to_plural sc_movie_good_bad; do
  take $task rate-tasks
done
for task in fv_choose_first_of_5 fv_color_v_animal_3 fv_fruit_v_animal_3 fv_alphabetically_first_5 \
  ii_larger_animal sc_customer_review; do
  take $task tasks
done
"$here/../compare.sh" "$folder/base" "$work/rate-tasks" "$work/tasks" "$work"
