#!/usr/bin/env bash
# Installs what building, testing and the demo need beside the .NET SDK. Does nothing when all of it is there.
set -euo pipefail

if ! command -v dotnet > /dev/null; then
  echo "install: no 'dotnet' on the PATH. Install the .NET 10 SDK first." >&2
  exit 1
fi

has_library() { /sbin/ldconfig -p | grep -q "$1"; }

turbojpeg=libturbojpeg0
grep -qs '^ID=ubuntu' /etc/os-release && turbojpeg=libturbojpeg

missing=()
has_library libzmq.so.5 || missing+=(libzmq5)
has_library libturbojpeg.so.0 || missing+=("$turbojpeg")
[ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
command -v ffmpeg > /dev/null || missing+=(ffmpeg)
command -v gcc > /dev/null || missing+=(gcc)
command -v objcopy > /dev/null || missing+=(binutils)
command -v python3 > /dev/null || missing+=(python3)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get > /dev/null; then
  echo "install: missing ${missing[*]} (Debian's names), and there is no apt-get: install them with this system's own tool." >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo > /dev/null; then
    echo "install: not root and no sudo. As root, run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "install: ${missing[*]}"
"${as_root[@]}" apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" > /dev/null
