#!/usr/bin/env bash
# Picks and prepares the torch backend for this machine; silent when there is nothing to do (README, Backends).
#   TorchBackend=TorchSharp|SystemLibtorch   forces one        TorchPackage, TorchSharpVersion   as in Directory.Build.props
#   LIBTORCH=/path                           an unpacked libtorch, or pip's torch folder, for SystemLibtorch
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

package=${TorchPackage:-TorchSharp-cpu}
version=${TorchSharpVersion:-$(sed -n "s,.*<TorchSharpVersion[^>]*>\(.*\)</TorchSharpVersion>.*,\1,p" Directory.Build.props)}
props=artifacts/torch.props

say() { printf 'setup: %s\n' "$*" >&2; }
stop() { say "$@"; exit 2; }

command -v dotnet >/dev/null || stop "the .NET 10 SDK is missing (no 'dotnet' on the PATH): install it from https://dotnet.microsoft.com/download"

# ---- which backend -------------------------------------------------------------------------------------------------

feed_has_torchsharp() {
  local probe; probe=$(mktemp -d)
  cat > "$probe/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
<ItemGroup><PackageReference Include="TorchSharp" Version="$version" /><PackageReference Include="$package" Version="$version" /></ItemGroup></Project>
XML
  local found=1
  (cd "$probe" && env -u TorchBackend dotnet restore probe.csproj >restore.log 2>&1) && found=0
  rm -rf "$probe"
  return $found
}

write_props() {  # backend
  mkdir -p artifacts
  {
    echo "<!-- Written by eng/setup.sh; delete it to choose again. key: $key -->"
    echo "<Project><PropertyGroup>"
    echo "  <TorchBackend Condition=\"'\$(TorchBackend)' == ''\">$1</TorchBackend>"
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

key="${TorchBackend:-any}|$package|$version|${LIBTORCH:-}"
if [ -f "$props" ] && grep -qF "key: $key " "$props"; then
  if grep -q '>TorchSharp<' "$props"; then exit 0; fi
  if [ -z "$(missing_packages)" ]; then exit 0; fi
fi

case "${TorchBackend:-}" in
  TorchSharp) backend=TorchSharp; why="TorchBackend says so" ;;
  SystemLibtorch) backend=SystemLibtorch; why="TorchBackend says so" ;;
  "")
    if [ -n "${LIBTORCH:-}" ]; then backend=SystemLibtorch; why="LIBTORCH is set"
    elif feed_has_torchsharp; then backend=TorchSharp; why="the NuGet feed has TorchSharp and $package $version"
    else backend=SystemLibtorch; why="TorchSharp and $package $version do not restore from the NuGet feed"; fi ;;
  *) stop "TorchBackend=$TorchBackend; it must be TorchSharp or SystemLibtorch" ;;
esac
case $backend in TorchSharp) other=SystemLibtorch ;; *) other=TorchSharp ;; esac
say "torch backend: $backend, because $why (to force the other: TorchBackend=$other)"
if [ "$backend" = SystemLibtorch ]; then prepare_system_libtorch; fi
write_props "$backend"
