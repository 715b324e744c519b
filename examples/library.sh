#!/usr/bin/env bash
# Compiles and runs examples/Library.java against the built jars: the README's library use.
set -euo pipefail
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./lorica demo -o "$work/demo" --steps 0 >/dev/null

"$JAVA_HOME/bin/javac" -d "$work/classes" -cp "cli/target/lib/*" examples/Library.java
"$JAVA_HOME/bin/java" \
  --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  -cp "$work/classes:cli/target/lib/*" \
  Library "$work/demo/outside/pick_building/train.jsonl" "$work/demo/bank" "$work/adapter" >"$work/sources.txt"

head -3 "$work/sources.txt"
grep -q '^pick_drink ' "$work/sources.txt"
for file in adapter_config.json adapter_model.safetensors README.md lorica.json; do
  [ -s "$work/adapter/$file" ] || { echo "library.sh: expected $file, found none" >&2; exit 1; }
done
cmp "$work/adapter/adapter_model.safetensors" "$work/demo/adapter/adapter_model.safetensors"
echo "library.sh: the library wrote the same adapter as the command line"
