#!/usr/bin/env bash
# Credo (an independent wallet, issuer and verifier), by its own lock file, outside the workspaces. Nothing of it runs while
# it is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../gateway/test/interop/credo"
[ -e node_modules/@credo-ts/openid4vc ] || npm ci --ignore-scripts --no-audit --no-fund
