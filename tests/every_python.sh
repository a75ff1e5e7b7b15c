#!/bin/sh
# Runs the tests that need no sandbox on every other Python this machine has, each in a virtual environment of its own.
set -eu
cd "$(dirname "$0")/.."
tested=$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for minor in 11 12 13 14; do
  [ "3.$minor" != "$tested" ] || continue
  python=$(command -v "python3.$minor" || true)
  for found in "$python" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor".*/bin/python; do
    if [ -x "$found" ] && "$found" -c 'import venv' 2>/dev/null; then
      echo "Python 3.$minor:"
      make --no-print-directory VENV=".venv-3.$minor" PYTHON="$found" test TESTS="tests/language tests/loader tests/rules tests/access tests/recording tests/components tests/stacks"
      continue 2
    fi
  done
  echo "Python 3.$minor is not on this machine: not tested; install it to test it"
done
