#!/usr/bin/env bash
# Prints what a step of every method costs: every method in a fresh process, the methods in
# turn, the best of ROUNDS, relative to LoRA of the same run. The heap is resident from the start, and
# the allocator gives large blocks back at once, so that what is counted is what training holds.
#   SHAPE=small|wide  TARGETS=q_proj,v_proj|all-linear  DROPOUT  ROUNDS  STEPS  METHODS
set -euo pipefail
cd "$(dirname "$0")/../.."
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 LORICA_NO_CACHE=1
export MALLOC_MMAP_THRESHOLD_=262144
export JAVA_TOOL_OPTIONS='-Xms768m -Xmx768m -XX:+AlwaysPreTouch'

shape=${SHAPE:-small}
targets=${TARGETS:-q_proj,v_proj}
methods=${METHODS:-lora lora+ asym cola rac cla r-cla c3la r-c3la s-cla s-r-c3la paca d-paca c-paca}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for round in $(seq "${ROUNDS:-3}"); do
  for method in $methods; do
    ./lorica bench train --shape "$shape" --target-modules "$targets" --method "$method" \
      --dropout "${DROPOUT:-0}" --steps "${STEPS:-5}" --threads 1 --json >"$work/$method.$round.json" 2>/dev/null
  done
done

field() { # name, file
  sed -n "s/.*\"$1\" : \([0-9.E-]*\).*/\1/p" "$2"
}
least() { # name, method
  for file in "$work/$2".*.json; do field "$1" "$file"; done | sort -g | head -1
}

echo "$shape, $targets, dropout ${DROPOUT:-0}, $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
echo
echo "| method | trained | s a step | processor s | over LoRA's | MiB | over LoRA's |"
echo "|---|---:|---:|---:|---:|---:|---:|"
reference_time=$(least stepProcessorSeconds lora)
reference_bytes=$(least memoryBytes lora)
for method in $methods; do
  awk -v m="$method" -v p="$(field trainedParameters "$work/$method.1.json")" \
    -v s="$(least stepSeconds "$method")" -v c="$(least stepProcessorSeconds "$method")" \
    -v b="$(least memoryBytes "$method")" -v rc="$reference_time" -v rb="$reference_bytes" \
    'BEGIN { printf "| %s | %d | %.3f | %.3f | %.3f | %.1f | %.3f |\n", m, p, s, c, c / rc, b / 1048576, b / rb }'
done
