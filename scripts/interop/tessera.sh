#!/usr/bin/env bash
# Tessera, an independent implementation of tiled logs: its fsck and its writer of POSIX logs, into .cache/interop/tessera,
# by the Go toolchain (1.25 or later) through the Go module proxy.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=v1.0.4
bin="$PWD/.cache/interop/tessera"
[ "$(cat "$bin/version" 2> /dev/null)" = "$version" ] && exit 0
if ! command -v go > /dev/null; then
  echo 'interop:setup: go not found, so tessera is not installed; its checks will be skipped'
  exit 0
fi
mkdir -p "$bin"
GOBIN="$bin" go install "github.com/transparency-dev/tessera/cmd/fsck@$version" \
  "github.com/transparency-dev/tessera/cmd/examples/posix-oneshot@$version"
echo "$version" > "$bin/version"
