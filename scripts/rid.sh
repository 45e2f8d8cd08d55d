#!/usr/bin/env bash
# Prints the runtime identifier of this machine.
case $(uname -sm) in
  "Linux x86_64") echo linux-x64 ;;
  "Linux aarch64") echo linux-arm64 ;;
  *)
    echo "Lace publishes for Linux on x86-64 and arm64; this is $(uname -sm)" >&2
    exit 1
    ;;
esac
