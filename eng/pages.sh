#!/usr/bin/env bash
# eng/pages.sh [NAME …]: runs the programs of examples/articles at full size in both languages and writes docs/zh and docs/en. Minutes for all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/setup.sh
dotnet run -c Release --project eng/Pages -- "$@"
