#!/usr/bin/env bash
# Picks and prepares the torch backend for this machine; silent when there is nothing to do (README, Backends).
#   TorchBackend=TorchSharp|SystemLibtorch   forces one        TorchPackage, TorchSharpVersion   as in Directory.Build.props
#   LIBTORCH=/path                           an unpacked libtorch, or pip's torch folder, for SystemLibtorch
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

package=${TorchPackage:-TorchSharp-cpu}
version=${TorchSharpVersion:-$(sed -n "s,.*<TorchSharpVersion[^>]*>\(.*\)</TorchSharpVersion>.*,\1,p" Directory.Build.props)}
candidates=${TorchSharpVersion:-$version 0.107.0}   # the version that the library is compiled against, then newer ones that it runs with
props=artifacts/torch.props

say() { printf 'setup: %s\n' "$*" >&2; }
stop() { say "$@"; exit 2; }

command -v dotnet >/dev/null || stop "the .NET 10 SDK is missing (no 'dotnet' on the PATH): install it from https://dotnet.microsoft.com/download"

# ---- which backend -------------------------------------------------------------------------------------------------

# Whether this very version restores: NuGet would take a newer one in its place with a warning, NU1603.
restores() {  # version folder
  cat > "$2/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
<PropertyGroup><TargetFramework>net10.0</TargetFramework><WarningsAsErrors>NU1603</WarningsAsErrors></PropertyGroup>
<ItemGroup><PackageReference Include="TorchSharp" Version="$1" /><PackageReference Include="$package" Version="$1" /></ItemGroup></Project>
XML
  (cd "$2" && env -u TorchBackend dotnet restore probe.csproj >restore.log 2>&1)
}

# What the package's native library misses on this machine, as Debian 12's libstdc++ misses GLIBCXX_3.4.32 of 0.107.0; nothing where it loads,
# and where there is no ldd to ask.
missing_of() {  # version
  local folder library
  command -v ldd >/dev/null || return 0
  folder=$(dotnet nuget locals global-packages --list 2>/dev/null | sed -n 's/^[^/]*\(\/.*\)$/\1/p')
  library=$(find "${folder%/}/torchsharp/$1/runtimes" -path "*linux-$(machine)*" -name libLibTorchSharp.so 2>/dev/null | head -n 1)
  if [ -z "$library" ]; then echo "the package has no library for linux-$(machine)"; return 0; fi
  # The libraries of libtorch lie in another package, so that only a missing version tells.
  ldd "$library" 2>&1 | sed -n "s/.*\(libstdc++[^:]*\|libc[.]so[^:]*\): version .\(G[^']*\)' not found.*/\1 without \2/p" | sort -u | paste -sd,
}

machine() { case "$(uname -m)" in aarch64|arm64) echo arm64 ;; *) echo x64 ;; esac; }

# The first of the versions that restores and loads; else $reason says why there is none.
find_torchsharp() {
  local probe candidate missing; probe=$(mktemp -d)
  reason="TorchSharp and $package $version do not restore from the NuGet feed"
  for candidate in $candidates; do
    restores "$candidate" "$probe" || continue
    restored=$candidate
    missing=$(missing_of "$candidate")
    if [ -z "$missing" ]; then version=$candidate; rm -rf "$probe"; return 0; fi
    reason="TorchSharp $candidate restores and does not load here ($missing)"
  done
  rm -rf "$probe"
  return 1
}

write_props() {  # backend
  mkdir -p artifacts
  {
    echo "<!-- Written by eng/setup.sh; delete it to choose again. key: $key -->"
    echo "<Project><PropertyGroup>"
    echo "  <TorchBackend Condition=\"'\$(TorchBackend)' == ''\">$1</TorchBackend>"
    if [ "$1" = TorchSharp ]; then echo "  <TorchSharpVersion Condition=\"'\$(TorchSharpVersion)' == ''\">$version</TorchSharpVersion>"; fi
    if [ -n "${LIBTORCH:-}" ]; then echo "  <LIBTORCH Condition=\"'\$(LIBTORCH)' == ''\">$LIBTORCH</LIBTORCH>"; fi
    echo "</PropertyGroup></Project>"
  } > "$props.new"
  if ! cmp -s "$props.new" "$props" 2>/dev/null; then rm -rf artifacts/native; fi
  mv "$props.new" "$props"
}

# ---- SystemLibtorch ------------------------------------------------------------------------------------------------

has_package() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
has_openblas() { has_package libopenblas0-openmp || has_package libopenblas0-pthread || has_package libopenblas0-serial; }
has_system_libtorch() { has_package libtorch-dev || [ -f /usr/include/ATen/core/dispatch/Dispatcher.h ]; }

missing_packages() {
  if [ -z "${LIBTORCH:-}" ]; then
    has_system_libtorch || echo libtorch-dev
    has_openblas || echo libopenblas0-openmp   # without it Debian's libtorch uses the reference BLAS, ten times slower
  fi
  command -v cmake >/dev/null || echo cmake
  command -v c++ >/dev/null || echo g++
  command -v make >/dev/null || echo make
}

install() {
  local command="apt-get update && apt-get install -y --no-install-recommends $*"
  command -v apt-get >/dev/null || stop "missing: $*. This machine has no apt-get: install them its own way, or set LIBTORCH=/path/to/libtorch."
  local as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then as_root="sudo"; else stop "missing: $*. Run this and then the command again:  sudo sh -c '$command'"; fi
  fi
  say "installing with apt-get: $*"
  mkdir -p artifacts
  DEBIAN_FRONTEND=noninteractive $as_root sh -c "$command" >artifacts/apt-get.log 2>&1 </dev/null ||
    stop "apt-get failed: $(tail -n 1 artifacts/apt-get.log) (all of it in artifacts/apt-get.log). By hand:  $command"
}

prepare_system_libtorch() {
  if [ -n "${LIBTORCH:-}" ]; then
    [ -f "$LIBTORCH/lib/libtorch_cpu.so" ] || stop "LIBTORCH=$LIBTORCH has no lib/libtorch_cpu.so; it must be an unpacked libtorch or pip's torch folder"
    [ -f "$LIBTORCH/include/ATen/core/dispatch/Dispatcher.h" ] || stop "LIBTORCH=$LIBTORCH has no include/ATen; it must hold the headers too"
  fi
  local missing; missing=$(missing_packages | paste -sd' ')
  if [ -n "$missing" ]; then install $missing; fi
}

# ---- ---------------------------------------------------------------------------------------------------------------

# --check: whether a build needs no set-up, which is where TorchSharp restores at the usual version and loads; else why not, and nothing is changed.
if [ "${1:-}" = --check ]; then
  usual=$version; candidates=$version
  if find_torchsharp && [ "$version" = "$usual" ]; then exit 0; fi
  echo "$reason"
  exit 3
fi

asking() { say "asking the NuGet feed for TorchSharp and $package (a minute, or some where they are downloaded)"; }
key="${TorchBackend:-any}|$package|$version|${LIBTORCH:-}"
if [ -f "$props" ] && grep -qF "key: $key " "$props"; then
  if grep -q '>TorchSharp<' "$props"; then exit 0; fi
  if [ -z "$(missing_packages)" ]; then exit 0; fi
fi

case "${TorchBackend:-}" in
  TorchSharp)
    backend=TorchSharp; why="TorchBackend says so"; restored=""
    asking; find_torchsharp || { say "warning: $reason"; version=${restored:-$version}; } ;;
  SystemLibtorch) backend=SystemLibtorch; why="TorchBackend says so" ;;
  "")
    if [ -n "${LIBTORCH:-}" ]; then backend=SystemLibtorch; why="LIBTORCH is set"
    elif asking; find_torchsharp; then backend=TorchSharp; why="the NuGet feed has TorchSharp and $package $version, which load here"
    else backend=SystemLibtorch; why=$reason; fi ;;
  *) stop "TorchBackend=$TorchBackend; it must be TorchSharp or SystemLibtorch" ;;
esac
case $backend in TorchSharp) other=SystemLibtorch ;; *) other=TorchSharp ;; esac
say "torch backend: $backend, because $why (to force the other: TorchBackend=$other)"
if [ "$backend" = SystemLibtorch ]; then prepare_system_libtorch; fi
write_props "$backend"
