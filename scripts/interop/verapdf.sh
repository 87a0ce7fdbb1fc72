#!/usr/bin/env bash
# Brings veraPDF (the PDF/A validator) from Maven Central into .cache/interop, and runs it.
#
#   scripts/interop/verapdf.sh                  fetches it once (needs Java 11 or later and Maven)
#   scripts/interop/verapdf.sh validate FILE... validates as PDF/A-3b; one line a file; exits 1 when one fails
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
folder=$here/.cache/interop/verapdf
version=1.28.2

setup() {
  if [ -f "$folder/ready-$version" ]; then
    return
  fi
  mkdir -p "$folder"
  cat >"$folder/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>renxin.interop</groupId>
  <artifactId>verapdf</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.verapdf.apps</groupId>
      <artifactId>greenfield-apps</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
  (cd "$folder" && mvn -q -B dependency:copy-dependencies -DoutputDirectory="$folder/jars")
  touch "$folder/ready-$version"
}

validate() {
  if [ ! -f "$folder/ready-$version" ]; then
    echo "veraPDF is not there: run npm run interop:setup" >&2
    exit 2
  fi
  java -cp "$folder/jars/*" org.verapdf.apps.GreenfieldCliWrapper --flavour 3b --format text "$@"
}

case ${1:-} in
'') setup ;;
validate)
  shift
  validate "$@"
  ;;
*)
  echo 'usage: verapdf.sh [validate FILE...]' >&2
  exit 2
  ;;
esac
