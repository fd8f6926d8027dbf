#!/bin/sh
# Makes .venv if need be and installs a lock file into it, every package by its hash: with uv, else with pip.
set -eu
lock=$1
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  { echo "LinGrid needs python3, 3.11 or newer" >&2; exit 1; }
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
  rm -rf .venv
  "$python" -m venv .venv >/dev/null 2>&1 ||
    { rm -rf .venv; echo "LinGrid needs python3-venv: apt-get install python3-venv" >&2; exit 1; }
fi
echo "installing $lock"
if ! [ -x .venv/bin/uv ]; then
  sed -n '/^uv==/,/^    # via/p' requirements-dev.txt > .venv/uv.txt
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.txt || true
fi
.venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "$lock" 2>/dev/null ||
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
