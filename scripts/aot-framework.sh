#!/usr/bin/env bash
# Prints the framework to publish natively for: net10.0 where its native runtime pack restores, else net9.0.
# LaceAotFramework in the environment decides alone. The answer is kept in artifacts/ for each SDK version.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${LaceAotFramework:-}" ]; then
  echo "$LaceAotFramework"
  exit
fi

rid=$(scripts/rid.sh)
answer=artifacts/aot-framework-$(dotnet --version)-$rid
if [ ! -s "$answer" ]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cat > "$scratch/probe.csproj" << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <RuntimeIdentifier>$rid</RuntimeIdentifier>
    <PublishAot>true</PublishAot>
  </PropertyGroup>
</Project>
PROJECT
  mkdir -p artifacts
  if dotnet restore "$scratch" > "$scratch/log"; then
    echo net10.0 > "$answer"
  elif grep -q 'NU110[123]' "$scratch/log"; then
    echo "aot: the native runtime pack for net10.0 does not restore from this package feed; publishing for net9.0 instead" >&2
    echo net9.0 > "$answer"
  else
    cat "$scratch/log" >&2
    exit 1
  fi
fi
cat "$answer"
