#!/usr/bin/env bash
# tests/package.sh: the tests of the library, of ONNX and of imports in this tree, but for those of many seconds; eng/package.sh runs it on TorchSharp's own package.
# A process that died is begun once more: there a temporary Scalar of the tests' own may be freed while it is read (docs/scalar-race.md).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
for name in TorchReg.Tests TorchReg.Onnx.Tests TorchReg.Import.Tests; do
  dotnet build "tests/$name" -c Release --nologo -v quiet -p:RunAnalyzers=false || exit 1
  for attempt in 1 2; do
    dotnet test "tests/$name" -c Release --no-build --nologo --settings tests/package.runsettings --filter "Speed!=Slow" \
      --logger "console;verbosity=minimal" 2>&1 | tee "artifacts/$name.log"
    code=${PIPESTATUS[0]}
    if [ "$code" -eq 0 ] || ! grep -qiE "aborted|crashed" "artifacts/$name.log"; then break; fi
  done
  [ "$code" -eq 0 ] || status=1
done
exit $status
