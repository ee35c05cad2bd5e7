# `make` lists what there is to make. Each target makes the environment it needs (.venv) by itself; ARGS goes to its
# command: make test ARGS="-k refund".

ARGS ?=
WORKERS ?= 2
BIN := .venv/bin
CORE := .venv/.ready-core
DEV := .venv/.ready-dev
BENCH := .venv/.ready-bench

.DEFAULT_GOAL := help
.PHONY: help up chat install test check fmt docs bench kill clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

up: $(CORE) ## Serve Northlight on http://127.0.0.1:8000, with no key and no other server
	@$(BIN)/switchboard up $(ARGS)

chat: $(CORE) ## Talk to it in the terminal
	@$(BIN)/switchboard chat $(ARGS)

install: $(DEV) ## Install all that working on code and prompts needs

test: $(DEV) ## Run every test, then hold the gate on the recorded transcripts: no network, no real model
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)
	@test -n "$(ARGS)" || $(BIN)/switchboard eval gate

check: $(DEV) ## Check format, style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

fmt: $(DEV) ## Format the code and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(DEV) ## Write .env.example and the README's picture of the graph anew
	@$(BIN)/python -m tests.house.documents

bench: $(BENCH) ## Measure a turn beside other frameworks
	@$(BIN)/python -m evals.bench $(ARGS)

kill: $(DEV) ## Kill it 200 times at random, and count what was lost or doubled
	@$(BIN)/python -m tests.kill $(ARGS)

clean: ## Remove the environment and the caches; var/ with your data stays
	@rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready-%: pyproject.toml constraints.txt .ci/environment
	@.ci/environment $*
