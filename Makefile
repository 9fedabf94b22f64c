# Coach IA. `make help` lists what can be made. Needs python3 (3.11 or later) with venv, and make.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help install run test nightly check bench format tables messages lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ ##/' | awk -F ' ## ' '{printf "  make %-10s %s\n", $$1, $$2}'

install: $(VENV)/.installed ## make the environment from the hash-pinned requirements.txt

run: install ## start everything and print the address; Ctrl-C stops it (ARGS="--port 9000")
	@$(BIN)/coach up $(ARGS)

test: $(VENV)/.developing ## all tests
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

nightly: $(VENV)/.developing ## the tests that take longer than the suite may
	@$(BIN)/python -m pytest -m nightly $(ARGS)

check: $(VENV)/.developing ## style, types, floors, laws
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python scripts/messages.py check
	@$(BIN)/python -m pytest tests/house

bench: $(VENV)/.developing ## every promise measured beside its alternative
	@$(BIN)/python -m benchmarks $(ARGS)

format: $(VENV)/.developing ## put the code in its usual shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

tables: $(VENV)/.developing ## write store/tables.py from the migrations
	@$(BIN)/python scripts/tables.py

messages: $(VENV)/.developing ## compile the French catalogue
	@$(BIN)/python scripts/messages.py compile

lock: ## pin requirements anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## remove the environment and caches (never your data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) --version). Set PYTHON=python3.12, for instance."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing (about a minute the first time)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.developing: requirements-dev.txt $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
