#!/usr/bin/env bash
# benchmarks/compare.sh PEERS [PAIRS=7] [DIGITS]: microseconds a training step beside the peers, in alternating processes, one thread.
# PEERS holds the peers' programs, run unchanged: cpp_steps.cpp (compiled here against the system's libtorch), and where Python has
# torch pytorch_steps.py and, with DIGITS (a folder with MNIST's t10k files), pytorch_epoch.py.
# Prints every line of every run, then medians and ratios. Other work on the machine shows in the runs: use a quiet one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
peers=$(cd "${1:?usage: benchmarks/compare.sh PEERS [PAIRS] [DIGITS]}" && pwd)
pairs=${2:-7}
digits=${3:-}
. benchmarks/peers.sh
out=$(folder compare)
rm -f "$out"/*.jsonl

if [ ! -x "$out/cpp_steps" ] || [ "$peers/cpp_steps.cpp" -nt "$out/cpp_steps" ]; then
  root=${LIBTORCH:-/usr}
  g++ -O2 -std=c++17 "$peers/cpp_steps.cpp" -o "$out/cpp_steps" -I"$root/include" -I"$root/include/torch/csrc/api/include" \
    -L"$root/lib" -Wl,-rpath,"$root/lib" -ltorch -ltorch_cpu -lc10
fi
python=$(python_with torch "")
if [ -z "$python" ]; then echo "no Python with torch (Debian: python3-torch): PyTorch is left out" >&2; fi
ours=$program

run() { "$@" | sed "s/^{/{\"pair\":$pair,/; s/\"seconds\": *\([0-9.e-]*\)/\"us\":\1e6/" | tee -a "$out/runs.jsonl"; }
for pair in $(seq "$pairs"); do
  run "$out/cpp_steps"
  if [ -n "$python" ]; then run "$python" "$peers/pytorch_steps.py"; fi
  run $ours steps
  if [ -n "$digits" ]; then
    if [ -n "$python" ]; then run "$python" "$peers/pytorch_epoch.py" "$digits"; fi
    run $ours epoch "$digits"
  fi
done

# Medians by job, batch and penalty, and ours over each peer's.
echo
tr -d '{}" ' < "$out/runs.jsonl" | awk -F, '
  { delete v; for (i = 1; i <= NF; i++) { split($i, kv, ":"); v[kv[1]] = kv[2] }
    peer = v["peer"] ~ /^pytorch/ ? "pytorch" : v["peer"]
    key = sprintf("%s %s %s", v["job"], v["batch"], v["penalty"]); id = key SUBSEP peer
    us[id, ++n[id]] = v["us"]; keys[key] = 1 }
  function median(id,   i, j, t) {
    for (i = 1; i <= n[id]; i++) a[i] = us[id, i] + 0
    for (i = 2; i <= n[id]; i++) for (j = i; j > 1 && a[j-1] > a[j]; j--) { t = a[j]; a[j] = a[j-1]; a[j-1] = t }
    return n[id] == 0 ? 0 : n[id] % 2 ? a[(n[id]+1)/2] : (a[n[id]/2] + a[n[id]/2+1]) / 2 }
  function ratio(t, peer) { return t && peer ? sprintf("%.2f", t / peer) : "-" }
  END { for (key in keys) { c = median(key SUBSEP "c++"); p = median(key SUBSEP "pytorch"); t = median(key SUBSEP "torchreg")
      printf "%-42s %11.1f %11.1f %11.1f %8s %10s\n", key, c, p, t, ratio(t, c), ratio(t, p) } }' | sort |
  { printf '%-42s %11s %11s %11s %8s %10s\n' 'job batch penalty, microseconds' c++ pytorch torchreg /c++ /pytorch; cat; }
