#!/usr/bin/env bash
# eng/site.sh [FOLDER]: the pages of docs/zh and docs/en and the library's documents as a static site. Default: artifacts/site/out.
# Needs Node 20 and npm, which fetches VitePress on the first run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v npm >/dev/null || { echo "site: npm is missing: install Node 20 or later" >&2; exit 2; }
[ -e docs/zh/README.md ] || { echo "site: docs/zh is missing: run eng/pages.sh first" >&2; exit 2; }

site=artifacts/site
rm -rf "$site/src" "$site/out"
mkdir -p "$site/src/public/examples/articles"
cp eng/site/package.json "$site/"
cp -r eng/site/.vitepress eng/site/index.md docs/zh docs/en docs/*.md docs/*.svg "$site/src/"
cp examples/articles/*.cs "$site/src/public/examples/articles/"
for language in zh en; do mv "$site/src/$language/README.md" "$site/src/$language/index.md"; done
sed -i -e 's,](\.\./\.\./examples/articles/,](/examples/articles/,g' -e 's,/README\.md),/index.md),g; s,](README\.md),](index.md),g' "$site"/src/{zh,en}/*.md
(cd "$site" && npm install --no-audit --no-fund --loglevel=error && npm run build --silent)
if [ $# -gt 0 ]; then mkdir -p "$1" && cp -r "$site/out/." "$1/"; fi
echo "the site is in ${1:-$site/out}: python3 -m http.server --directory ${1:-$site/out}"
