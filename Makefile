# Two commands: `make demo` to see it, `make test` to check it. Both set up what they need through scripts/setup.

PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

# Compiling every file anew for each process that a test starts takes longer than most of those processes live.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick proof lint lock

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

setup: ## install everything: packages, and what the tests talk to
	@scripts/setup --test

demo: ## build the demonstration and serve it on PORT (8000)
	@scripts/setup --run
	@PORT=$(PORT) $(BIN)/classcode demo

# The whole suite comes last: its summary is what a reader looks for at the end. What stands on a database runs before
# it on PostgreSQL; tests that start a PostgreSQL by themselves, whatever the rest stands on, run in the last round.
test: ## check everything: linters, types, layers, the database's tests on PostgreSQL, then the whole suite
	@scripts/setup --test
	@$(MAKE) --no-print-directory lint
	DATABASE=postgresql $(PYTEST) -m "database and not browser and not postgres and not proof"
	$(PYTEST)

quick: ## check in under a minute: style, and the tests without browser or PostgreSQL
	@scripts/setup --test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PYTEST) -m "not browser and not postgres and not slow and not proof"

proof: ## fuzz the record for ten minutes, and break it many times over: a quarter of an hour, no part of make test
	@scripts/setup --test
	$(BIN)/pytest -m proof tests/proof

lint: ## check style, types and layers only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

lock: ## compile the lock files after a change of a requirements file
	@scripts/lock
