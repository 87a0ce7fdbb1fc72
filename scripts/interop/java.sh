#!/usr/bin/env bash
# BouncyCastle as a second opinion on SM2 signatures and time-stamps: builds seal/test/interop/java into .cache/interop/java.
set -euo pipefail
cd "$(dirname "$0")/../.."
mvn -B -q -f seal/test/interop/java/pom.xml compile
