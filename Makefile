# Needs Python 3.11 or newer and make, nothing else. `make` alone lists what there is; the text after ## is the list.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BROWSER_READY := .venv/.browser
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo $(BIN)/uv)

# Without its bytecode kept, every start would compile every module again: four seconds instead of two.
unexport PYTHONDONTWRITEBYTECODE

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help up test browser screens check story bench bench-growth bench-pages schema policy words format

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-13s %s\n", $$1, $$2 }'

up: $(READY) ## run everything here with demonstration data until Ctrl-C
	@exec $(BIN)/mediation up

test: $(READY) ## run every test on servers of their own; ARGS="-k sign" to choose
	@$(BIN)/pytest -n auto --dist loadgroup $(ARGS)

browser: find-browser $(BROWSER_READY) ## look at every page in a real browser; ARGS="-k status" to choose
	@$(BIN)/pytest -n 2 --dist loadgroup tests/browser $(ARGS)

screens: find-browser $(BROWSER_READY) ## photograph every page at two widths in both languages, under var/screens
	@rm -rf var/screens
	@$(BIN)/pytest -q -n 2 tests/browser/screens.py $(ARGS)
	@echo "photographs are in var/screens"

check: $(READY) ## what CI runs: format, lint, types, layers, generated files, migration drift, the browser, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mediation schema --check
	$(BIN)/mediation policy --check
	$(BIN)/mediation migrate --check-drift
	$(MAKE) browser
	$(MAKE) test

story: $(READY) ## play the case of thirty-four workers and print what everybody did and saw
	@$(BIN)/mediation story

bench: $(READY) ## measure the product beside its floor and print the ratios
	@$(BIN)/python -m bench $(ARGS)

bench-growth: $(READY) ## measure how the work queue's cost grows from 20,000 to a million cases
	@$(BIN)/python -m bench --growth $(ARGS)

bench-pages: $(READY) ## measure the server's time for each page of the client with 200,000 cases
	@$(BIN)/python -m bench --pages $(ARGS)

schema: $(READY) ## write the API's schema to schema.graphql
	@$(BIN)/mediation schema

policy: $(READY) ## write policies/MATRIX.md (who may do what), docs/states.md (in which states), docs/deadlines.md (until when), docs/amounts.md (how much)
	@$(BIN)/mediation policy

words: $(READY) ## bring the English of the pages in step with the templates (src/mediation/web/locales/en)
	@$(BIN)/mediation words

format: $(READY) ## format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# The locked environment; made again only when the lock or the project file has changed.
# --inexact, because uv itself may stand in it.
$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11; name another: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "python3 has no venv module; on Debian: apt install python3-venv" >&2; exit 1; }
	@test -x "$(UV)" || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --locked --inexact --quiet
	@touch $@

.PHONY: find-browser
find-browser:
	@test -x "$${MEDIATION_BROWSER:-/usr/bin/chromium}" || { echo "no browser: on Debian apt install chromium fonts-noto-cjk," \
		"or name one: make browser MEDIATION_BROWSER=/path/to/chromium" >&2; exit 1; }

# What only `make browser` needs, beside the rest; no browser is downloaded.
$(BROWSER_READY): $(READY)
	@test -x "$(UV)" || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --locked --inexact --quiet --group browser
	@touch $@
