#!/usr/bin/env bash
# benchmarks/compare.sh PEERS [PAIRS=7]: microseconds a training step beside the peers, in alternating processes on one thread.
# PEERS holds the peers' programs, run unchanged: cpp_steps.cpp (compiled here against the system's libtorch).
# Prints every pair, then medians and ratios. Other work on the machine shows in the pairs: run it on a quiet one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
peers=$(cd "${1:?usage: benchmarks/compare.sh PEERS [PAIRS]}" && pwd)
pairs=${2:-7}
export OMP_NUM_THREADS=1
eng/setup.sh
out=artifacts/compare
mkdir -p "$out"
rm -f "$out"/*.jsonl

dotnet build benchmarks -c Release --nologo -v quiet
if [ ! -x "$out/cpp_steps" ] || [ "$peers/cpp_steps.cpp" -nt "$out/cpp_steps" ]; then
  root=${LIBTORCH:-/usr}
  g++ -O2 -std=c++17 "$peers/cpp_steps.cpp" -o "$out/cpp_steps" -I"$root/include" -I"$root/include/torch/csrc/api/include" \
    -L"$root/lib" -Wl,-rpath,"$root/lib" -ltorch -ltorch_cpu -lc10
fi

for pair in $(seq "$pairs"); do
  "$out/cpp_steps" | sed "s/^{/{\"pair\":$pair,/" >> "$out/runs.jsonl"
  dotnet artifacts/bin/TorchReg.Benchmarks/release/TorchReg.Benchmarks.dll steps | sed "s/^{/{\"pair\":$pair,/" >> "$out/runs.jsonl"
done
cat "$out/runs.jsonl"

# medians by job and batch, and our median over the peer's
sed 's/[{}"]//g' "$out/runs.jsonl" | awk -F, '
  { for (i = 1; i <= NF; i++) { split($i, kv, ":"); v[kv[1]] = kv[2] }
    key = v["job"] " batch " v["batch"]; id = key SUBSEP v["peer"]; n[id]++; us[id, n[id]] = v["us"]; keys[key] = 1 }
  function median(id,   i, j, t) {
    if (!n[id]) return 0
    for (i = 1; i <= n[id]; i++) a[i] = us[id, i] + 0
    for (i = 2; i <= n[id]; i++) for (j = i; j > 1 && a[j-1] > a[j]; j--) { t = a[j]; a[j] = a[j-1]; a[j-1] = t }
    return n[id] % 2 ? a[(n[id]+1)/2] : (a[n[id]/2] + a[n[id]/2+1]) / 2 }
  END { printf "\n%-46s %10s %10s %8s\n", "job", "c++ us", "torchreg us", "ratio"
    for (key in keys) { c = median(key SUBSEP "c++"); t = median(key SUBSEP "torchreg")
      printf "%-46s %10.1f %10.1f %8s\n", key, c, t, (c && t) ? sprintf("%.2f", t / c) : "-" } }' | { IFS= read -r blank; IFS= read -r head; echo; echo "$head"; sort; }
