#!/usr/bin/env bash
# eng/bundle.sh --to DIR [--arch x64|arm64] [--tests]: one folder that runs where there is no .NET: the program with its runtime, and the native source,
# which DIR/torchreg compiles against the torch that it finds there. --tests: with the tests and the benchmarks, DIR/torchreg-tests and
# DIR/torchreg-benchmarks. The feed must have the runtime of that architecture.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

stop() { echo "bundle.sh: $*" >&2; exit 2; }

to="" tests="" arch=$(case "$(uname -m)" in aarch64|arm64) echo arm64 ;; *) echo x64 ;; esac)
while [ $# -gt 0 ]; do
  case "$1" in
    --to) to=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
    --arch) arch=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
    --tests) tests=1; shift ;;
    *) stop "unknown argument '$1'; there are --to DIR, --arch x64|arm64 and --tests" ;;
  esac
done
[ -n "$to" ] || stop "name the folder: --to DIR"
case "$arch" in x64|arm64) ;; *) stop "--arch is '$arch'; it must be x64 or arm64" ;; esac
if [ -e "$to" ] && [ -n "$(ls -A "$to" 2>/dev/null || echo file)" ]; then stop "$to is not empty; name another folder"; fi

mkdir -p "$to" "$root/artifacts"
log=$root/artifacts/bundle.log

# All into one folder: the runtime and the libraries are the same files.
publish() {  # project, relative to the root
  TorchBackend=SystemLibtorch dotnet publish "$root/$1" -c Release -r "linux-$arch" --self-contained -o "$to/program" \
    -p:RunAnalyzers=false --nologo -v quiet >"$log" 2>&1 || { rm -rf "$to/program"; stop "publish failed: $(grep -m1 error "$log") (all of it in artifacts/bundle.log)"; }
}

# The program last: what two have is as it needs it.
if [ -n "$tests" ]; then
  publish benchmarks
  publish tests/Bundled
  ln -s torchreg "$to/torchreg-tests"
  ln -s torchreg "$to/torchreg-benchmarks"
fi
publish src/TorchReg.Cli
# Compiled there, against what is there.
rm -f "$to/program/libtorch_dispatch.so" "$to"/program/*.pdb
[ -n "$tests" ] || rm -f "$to"/program/*.xml
mkdir "$to/native"
cp "$root"/src/TorchSharp.SystemLibtorch/native/*.cpp "$root"/src/TorchSharp.SystemLibtorch/native/*.h "$to/native/"
cp "$root/eng/bundle/torchreg" "$to/torchreg"
cp -r "$root/configs" "$root/LICENSE" "$to/"
chmod +x "$to/torchreg" "$to/program/TorchReg.Cli"
echo "$to: $(du -sm "$to" | cut -f1) MB; there: $to/torchreg doctor"
