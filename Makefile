# Everything runs in .venv, made from the locked requirements with their hashes.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
export PULUMI_ERROR_OUTPUT_STRING := true

TESTS ?=

.PHONY: up down test test-spark compat lint types check bench lock clean

up: $(VENV)/sandbox.done ## build the example mesh in the sandbox and publish its products
	@$(BIN)/mesh up

down: ## stop the sandbox and forget what was in it
	@if [ -x $(BIN)/mesh ]; then $(BIN)/mesh down; else echo "nothing is installed, so nothing is running"; fi

test: $(VENV)/dev.done ## run every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

test-spark: ## run the tests that need Spark; Java and Maven have to be on this machine
	@$(MAKE) --no-print-directory VENV=.venv-spark .venv-spark/spark.done
	@.venv-spark/bin/python -m pytest -m spark

compat: $(VENV)/dev.done ## run the tests that need no sandbox on every other Python of this machine
	@sh tests/every_python.sh

lint: $(VENV)/dev.done
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/dev.done
	@$(BIN)/mypy
	@$(BIN)/mypy .ci/comment.py .ci/tell.py .ci/gitlab_release.py

check: $(VENV)/sandbox.done ## check every definition
	@$(BIN)/mesh check

bench: $(VENV)/dev.done ## print how fast it is
	@$(BIN)/python -m tests.bench

lock: $(VENV)/dev.done ## pin the newest versions that pyproject.toml allows
	@sh requirements/lock.sh $(BIN)/uv

clean: down
	rm -rf $(VENV) .venv-* .mesh .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/base.done: requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "meshwright needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/sandbox.done: $(VENV)/base.done requirements/sandbox.txt
	@echo "installing what the sandbox needs into $(VENV) (about a minute) ..."
	@$(PIP) --no-build-isolation -r requirements/sandbox.txt
	@touch $@

$(VENV)/dev.done: $(VENV)/base.done requirements/dev.txt
	@echo "installing what development needs into $(VENV) (about a minute) ..."
	@$(PIP) --no-build-isolation -r requirements/dev.txt
	@touch $@ $(VENV)/sandbox.done

$(VENV)/spark.done: $(VENV)/base.done requirements/spark.txt requirements/iceberg.sh
	@echo "installing Spark and Iceberg into $(VENV) (a few minutes) ..."
	@$(PIP) --no-build-isolation -r requirements/spark.txt
	@sh requirements/iceberg.sh
	@touch $@
