#!/usr/bin/env bash
# benchmarks/small.sh [PAIRS]: small problems of one output by default settings, TorchReg and glmnet in alternating processes on one
# thread, each many times in one process. Prints milliseconds of processor time, medians of the pairs, and their ratio.
# Needs R with glmnet, Python with scikit-learn.
set -euo pipefail
pairs=${1:-3}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
eng/setup.sh
out=$PWD/artifacts/small
python=python3
for candidate in /usr/bin/python3 python3; do
  if "$candidate" -c 'import sklearn' 2>/dev/null; then python=$candidate; break; fi
done
"$python" benchmarks/small.py "$out"
dotnet build benchmarks -c Release --nologo -v quiet
names=diabetes,iris,wine,cancer,linnerud,digits,diabetes2,iris2,wine2,cancer2,diabetesp
for ((pair = 0; pair < pairs; pair++)); do
  Rscript benchmarks/small.R "$out" "$names"
  dotnet artifacts/bin/TorchReg.Benchmarks/release/TorchReg.Benchmarks.dll small "$out" "$names"
done | tee "$out/runs.jsonl"

median() { sed -n "s/.*\"peer\":\"$1\",\"job\":\"$2\",\"ms\":\([0-9.]*\).*/\1/p" "$out/runs.jsonl" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
printf '\n%-12s %12s %12s   %s\n' problem torchreg glmnet ratio
for name in ${names//,/ }; do
  awk -v n="$name" -v a="$(median torchreg "$name")" -v b="$(median glmnet "$name")" 'BEGIN { printf "%-12s %9.2f ms %9.2f ms   %.2f\n", n, a, b, a / b }'
done
