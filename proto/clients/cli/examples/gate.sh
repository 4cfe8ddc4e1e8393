#!/bin/sh
# A gate with nothing but curl: evaluates, prints the answer, and ends like the command: 0 pass, 1 fail, 2 inconclusive, 3 error.
# Usage: THROUGHLINE_TOKEN=… gate.sh http://SELECTION:PORT policies/NAME experiments/E/models/M [REQUEST_ID]
# The same REQUEST_ID (a UUID; one per commit, say) gets the first answer again. Waivers: see GET …/clearance in the README.
set -eu
selection=$1 policy=$2 candidate=$3 request=${4:-}

answer=$(curl --silent --show-error --fail-with-body --max-time 300 --retry 5 --retry-connrefused \
  -H "Authorization: Bearer $THROUGHLINE_TOKEN" -H 'Content-Type: application/json' \
  -d "{\"policy\": \"$policy\", \"candidate\": \"$candidate\", \"requestId\": \"$request\"}" \
  "$selection/v1/evaluations") || { printf '%s\n' "$answer" >&2; exit 3; }
printf '%s\n' "$answer"

# The evaluation's own verdict comes before those of its checks.
verdict=$(printf '%s' "$answer" | grep -o '"verdict": *"VERDICT_[A-Z]*"' | head -n 1 | grep -o 'VERDICT_[A-Z]*')
case $verdict in
  VERDICT_PASS) exit 0 ;;
  VERDICT_FAIL) exit 1 ;;
  VERDICT_INCONCLUSIVE) exit 2 ;;
  *) exit 3 ;;
esac
