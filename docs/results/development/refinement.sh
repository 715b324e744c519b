#!/usr/bin/env bash
# Prints the table of refinement.md in this folder: `refinement.sh FOLDER`, which bank.sh describes.
# Resumable; bank and curve stay in ./<name of FOLDER>.
set -euo pipefail
. "$(dirname "$0")/bank.sh" "$1"

"$lorica" refinement --bank "$work/bank" --base "$folder/base" -o "$work/refinement" --entries "$tasks"
"$lorica" refinement --bank "$work/bank" --base "$folder/base" -o "$work/learned" --entries "$tasks" \
  --curves learned --steps 0,5,15,40 --learning-rate 0.003
echo
cat "$work/refinement/refinement.md" "$work/learned/refinement.md"
