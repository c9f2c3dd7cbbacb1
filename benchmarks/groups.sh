#!/usr/bin/env bash
# benchmarks/groups.sh SKLEARN [JOBS]: several outputs and grouped classes, one thread, ours beside glmnet over the same λ: processor
# time of whole paths. SKLEARN is scikit-learn's datasets/data folder (linnerud, wine); JOBS a list with commas, default all of
# groups.R. Needs R with glmnet. Prints every line, then times, ratios, and how far our objective is above glmnet's at most.
set -euo pipefail
sklearn=$(cd "${1:?usage: benchmarks/groups.sh SKLEARN [JOBS]}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/peers.sh
out=$(folder groups)
mkdir -p "$out/jobs"
{
  Rscript benchmarks/groups.R "$sklearn" "$out/jobs" ${2:+"$2"} 2>/dev/null
  $program groups "$out/jobs" ${2:+"$2"}
} | tee "$out/runs.jsonl"
printf '\n%-24s %12s %12s %8s   %s\n' job torchreg glmnet ratio 'objective above at most'
awk -F'"' '
  { job = $8; match($0, /"seconds":[0-9.]+/); s = substr($0, RSTART + 10, RLENGTH - 10) }
  $4 == "glmnet" { peer[job] = s; next }
  { match($0, /"worst":[-0-9.E+]+/)
    printf "%-24s %10.4f s %10.4f s %8.3f   %s\n", job, s, peer[job], s / peer[job], substr($0, RSTART + 8, RLENGTH - 8) }' "$out/runs.jsonl"
