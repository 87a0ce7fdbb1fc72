#!/usr/bin/env bash
# Brings pyHanko (an independent PDF signer and validator) from PyPI into .cache/interop, and runs a Python script with it.
#
#   scripts/interop/pyhanko.sh                 fetches it once (needs Python 3 with venv)
#   scripts/interop/pyhanko.sh SCRIPT ARG...   runs a script
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
folder=$here/.cache/interop/pyhanko
version=0.38.0

if [ $# = 0 ]; then
  if [ ! -f "$folder/ready-$version" ]; then
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check "pyhanko==$version"
    touch "$folder/ready-$version"
  fi
else
  "$folder/bin/python" "$@"
fi
