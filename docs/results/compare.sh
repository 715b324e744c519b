#!/usr/bin/env bash
# Prints the tables of a comparison: every method of the fine-tuning paper on tasks outside the
# embedded bank. Resumable; the trainings stay in demo-compare/. Another base and other tasks:
# compare.sh BASE RATE_TASKS TASKS OUTPUT.
#   METHODS, STEPS, LENGTH (the most tokens of an answer), DIAGNOSTICS=no
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ $# -eq 0 ]; then
  ./lorica demo --steps 0 --refine 0 >/dev/null
  set -- demo-out/base demo-compare/rate-tasks demo-compare/tasks demo-compare
  mkdir -p "$2" "$3"
  for task in order_swap_first pick_building place_fourth; do
    cp -r "demo-out/outside/$task" "$2/"
  done
  for task in kind_bird_mammal check_any_metal claim_last_odd option_vehicle number_second letter_second; do
    cp -r "demo-out/outside/$task" "$3/"
  done
fi
base=$1
steps=${STEPS:-40}
methods=${METHODS:-lora lora+ asym cola rac cla r-cla c3la r-c3la s-cla s-r-c3la paca d-paca c-paca fft \
  asym-b rac-b cla-b r-cla-b c3la-b r-c3la-b s-cla-b s-r-c3la-b}

compare() { # tasks, output, methods one a line, seeds, tokens of an answer, more options
  ./lorica compare --base "$base" --tasks "$1" -o "$2" --methods "$(paste -sd, <<<"$3")" --seeds "$4" --max-new-tokens "$5" "${@:6}" \
    --target-modules q_proj,v_proj -r 8 --alpha 16 --steps "$steps" --batch 8 --schedule linear --warm-up 4 \
    --validate-every "$steps" --threads 1 >&2
}

# Four learning rates a method, on three other tasks: the lowest mean test loss decides, so that a rate
# which fails once is not taken. What trains one factor alone takes a larger rate than LoRA, beside a
# small frozen factor a larger one still.
variants() {
  for method in $methods; do
    case $method in
      lora | cola) rates='3e-3 1e-2 3e-2 1e-1' ;;
      lora+) rates='1e-3 3e-3 1e-2 3e-2' ;;
      asym* | rac*) rates='3e-2 1e-1 3e-1 1' ;;
      fft) rates='3e-4 1e-3 3e-3 1e-2' ;;
      *-b) rates='3e-3 1e-2 3e-2 1e-1' ;;
      *) rates='1e-2 3e-2 1e-1 3e-1' ;;
    esac
    for rate in $rates; do echo "$method:rate=$rate"; done
  done
}
compare "$2" "$4/rates" "$(variants)" 0 1
losses() { # method:rate, mean loss
  awk -F'"' '
    /"method" :/ { m = $4 }
    /"testLoss" :/ { split($3, loss, /[ :,]+/); sum[m] += loss[2]; count[m]++ }
    END { for (m in sum) print m, sum[m] / count[m] }' "$1"
}
chosen=$(
  for method in $methods; do
    losses "$4/rates/comparison.json" | grep "^$method:" | sort -gk2 | head -1 | cut -d' ' -f1
  done
)
diagnostics=(--diagnostics)
[ "${DIAGNOSTICS-}" != no ] || diagnostics=()
compare "$3" "$4" "$chosen" 0,1,2 "${LENGTH:-12}" "${diagnostics[@]}"
cat "$4/comparison.md"
