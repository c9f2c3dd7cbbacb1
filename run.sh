#!/usr/bin/env bash
# ./run.sh [ARGS…]: set-up, build, then torchreg ARGS…; without arguments the main job, torchreg compare.
# ./run.sh article N [SWITCHES…]: the program of article N, 0 to 4 (examples/README.md).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$root/eng/setup.sh"
if [ "${1:-}" = article ]; then
  number=$(printf %s "${2:-}" | sed 's/^0*\([0-9]\)$/\1/')
  program=$(compgen -G "$root/examples/Article00${number:-?none}[A-Z]*.cs" || true)
  if [ -z "$program" ]; then echo "run.sh: article '${2:-}': the articles are 0 to 4, as in ./run.sh article 0 --lang zh" >&2; exit 2; fi
  shift 2
  exec dotnet run "$program" -c Release -- "$@"
fi
mkdir -p "$root/artifacts"
log="$root/artifacts/build.log"
if ! dotnet build "$root/src/TorchReg.Cli" -c Release --nologo -v quiet >"$log" 2>&1; then
  grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
  exit 1
fi
if [ $# -eq 0 ]; then set -- compare; fi
exec dotnet "$root/artifacts/bin/TorchReg.Cli/release/TorchReg.Cli.dll" "$@"
