#!/bin/sh
# A Chromium and Chinese fonts for the browser tests: installed when we are root on Debian, else one line says how.
# Debian's build without a window is preferred, for it does a page with half the work; any Chromium will do.
set -u
light() { command -v "${CHROMIUM:-chromium-headless-shell}"; }
any() { light || command -v chromium || command -v google-chrome; }
fonts() { [ ! -d /etc/apt ] || ls /usr/share/fonts/opentype/noto/NotoSansCJK*; }
get() { apt-get -qq install -y --no-install-recommends "$@" fonts-noto-cjk; }
if light >/dev/null 2>&1 && fonts >/dev/null 2>&1; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  echo "installing chromium and fonts-noto-cjk"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get -qq update; get chromium-headless-shell || get chromium; } >/dev/null 2>&1
fi
if any >/dev/null 2>&1 && fonts >/dev/null 2>&1; then
  exit 0
fi
echo "no Chromium or no Chinese font: apt-get install chromium fonts-noto-cjk (or set CHROMIUM); browser tests are skipped"
[ "${CI:-}" != true ]
