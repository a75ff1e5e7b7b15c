#!/bin/sh
# Pins every dependency with its hashes, for all platforms and Python versions. Usage: lock.sh path/to/uv
set -eu
cd "$(dirname "$0")/.."
compile() {
  "$1" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --no-header --override requirements/overrides.txt "$2" -o "$3" $4
}
compile "$1" requirements/build.in requirements/build.txt ""
compile "$1" pyproject.toml requirements/core.txt ""
compile "$1" pyproject.toml requirements/sandbox.txt "--extra sandbox"
compile "$1" pyproject.toml requirements/dev.txt "--extra sandbox --extra dev"
compile "$1" pyproject.toml requirements/spark.txt "--extra sandbox --extra dev --extra spark"
