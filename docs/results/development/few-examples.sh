#!/usr/bin/env bash
# Prints the table of few-examples.md in this folder: `few-examples.sh FOLDER`, which bank.sh
# describes. Resumable; bank and study stay in ./<name of FOLDER>.
set -euo pipefail
. "$(dirname "$0")/bank.sh" "$1"

"$lorica" study --bank "$work/bank" --base "$folder/base" -o "$work/few-examples" --entries "$tasks" \
  --distances js --rules normalized --temperatures 0.15 --on input=1,output=1 --mixtures delta \
  --few-examples 64 --max-new-tokens 40
