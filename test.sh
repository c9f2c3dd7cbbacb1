#!/usr/bin/env bash
# ./test.sh [--fast]: set-up, build, all tests; --fast is the inner loop: the library's tests without those of many seconds (programs, processes, the
# large matrix), built without analyzers. The last line is "N passed, N failed", summed over the projects.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

results=artifacts/test-results
built=TorchReg.sln
flags=()
filter=()
settings=()
projects=(tests/*.Tests/*.csproj)
case "${1:-}" in
  "") ;;
  --fast)
    built=tests/TorchReg.Tests/TorchReg.Tests.csproj
    projects=("$built")
    flags=(-p:RunAnalyzers=false)   # the next build with them compiles anew what was compiled without (Directory.Build.targets)
    filter=(--filter "Speed!=Slow")
    export DOTNET_TieredPGO=0       # code of half a minute costs more to observe than it gains
    settings=(-- xUnit.PreEnumerateTheories=false) ;;
  *) echo "test.sh: unknown argument '$1'; there is --fast" >&2; exit 2 ;;
esac
eng/setup.sh
dotnet build "$built" -c Release --nologo -v quiet ${flags[@]+"${flags[@]}"}
rm -rf "$results"
status=0
for project in "${projects[@]}"; do
  name=$(basename "$project" .csproj)
  dotnet test "$project" -c Release --no-build --nologo --results-directory "$results" ${filter[@]+"${filter[@]}"} \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" ${settings[@]+"${settings[@]}"} || status=1
done

sum() { cat "$results"/*.trx | tr '>' '\n' | sed -n "s/.*<Counters\b.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }

# A skipped test's reason stands in its output: "name: reason", the reasons counted.
skipped=$(cat "$results"/*.trx | tr '\n' ' ' | sed 's/<UnitTestResult /\n&/g' | grep 'outcome="NotExecuted"' |
  sed -n 's/.*<Message>\([^<]*\)<.*/\1/p; t; s/.*<StdOut>\([^<]*\)<.*/\1/p' | sort | uniq -c | sed 's/^ *\([0-9]*\) \(.*\)/\2 (\1)/' | paste -sd';' || true)
passed=$(sum passed)
failed=$(sum failed)
total=$(sum total)
echo "skipped: $((total - passed - failed))${skipped:+: $skipped}"
if [ "$failed" -eq 0 ] && [ "$status" -ne 0 ]; then failed=1; fi   # a test process that died counts
echo "$passed passed, $failed failed"
exit $status
