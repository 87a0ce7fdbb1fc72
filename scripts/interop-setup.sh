#!/usr/bin/env bash
# Installs what the optional checks need: openssl, poppler-utils, Chromium with Chinese fonts, Java with Maven, PostgreSQL;
# then our own packages and, by scripts/interop/*.sh, the independent verifiers into .cache/interop. Runs any number of
# times and does only what is missing. Without root it says what to install and goes on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

main() {
  local packages=()
  need packages openssl openssl
  need packages pdftotext poppler-utils
  need packages chromium chromium
  need packages prlimit util-linux
  need packages java default-jdk-headless
  need packages mvn maven
  need packages softhsm2-util softhsm2
  need packages zbarimg zbar-tools
  has_postgresql || packages+=(postgresql)
  has_chinese_font || packages+=(fonts-noto-cjk)
  if [ "${#packages[@]}" -gt 0 ]; then install_packages "${packages[@]}"; else say 'Debian packages: nothing is missing'; fi

  # The optional PKCS#11 binding is among our own packages.
  node scripts/install-if-needed.mjs
  mkdir -p .cache/interop
  local failed=0 script
  for script in scripts/interop/*.sh; do
    [ -e "$script" ] || continue
    say "$script"
    bash "$script" || { say "$script: first try failed, trying once more"; bash "$script"; } ||
      { say "$script FAILED: its checks will be skipped"; failed=1; }
  done
  return "$failed"
}

say() { echo "interop:setup: $*"; }

# need LIST PROGRAM PACKAGE: puts the package on the list when the program is not there.
need() {
  command -v "$2" > /dev/null || { local -n list="$1"; list+=("$3"); }
}

# Debian keeps the programs of the server beside its version, not on the PATH.
has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; }

has_chinese_font() {
  compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' > /dev/null ||
    compgen -G '/usr/share/fonts/truetype/wqy/*' > /dev/null
}

install_packages() {
  if ! command -v apt-get > /dev/null; then
    say "not a Debian system; please install: $*"
    return 0
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
      as_root=(sudo -n)
    else
      say "no root here; please run: sudo apt-get install $*"
      return 0
    fi
  fi
  mkdir -p .cache
  say "installing $*"
  local tries
  for tries in 1 2; do
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > .cache/apt.log 2>&1 &&
      { rm -f .cache/apt.log; return 0; }
    say "apt-get failed (try $tries)"
    [ "$tries" = 2 ] || sleep 10
  done
  tail -n 30 .cache/apt.log >&2 || true
  rm -f .cache/apt.log
  return 1
}

main
