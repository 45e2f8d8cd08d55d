#!/usr/bin/env bash
# What the native `lace` costs: start-up time, file size, and peak memory while a robot's camera streams through a bridge.
# usage: bench/footprint.sh [SECONDS_OF_STREAMING]
set -euo pipefail
cd "$(dirname "$0")/.."

stream_s=${1:-5}
runs=41
scripts/install-debian.sh
scripts/publish-native.sh src/Lace.Edge > /dev/null
lace=src/Lace.Edge/bin/native/lace
names=footprint-$$
log=$(mktemp -d)
robot='' bridge=''
cleanup() {
  kill -TERM $robot $bridge 2> /dev/null || true
  wait $robot $bridge 2> /dev/null || true
  "$lace" rm "$names/*"
  rm -rf "$log"
}
trap cleanup EXIT

# Median, fastest and slowest of so many starts, in milliseconds; process creation by this shell included.
start_ms() {
  for _ in $(seq "$runs"); do
    local begin=$EPOCHREALTIME
    "$@" > /dev/null
    local end=$EPOCHREALTIME
    echo $((${end/./} - ${begin/./}))
  done | sort -n | awk '{ us[NR] = $1 } END { printf "%.2f ms (fastest %.2f, slowest %.2f, %d runs)", us[int((NR + 1) / 2)] / 1000, us[1] / 1000, us[NR] / 1000, NR }'
}

ready() {
  for _ in $(seq 100); do
    grep -q '^ready ' "$1" && return
    sleep 0.1
  done
  cat "$1" >&2
  exit 1
}

peak() { awk '/^VmHWM/ { printf "%.1f MiB", $2 / 1024 }' "/proc/$1/status"; }

echo "machine: $(uname -sr), $(nproc) cores, $(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)"
echo "binary: $(scripts/aot-framework.sh) $(scripts/rid.sh), $("$lace" --version)"
echo "file size: $(stat -c %s "$lace") bytes"
echo "start-up of \`true\` (the floor): $(start_ms /bin/true)"
echo "start-up of \`lace --version\`: $(start_ms "$lace" --version)"

"$lace" robot --listen tcp://127.0.0.1:0/robot --camera "shm://$names/robot/camera" > "$log/robot" 2>&1 &
robot=$!
ready "$log/robot"
"$lace" bridge "shm://$names/robot/camera" tcp://127.0.0.1:0/camera "shm://$names/lab/camera" > "$log/bridge" 2>&1 &
bridge=$!
ready "$log/bridge"
sleep "$stream_s"
echo "peak memory after $stream_s s of streaming 640x360 JPEG at 30 a second: robot $(peak "$robot"), bridge $(peak "$bridge") (topic slots included)"
kill -TERM "$bridge"
wait "$bridge" || true
grep -E 'received|sent' "$log/bridge"
