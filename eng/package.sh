#!/usr/bin/env bash
# eng/package.sh COMMAND…: runs COMMAND in a copy of this tree (artifacts/package/tree) on TorchSharp's own package in place of the stand-in, also where
# only an older libstdc++ keeps the package from loading, as Debian 12's: there a copy of its library is told that the newer version is not needed.
# Linux on x64. Exit status 3, with the reason, where the package can't be had; else COMMAND's. --check: only whether it can.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=0.107.0
newer=GLIBCXX_3.4.32
root=$PWD/artifacts/package
tree=$root/tree

cannot() { echo "package: $*" >&2; exit 3; }

[ "$(uname -sm)" = "Linux x86_64" ] || cannot "only for Linux on x64"
command -v g++ >/dev/null && command -v git >/dev/null || cannot "g++ or git is missing"
git rev-parse --git-dir >/dev/null 2>&1 || cannot "this tree is no git checkout"
packages=$(dotnet nuget locals global-packages --list | sed -n 's/^[^/]*\(\/.*\)$/\1/p')
packages=${packages%/}
[ -d "$packages/torchsharp-cpu/$version" ] && [ -d "$packages/libtorch-cpu-linux-x64" ] ||
  cannot "the NuGet feed has no TorchSharp $version (eng/setup.sh asks it)"
if [ "${1:-}" = --check ]; then exit 0; fi

# Packages as they are, but for one library.
copy_packages() {
  local library=torchsharp/$version/runtimes/linux-x64/native/libLibTorchSharp.so
  rm -rf "$root/packages"
  mkdir -p "$root"
  cp -al "$packages" "$root/packages" 2>/dev/null || { rm -rf "$root/packages"; cp -a "$packages" "$root/packages"; }
  # Not through a pipe: a grep that has found it ends before ldd does, which then counts as failed.
  local needs
  needs=$(ldd "$packages/$library" 2>&1 || true)
  case $needs in *"$newer' not found"*) ;; *) return 0 ;; esac
  g++ -std=c++17 -O1 eng/package/weak.cpp -o "$root/weak"
  g++ -std=c++17 -O1 -shared -fPIC eng/package/streams.cpp -o "$root/streams.so"
  cp --remove-destination "$packages/$library" "$root/packages/$library"
  "$root/weak" "$root/packages/$library" "$newer" || cannot "$library needs no $newer"
}

# The sources as they are now; what was built stays.
copy_tree() {
  mkdir -p "$tree"
  find "$tree" -mindepth 1 -maxdepth 1 ! -name artifacts -exec rm -rf {} +
  git ls-files -co --exclude-standard -z | while IFS= read -r -d '' file; do [ -e "$file" ] && printf '%s\0' "$file"; done |
    tar c --null -T - | tar x -C "$tree"
}

copy_packages
copy_tree
export NUGET_PACKAGES=$root/packages TorchBackend=TorchSharp TorchSharpVersion=$version
export MKL_CBWR=AUTO,STRICT   # else the BLAS in it rounds by where numbers lie in memory
if [ -f "$root/streams.so" ]; then export LD_PRELOAD=$root/streams.so; fi
cd "$tree"
eng/setup.sh
"$@"
