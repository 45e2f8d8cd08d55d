#!/usr/bin/env bash
# publish-native.sh PROJECT_FOLDER: one native executable, in PROJECT_FOLDER/bin/native. A single warning fails.
set -euo pipefail
cd "$(dirname "$0")/.."

project=${1:?usage: scripts/publish-native.sh PROJECT_FOLDER}
LaceAotFramework=$(scripts/aot-framework.sh)
export LaceAotFramework
rid=$(scripts/rid.sh)
mkdir -p artifacts
log=artifacts/publish-$(basename "$project").log

echo "publish: $project for $LaceAotFramework $rid"
# One node: an executable that is referenced by another is built once for itself and once for that, into the same folder; two nodes
# at once meet there, and the warning about it would fail the publish.
if ! dotnet publish "$project" -maxcpucount:1 -c Release -f "$LaceAotFramework" -r "$rid" -o "$project/bin/native" > "$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
if grep -E 'warning( [A-Z]+[0-9]+)? ?:' "$log" >&2; then
  echo "publish: $project: the warnings above fail it; see $log" >&2
  exit 1
fi
