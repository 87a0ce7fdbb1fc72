#!/usr/bin/env bash
# EU DSS, the European Commission's validator of signatures: builds seal/test/interop/dss into .cache/interop/dss.
set -euo pipefail
cd "$(dirname "$0")/../.."
mvn -B -q -f seal/test/interop/dss/pom.xml compile
