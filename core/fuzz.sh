#!/usr/bin/env bash
# Fuzzes one reader with Jazzer, guided by coverage: core/fuzz.sh READER [SECONDS]
#
# READER: safetensors, adapter-config, tokenizer-config, tokenizer, jsonl, json, csv, bank, portable-index.
# It starts from the seeds in src/test/resources/lorica/fuzz/READER; what it grows and what it finds
# goes to target/fuzz/READER. A finding becomes a seed, which every build reads from then on.
set -euo pipefail
cd "$(dirname "$0")/.."
. .mvn/jdk.sh

reader=$1
seconds=${2:-600}
seeds=$PWD/core/src/test/resources/lorica/fuzz/$reader
work=$PWD/core/target/fuzz/$reader
[ -d "$seeds" ] || { echo "fuzz.sh: expected one of $(ls core/src/test/resources/lorica/fuzz | xargs), found $reader" >&2; exit 2; }
mkdir -p "$work/corpus"

if [ ! -e core/target/fuzz/classpath ] || [ core/pom.xml -nt core/target/fuzz/classpath ]; then
  ./mvnw -q -pl core -Pfuzz test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz/classpath
fi
cd "$work"
exec "$JAVA_HOME/bin/java" -Dlorica.fuzz.reader="$reader" -Xmx1g -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
  --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "../../test-classes:../../classes:$(cat ../classpath)" \
  com.code_intelligence.jazzer.Jazzer --target_class=lorica.fuzz.FuzzTarget --disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection \
  --instrumentation_includes='lorica.**:tools.jackson.core.**:de.siegmar.**' \
  -max_total_time="$seconds" -timeout=120 -max_len=16384 -rss_limit_mb=4096 -artifact_prefix="$work/" \
  "$work/corpus" "$seeds"
