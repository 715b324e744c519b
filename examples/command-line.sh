#!/usr/bin/env bash
# The whole way on the command line: a bank from folders, an adapter, its explanation; exit codes.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lorica=$PWD/lorica

"$lorica" demo -o "$work/demo" --steps 0 >/dev/null
cd "$work"

# a bank by reference, from the folders that the demo copied
"$lorica" bank create bank --base lorica/demo-base --tokenizer demo/bank/tokenizer.json \
  --separator ' ' --terminator '\n'
"$lorica" bank add bank --adapters demo/bank/adapters --datasets demo/bank/datasets
"$lorica" bank index bank

"$lorica" generate demo/outside/pick_building/train.jsonl --bank bank -o adapter --top-k 3
"$lorica" explain adapter
"$lorica" generate demo/outside/pick_building/train.jsonl --bank bank -o again --top-k 3 --json |
  grep -q '"datasetsRead" : 0' # the bank's datasets are not read a second time
cmp adapter/adapter_model.safetensors again/adapter_model.safetensors
cmp adapter/lorica.json again/lorica.json

code=0
"$lorica" generate demo/outside/pick_building/train.jsonl --bank bank -o adapter || code=$?
[ "$code" = 1 ] # something stands there
code=0
"$lorica" generate demo/outside/pick_building/train.jsonl --bank bank || code=$?
[ "$code" = 2 ] # no output named
echo "command-line.sh: done"
