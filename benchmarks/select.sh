#!/usr/bin/env bash
# benchmarks/select.sh PEERS DIGITS [ROWS=2000] [saga]: L1 softmax regression on the first ROWS digits, one thread, ours beside the peers in one run:
# a path of 100 λ, its 10-fold cross-validation, and with saga (minutes) one λ = 0.001 from cold. PEERS holds glmnet_path.R and
# sklearn_saga.py, run unchanged; DIGITS MNIST's t10k files. Needs R with glmnet, Python with NumPy (saga: with scikit-learn).
# Prints every line, then times, ratios, and how our objective compares to glmnet's at each λ.
set -euo pipefail
usage="usage: benchmarks/select.sh PEERS DIGITS [ROWS] [saga]"
peers=$(cd "${1:?$usage}" && pwd)
digits=$(cd "${2:?$usage}" && pwd)
rows=${3:-2000}
saga=${4:-}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/peers.sh
out=$(folder select)
ours="$program select $digits $rows"
python=$(python_with numpy python3)
"$python" - "$digits" "$rows" "$out" <<'PYTHON'
import gzip, sys, numpy
folder, n, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
x = numpy.frombuffer(gzip.open(folder + "/t10k-images-idx3-ubyte.gz").read(), numpy.uint8, offset=16).reshape(-1, 784)[:n]
y = numpy.frombuffer(gzip.open(folder + "/t10k-labels-idx1-ubyte.gz").read(), numpy.uint8, offset=8)[:n]
(x.astype(float) / 255).tofile(out + "/X.bin")
y.astype(float).tofile(out + "/y.bin")
PYTHON

{
  $ours path "$out/ours.csv"
  Rscript "$peers/glmnet_path.R" "$out/X.bin" "$out/y.bin" "$rows" 784 "$out/glmnet.csv" cv
  $ours path "$out/ours.csv"
  $ours cv10
  $ours single
  if [ "$saga" = saga ]; then "$python" "$peers/sklearn_saga.py" "$digits" "$rows"; fi
} | tee "$out/runs.jsonl"

heading
ratio 'path, 100 λ (glmnet)' "$(field 'torchreg[^"]*' path)" "$(field 'glmnet[^"]*' path)" 4
ratio '10-fold cross-validation (glmnet)' "$(field 'torchreg[^"]*' cv10)" "$(field 'glmnet[^"]*' cv10)" 4
ratio 'one λ from cold (saga)' "$(field 'torchreg[^"]*' single)" "$(field 'sklearn[^"]*' l1-softmax)" 4
paste -d, <(tail -n +2 "$out/ours.csv") <(tail -n +2 "$out/glmnet.csv") | awk -F, '
  { d = $2 - $6; if (NR == 1 || d > most) most = d; if (NR == 1 || d < least) least = d; if (d > 1e-9) worse++ }
  END { printf "objective minus glmnet'"'"'s over %d λ: from %.1e to %.1e; higher by more than 1e-9 at %d\n", NR, least, most, worse }'
