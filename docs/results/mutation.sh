#!/usr/bin/env bash
# Mutation testing of rooms of core with PIT, one thread; prints the table of docs/results/mutation.md
# and what was not killed. Slow: minutes to an hour a room. Usage: docs/results/mutation.sh ROOM...
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# -gt 0 ] || set -- distance coefficient mixture
for room; do
  nice -n 19 ./mvnw -q -pl core -Pmutation -Droom="$room" \
    test-compile org.pitest:pitest-maven:mutationCoverage >/dev/null
done
echo "| room | mutants | killed | of them by time-out | survived | not covered |"
echo "|---|---|---|---|---|---|"
for room; do
  awk -F, -v room="$room" '
    { n++ } $6 == "KILLED" || $6 == "TIMED_OUT" { killed++ } $6 == "TIMED_OUT" { late++ }
    $6 == "SURVIVED" { alive++ } $6 == "NO_COVERAGE" { none++ }
    END { printf "| %s | %d | %d (%.0f %%) | %d | %d | %d |\n",
          room, n, killed, 100 * killed / n, late, alive, none }
  ' "core/target/mutation/$room/mutations.csv"
done
echo
for room; do
  awk -F, '$6 == "SURVIVED" || $6 == "NO_COVERAGE" {
    sub(/.*\./, "", $3); print $1 ":" $5 " " $4 ": " $3 " " $6 }
  ' "core/target/mutation/$room/mutations.csv"
done
