# What the scripts that run beside peers share; to be sourced in the repository's root.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
eng/setup.sh
dotnet build benchmarks -c Release --nologo -v quiet
program="dotnet artifacts/bin/TorchReg.Benchmarks/release/TorchReg.Benchmarks.dll"

# The folder of a script's outputs.
folder() { mkdir -p "artifacts/$1"; echo "$PWD/artifacts/$1"; }

# A Python that has a module; $2 where there is none.
python_with() {
  for candidate in /usr/bin/python3 python3; do
    if "$candidate" -c "import $1" 2>/dev/null; then echo "$candidate"; return; fi
  done
  echo "$2"
}

# The least seconds of a peer (its name, or the beginning of a pattern) in a job.
field() { sed -n "s/.*\"peer\":\s*\"$1\",\s*\"job\":\s*\"$2\".*\"seconds\":\s*\([0-9.]*\).*/\1/p" "$out/runs.jsonl" | sort -n | head -1; }

# A row of a table: both times and their ratio, with $4 digits.
ratio() { if [ -n "$2" ] && [ -n "$3" ]; then awk -v n="$1" -v a="$2" -v b="$3" "BEGIN { printf \"%-34s %9.3f s %9.3f s   %.${4:-2}f\n\", n, a, b, a / b }"; fi; }
heading() { printf '\n%-34s %11s %11s   %s\n' 'job' torchreg peer ratio; }
