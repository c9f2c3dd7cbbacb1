#!/usr/bin/env bash
# ./run.sh [ARGS…]: set-up, build, then torchreg ARGS…; without arguments the main job, torchreg compare.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$root/eng/setup.sh"
mkdir -p "$root/artifacts"
log="$root/artifacts/build.log"
if ! dotnet build "$root/src/TorchReg.Cli" -c Release --nologo -v quiet >"$log" 2>&1; then
  grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
  exit 1
fi
if [ $# -eq 0 ]; then set -- compare; fi
exec dotnet "$root/artifacts/bin/TorchReg.Cli/release/TorchReg.Cli.dll" "$@"
