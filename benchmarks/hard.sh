#!/usr/bin/env bash
# benchmarks/hard.sh PEERS DATA [NAME…]: hard linear problems of one output, one thread, TorchReg beside glmnet and scikit-learn in alternation.
# PEERS holds hard_glmnet.R and hard_sklearn.py, run unchanged; DATA what hard_data.py made. CV=1 also the 10-fold cross-validation.
# Prints every line, then times and ratios. Needs R with glmnet, Python with scikit-learn.
set -euo pipefail
usage="usage: benchmarks/hard.sh PEERS DATA [NAME…]"
peers=$(cd "${1:?$usage}" && pwd)
data=$(cd "${2:?$usage}" && pwd)
shift 2
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(digits digits2 wide wide2 correlated correlated2 tall tall2 sparse sparse2)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/peers.sh
out=$(folder hard)
ours="$program hard $data"
python=$(python_with sklearn python3)
for name in "${names[@]}"; do
  Rscript "$peers/hard_glmnet.R" "$data" "$name" ${CV:+cv}
  $ours "$name" single ${CV:+cv}
  "$python" "$peers/hard_sklearn.py" "$data" "$name" || true
  $ours "$name"
done | tee "$out/runs.jsonl"

heading
for name in "${names[@]}"; do
  ratio "$name, 100 λ (glmnet)" "$(field torchreg "$name")" "$(field glmnet "$name")"
  ratio "$name, 100 λ (scikit-learn)" "$(field torchreg "$name")" "$(field sklearn "$name")"
  ratio "$name, 10 folds (glmnet)" "$(field torchreg "$name-cv10")" "$(field glmnet "$name-cv10")"
  ratio "$name, one λ (liblinear)" "$(field torchreg "$name-single")" "$(field liblinear "$name-single")"
done
