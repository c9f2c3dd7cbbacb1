#!/usr/bin/env bash
# eng/pages.sh [--text] [NAME …]: runs the programs of examples/articles at full size in both languages and writes docs/zh and docs/en; minutes
# for all. --text runs nothing: the sources are shown anew, and the pages keep what they show of their runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/setup.sh
dotnet run -c Release --project eng/Pages -- "$@"
