#!/usr/bin/env bash
# benchmarks/csv.sh [ROWS [COLUMNS]]: a CSV file of numbers (default 1,000,000 × 30) read and given to a 10-fold cross-validated lasso, by TorchReg
# and by NumPy (numpy.loadtxt) with scikit-learn (LassoCV), one after the other. Prints seconds, processor seconds and peak memory of each, as JSON lines.
# Needs Python with scikit-learn; pandas takes NumPy's place where it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. benchmarks/peers.sh
python=$(python_with sklearn python3)
out=$(folder csv)
file="$out/rows.csv"
"$python" - "$file" "${1:-1000000}" "${2:-30}" <<'PY'
import sys, numpy as np
path, n, p = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
r = np.random.default_rng(0)
w = np.where(np.arange(p) % 3 == 0, r.normal(size=p), 0)
with open(path, 'w') as f:
    f.write(','.join(f'x{j}' for j in range(p)) + ',y\n')
    for done in range(0, n, 50000):
        X = r.normal(size=(min(50000, n - done), p))
        np.savetxt(f, np.c_[X, X @ w + r.normal(size=len(X))], fmt='%.6f', delimiter=',')
PY
$program csv "$file" y
"$python" - "$file" <<'PY'
import sys, time, json, resource
def line(job, wall, cpu, **what):
    print(json.dumps(dict(who='sklearn', job=job, Wall=wall, Processor=cpu, peakMb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, what=what)))
t, c = time.time(), time.process_time()
try:
    import pandas as pd
    reader, rows = 'pandas', pd.read_csv(sys.argv[1]).to_numpy()
except ImportError:
    import numpy as np
    reader, rows = 'numpy', np.loadtxt(sys.argv[1], delimiter=',', skiprows=1)
line('read', time.time() - t, time.process_time() - c, reader=reader)
from sklearn.linear_model import LassoCV
t, c = time.time(), time.process_time()
cv = LassoCV(cv=10).fit(rows[:, :-1], rows[:, -1])
line('cv', time.time() - t, time.process_time() - c, alpha=cv.alpha_, least=float(cv.mse_path_.mean(axis=1).min()))
PY
