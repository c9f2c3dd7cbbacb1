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
log="$root/artifacts/build.log" stamp="$root/artifacts/run.stamp"
mkdir -p "$root/artifacts"
key="${TorchBackend:-} ${TorchPackage:-} ${TorchSharpVersion:-} ${LIBTORCH:-}"
program="$root/artifacts/bin/TorchReg.Cli/release/TorchReg.Cli.dll"
# What was built and has not changed since is not built again: no file and no folder is newer.
changed() {
  [ "$(cat "$stamp" 2>/dev/null)" != "$key" ] || [ ! -f "$program" ] ||
    [ -n "$(find "$root"/src "$root"/eng "$root"/Directory.* "$root"/global.json "$root"/artifacts/torch.props -newer "$stamp" -print -quit)" ]
}
if changed; then
  echo "run.sh: building torchreg (about a minute the first time; the log is in artifacts/build.log)" >&2
  printf '%s\n' "$key" >"$stamp.new"
  if ! dotnet build "$root/src/TorchReg.Cli" -c Release --nologo -v quiet >"$log" 2>&1; then
    grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
    exit 1
  fi
  mv "$stamp.new" "$stamp"
fi
if [ $# -eq 0 ]; then set -- compare; fi
exec dotnet "$program" "$@"
