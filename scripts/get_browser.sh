#!/bin/sh
# A Chromium and Chinese fonts for the browser tests: installed when we are root on Debian, else one line says how.
set -u
found() { command -v "${CHROMIUM:-chromium}" || command -v google-chrome; }
fonts() { ls /usr/share/fonts/opentype/noto/NotoSansCJK* ; }
if found >/dev/null 2>&1 && { [ ! -d /etc/apt ] || fonts >/dev/null 2>&1; }; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  echo "installing chromium and fonts-noto-cjk"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null 2>&1 && exit 0
fi
echo "no Chromium or no Chinese font: apt-get install chromium fonts-noto-cjk (or set CHROMIUM); browser tests are skipped"
[ "${CI:-}" != true ]
