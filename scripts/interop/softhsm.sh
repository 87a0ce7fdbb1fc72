#!/usr/bin/env bash
# Builds the optional PKCS#11 binding, so that signers in devices can be tested with SoftHSM.
set -euo pipefail
cd "$(dirname "$0")/../.."
node -e "require('pkcs11js')" 2> /dev/null || npm rebuild pkcs11js --foreground-scripts > /dev/null
node -e "require('pkcs11js')"
