#!/usr/bin/env bash
# Brings bagit-python (the Library of Congress's validator of BagIt bags) from PyPI into .cache/interop, and runs it.
#
#   scripts/interop/bagit.sh                 fetches it once (needs Python 3 with venv)
#   scripts/interop/bagit.sh validate FOLDER validates a bag; exits 1 when it is none
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
folder=$here/.cache/interop/bagit
version=1.9.0

case ${1:-setup} in
  setup)
    if [ ! -f "$folder/ready-$version" ]; then
      python3 -m venv "$folder"
      "$folder/bin/pip" install --quiet --disable-pip-version-check "bagit==$version"
      touch "$folder/ready-$version"
    fi
    ;;
  validate)
    "$folder/bin/python" -m bagit --validate --quiet "$2"
    ;;
esac
