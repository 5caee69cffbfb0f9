# The two commands of the README: `make demo` runs the real job, `make test` passes every test.
# Both need Python 3.11 to 3.13 and nothing else; everything is installed into .venv.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check pytest setup setup-dev fixtures schemas bench lock clean help

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "docflow needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing docflow into .venv (once, under a minute) …"
	@$(BIN)/pip install -q --require-hashes -r requirements.txt
	@$(BIN)/pip install -q --require-hashes -r requirements-build.txt
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@echo "Installing what the tests need …"
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

setup: .venv/.runtime  ## install docflow into .venv

setup-dev: .venv/.dev  ## install docflow and what its tests need

demo: setup  ## the main job on the invented district in fixtures/
	@$(BIN)/python fixtures/demo.py

test: setup-dev check pytest  ## everything that must hold: lint, types, tests, the demo

check: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

pytest: setup-dev
	@$(BIN)/python -m pytest -n 2 --dist worksteal

fixtures: setup-dev  ## build the committed fixtures again from their recipe
	@$(BIN)/python fixtures/build.py

schemas: setup-dev  ## write schemas/*.schema.json from the types
	@$(BIN)/python schemas/generate.py

bench: setup-dev  ## docflow beside the tools that people use today
	@$(BIN)/python fixtures/bench.py

lock:  ## pin every requirement again, with hashes
	@uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt
	@uv pip compile -q --group build --universal --python-version 3.11 --generate-hashes --no-header -o requirements-build.txt -c requirements.txt
	@uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header -o requirements-dev.txt -c requirements.txt

clean:  ## remove what was built or installed
	@rm -rf .venv demo bench-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
