#!/usr/bin/env bash
# Mutation testing of rooms of core with PIT, one thread; prints the table of docs/results/mutation.md
# and what was not killed. Slow: minutes to an hour a room, so a room can be given in parts.
# Usage: docs/results/mutation.sh ROOM[:CLASSES[:TESTS]]...
#   CLASSES and TESTS: names or globs, by comma; without them all of the room. What several parts
#   mutate counts once, as killed where the tests of any part kill it.
# Example: docs/results/mutation.sh distance:Pairs,Spread:DistanceMatrixTest distance:Pairs:PairsTest
set -euo pipefail
cd "$(dirname "$0")/../.."

[ $# -gt 0 ] || set -- distance coefficient mixture
names() { # ROOM NAMES: lorica.ROOM.NAME, by comma
  local list=
  IFS=, read -ra parts <<<"$2"
  for name in "${parts[@]}"; do list+=${list:+,}lorica.$1.$name; done
  echo "$list"
}
declare -A reports
for spec; do
  IFS=: read -r room classes tests <<<"$spec"
  part=${spec//[^A-Za-z0-9]/-}
  nice -n 19 ./mvnw -q -pl core -Pmutation -Droom="$room" -Dpart="$part" \
    -DtargetClasses="$(names "$room" "${classes:-*}")" -DtargetTests="$(names "$room" "${tests:-*Test}")" \
    test-compile org.pitest:pitest-maven:mutationCoverage >/dev/null
  reports[$room]+=" core/target/mutation/$room/$part/mutations.csv"
done
# A mutant's name is its class and its place among the mutants of that class.
merged() {
  awk -F, '
    FNR == 1 { split("", places) }
    { mutant = $2 " " ++places[$2]; file[mutant] = $1; kind[mutant] = $3; method[mutant] = $4; line[mutant] = $5
      rank = $6 == "KILLED" ? 4 : $6 == "TIMED_OUT" || $6 == "MEMORY_ERROR" ? 3 : $6 == "SURVIVED" ? 2 : 1
      if (rank > best[mutant]) { best[mutant] = rank; status[mutant] = $6 } }
    END { for (mutant in status) print file[mutant] "," line[mutant] "," method[mutant] "," kind[mutant] "," status[mutant] }
  ' $1 | sort -t, -k1,1 -k2,2n -k3
}
echo "| room | mutants | killed | of them by time or memory | survived | not covered |"
echo "|---|---|---|---|---|---|"
for room in "${!reports[@]}"; do
  merged "${reports[$room]}" | awk -F, -v room="$room" '
    { n++ } $5 == "SURVIVED" { alive++; next } $5 == "NO_COVERAGE" { none++; next } { killed++ }
    $5 != "KILLED" { late++ }
    END { printf "| %s | %d | %d (%.0f %%) | %d | %d | %d |\n",
          room, n, killed, 100 * killed / n, late, alive, none }'
done
echo
for room in "${!reports[@]}"; do
  merged "${reports[$room]}" | awk -F, '$5 != "KILLED" {
    sub(/.*\./, "", $4); print $1 ":" $2 " " $3 ": " $4 " " $5
  }'
done
