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
[ ${#names[@]} -gt 0 ] || names=(digits digits2 wide wide2 correlated correlated2 tall tall2)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
eng/setup.sh
out=$PWD/artifacts/hard
mkdir -p "$out"
dotnet build benchmarks -c Release --nologo -v quiet
ours="dotnet artifacts/bin/TorchReg.Benchmarks/release/TorchReg.Benchmarks.dll hard $data"
python=python3
for candidate in /usr/bin/python3 python3; do
  if "$candidate" -c 'import sklearn' 2>/dev/null; then python=$candidate; break; fi
done
for name in "${names[@]}"; do
  Rscript "$peers/hard_glmnet.R" "$data" "$name" ${CV:+cv}
  $ours "$name" single ${CV:+cv}
  "$python" "$peers/hard_sklearn.py" "$data" "$name" || true
  $ours "$name"
done | tee "$out/runs.jsonl"

field() { sed -n "s/.*\"peer\":\s*\"$1\",\s*\"job\":\s*\"$2\".*\"seconds\":\s*\([0-9.]*\).*/\1/p" "$out/runs.jsonl" | sort -n | head -1; }
ratio() { if [ -n "$2" ] && [ -n "$3" ]; then awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN { printf "%-34s %9.3f s %9.3f s   %.2f\n", n, a, b, a / b }'; fi; }
printf '\n%-34s %11s %11s   %s\n' 'job' torchreg peer ratio
for name in "${names[@]}"; do
  ratio "$name, 100 λ (glmnet)" "$(field torchreg "$name")" "$(field glmnet "$name")"
  ratio "$name, 100 λ (scikit-learn)" "$(field torchreg "$name")" "$(field sklearn "$name")"
  ratio "$name, 10 folds (glmnet)" "$(field torchreg "$name-cv10")" "$(field glmnet "$name-cv10")"
  ratio "$name, one λ (liblinear)" "$(field torchreg "$name-single")" "$(field liblinear "$name-single")"
done
