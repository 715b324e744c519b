#!/usr/bin/env bash
# A user's way from a hub to an adapter and on: a bank of six entries by reference, an adapter made
# of three of them, which alone are fetched; GGUF and a merged model; a score; a report. The hub is a
# local one, of the test classes: no other network is used.
set -euo pipefail
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

work=$(mktemp -d)
hub=
trap '[ -z "$hub" ] || kill "$hub"; rm -rf "$work"' EXIT
lorica=$PWD/lorica
classes="$PWD/core/target/lorica-core-0.1.0-tests.jar:$PWD/cli/target/lib/*"
"$lorica" demo -o "$work/demo" --steps 0 --refine 0 >/dev/null
cd "$work"

# six of the demo's entries as repositories, and a hub that serves them
number=0
for id in pick_drink $(ls demo/bank/adapters | grep -v '^pick_drink$' | head -5); do
  number=$((number + 1))
  adapter=$(printf 'served/models/org/demo-task%03d' "$number")
  dataset=served/datasets/org/task${number}_$id
  mkdir -p "$adapter" "$dataset/data"
  cp demo/bank/adapters/"$id"/adapter_* "$adapter"
  printf -- '---\nlicense: apache-2.0\n---\n' | tee "$adapter/README.md" >"$dataset/README.md"
  cp demo/bank/datasets/"$id"/train.jsonl "$dataset/data/train.jsonl"
done
"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -cp "$classes" \
  lorica.testing.TestHubMain served address log &
hub=$!
for _ in $(seq 600); do
  [ ! -e address ] || break
  sleep 0.1
done
export HF_ENDPOINT HF_HOME=$work/hf
HF_ENDPOINT=$(cat address)
unset HF_TOKEN HF_HUB_CACHE HF_HUB_OFFLINE

sent() { # bytes of weights that the hub has sent
  awk '$4 ~ /signature/ { sum += $2 } END { print sum + 0 }' log
}
weights=$(wc -c <demo/bank/adapters/pick_drink/adapter_model.safetensors)

# a bank whose adapters are on the hub
"$lorica" bank create bank --base demo/base --name lorica/demo-base --separator ' ' --terminator '\n'
"$lorica" hub pull bank --bank hf:org --dry-run
"$lorica" hub pull bank --bank hf:org
[ -z "$(find hf -name adapter_model.safetensors)" ]

# an adapter: three of six are fetched
before=$(sent)
"$lorica" generate demo/outside/pick_building/train.jsonl --bank bank -o adapter --top-k 3 --json >made
[ $(($(sent) - before)) = $((3 * weights)) ]
grep -q "\"bytes\" : $((3 * weights))$" made
[ "$(find hf -name adapter_model.safetensors | wc -l)" = 3 ]

# the same bank from its index, somewhere else: nothing but those three again
"$lorica" bank index bank --export demo.lorica
HF_HOME=$work/elsewhere "$lorica" hub pull other --index demo.lorica
"$lorica" generate demo/outside/pick_building/train.jsonl --bank other -o again --top-k 3
cmp adapter/adapter_model.safetensors again/adapter_model.safetensors
[ "$(find elsewhere -name adapter_model.safetensors | wc -l)" = 3 ]

# without the hub: what was fetched works, what was not is exit code 4
kill "$hub"
hub=
HF_HUB_OFFLINE=1 "$lorica" generate demo/outside/pick_building/train.jsonl --bank bank -o offline --top-k 3 >/dev/null
code=0
HF_HUB_OFFLINE=1 "$lorica" generate demo/outside/pick_building/train.jsonl --bank bank -o all || code=$?
[ "$code" = 4 ]

# on to other programs, and a score
"$lorica" export gguf adapter --base demo/base -o gguf
"$lorica" export merged adapter --base demo/base -o merged
"$lorica" evaluate --base demo/base --adapter adapter --bank bank --limit 10 \
  --dataset demo/outside/pick_building/test.jsonl --predictions answers.jsonl --card adapter
grep -q '^| exact-match |' adapter/README.md
"$lorica" report adapter --bank bank --predictions answers.jsonl -o report.html
[ -s report.html ]
echo "hub.sh: done"
