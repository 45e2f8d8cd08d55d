#!/usr/bin/env bash
# Builds the floors into bench/floors/bin. Does nothing where they are newer than their sources.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p bin
for source in *.c; do
  program=bin/${source%.c}
  if [ ! -x "$program" ] || [ -n "$(find . -maxdepth 1 \( -name "$source" -o -name '*.h' \) -newer "$program")" ]; then
    ${CC:-gcc} -std=gnu11 -O3 -march=native -Wall -Wextra -Werror -Wno-unused-function -o "$program" "$source"
  fi
done
