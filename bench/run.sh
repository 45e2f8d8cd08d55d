#!/usr/bin/env bash
# Builds floors and benchmark and runs them: two processes on two cores, each case directly after its floor.
# usage: bench/run.sh [--quick] [--json FILE] [--rounds N] [--jit tiered|full] [--aot] [--cpus A,B] [CASE...]; --list names the cases
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

aot=0
arguments=()
for argument in "$@"; do
  if [ "$argument" = --aot ]; then aot=1; else arguments+=("$argument"); fi
done

"$here/floors/build.sh"
project=$here/Lace.Bench
if [ "$aot" -eq 1 ]; then
  "$root/scripts/publish-native.sh" bench/Lace.Bench >&2
  program=$project/bin/native/lace-bench
else
  dotnet build "$project" -c Release -f net10.0 -v quiet >&2
  program=$project/bin/Release/net10.0/lace-bench
fi

export LACE_BENCH_FLOORS=$here/floors/bin
exec "$program" "${arguments[@]}"
