# Sourced by the scripts beside it, with their FOLDER, which holds base/, adapters/, datasets/ (with
# test.jsonl) and entries.json: makes its bank in ./<name of FOLDER> where it is not yet there. Sets
# lorica, folder, work, and tasks: twenty of bank-instruct260K; the learning rate of refinement was
# chosen on eight others.
lorica=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)/lorica
folder=$(cd "$1" && pwd)
work=$(basename "$folder")
tasks=bbh_sports_understanding,fv_adjective_v_verb_3,fv_alphabetically_first_5,fv_alphabetically_last_3
tasks=$tasks,fv_animal_v_object_5,fv_capitalize,fv_choose_first_of_5,fv_color_v_animal_3
tasks=$tasks,fv_concept_v_object_3,fv_fruit_v_animal_3,fv_person-sport,fv_product-company
tasks=$tasks,fv_verb_v_adjective_3,ii_larger_animal,ii_sentence_similarity,ii_singular_to_plural
tasks=$tasks,sc_customer_review,sc_movie_good_bad,sc_sst2,sc_sst5

if [ ! -e "$work/bank" ]; then
  mkdir -p "$work"
  "$lorica" bank create "$work/bank" --base "$folder/base" --separator ' ' --terminator '\n'
  "$lorica" bank add "$work/bank" --adapters "$folder/adapters" --datasets "$folder/datasets" \
    --metadata "$folder/entries.json"
fi
