# `make help` says what there is. Needs only git, make and Python 3.11; the rest is fetched on the way.
# Works with GNU make 3.81, which macOS has.

SHELL := /bin/sh
PYTHON := .venv/bin/python
WEB := src/huiyin/web
BUILT := $(WEB)/static/built/manifest.json
PO := $(wildcard $(WEB)/locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
# Whatever can hold a class name decides which style rules are kept.
STYLED := $(shell find $(WEB) src/huiyin/portal src/huiyin/desk \
	\( -name node_modules -o -name built -o -name migrations -o -name __pycache__ \) -prune \
	-o -type f \( -name '*.html' -o -name '*.py' -o -name '*.js' -o -name '*.css' -o -name '*.scss' \) -print)

.PHONY: help demo demo-reset test test-long bench lock messages format build clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /	/' | expand -t 14

demo: build ## start the demo county on http://127.0.0.1:8000; what was done in it is kept
	@.venv/bin/huiyin demo

demo-reset: build ## start the demo county afresh
	@.venv/bin/huiyin demo --reset

test: build ## every check, then all tests on SQLite, PostgreSQL and in the browser
	@$(PYTHON) tools/check.py

test-long: build ## the same and the slow, exhaustive variants
	@$(PYTHON) tools/check.py --long

bench: build ## measure on SQLite and PostgreSQL; results go to bench/results
	@PYTHONPATH=.:tools $(PYTHON) -m bench $(BENCH)

build: $(BUILT) $(MO) ## environment, front end and message catalogue

messages: .venv/.ready ## bring the English catalogue up to date with the source
	@$(PYTHON) tools/messages.py update

format: .venv/.ready $(WEB)/frontend/node_modules/.ready ## put the source into shape
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@$(PYTHON) tools/node.py npm run --silent format
	@find src/huiyin -name node_modules -prune -o -name '*.html' -print | xargs .venv/bin/djade --target-version 5.2 || true

lock: .venv/.ready ## write the lock files anew with the newest versions that fit
	@for name in base dev ldap; do .venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--python-version 3.11 --no-header --no-annotate requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	@$(PYTHON) tools/node.py lock

clean: ## remove everything that make made; var/ stays
	rm -rf .venv dist $(WEB)/frontend/node_modules $(WEB)/static/built $(MO) \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.venv/.ready: requirements/dev.txt requirements/base.in tools/venv.sh tools/hatch_dependencies.py
	@echo "Preparing the Python environment (once, about a minute) ..."
	@tools/venv.sh .venv
	@touch $@

$(WEB)/frontend/node_modules/.ready: $(WEB)/frontend/package-lock.json .venv/.ready
	@echo "Fetching the front end's parts (once) ..."
	@$(PYTHON) tools/node.py npm ci --loglevel=error
	@touch $@

$(BUILT): $(WEB)/frontend/node_modules/.ready $(WEB)/frontend/vite.config.js $(STYLED)
	@echo "Building the front end ..."
	@$(PYTHON) tools/node.py npm run --silent build
	@touch $@

$(MO): $(PO) tools/messages.py .venv/.ready
	@$(PYTHON) tools/messages.py compile
