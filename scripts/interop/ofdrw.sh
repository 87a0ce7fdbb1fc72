#!/usr/bin/env bash
# ofdrw as a second opinion on OFD documents and their seals: builds seal/test/interop/ofdrw into .cache/interop/ofdrw.
set -euo pipefail
cd "$(dirname "$0")/../.."
mvn -B -q -f seal/test/interop/ofdrw/pom.xml compile
