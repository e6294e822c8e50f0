# Everything a user or a developer types. The first call sets up .venv, whichever
# target it is for; later calls find it current and go straight on.

.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Another project's modules must not be found before this one's.
unexport PYTHONPATH PYTHONHOME
# Without bytecode each start of the program compiles it, and tests start it a hundred times.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
# More for pytest: make test ARGS="-k note"
ARGS ?=
# Twice the processors: a test that waits for a screen or a terminal leaves its own idle.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) \* 2)

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Set up .venv, or repair it (every target does it by itself)
	@sh scripts/setup

.PHONY: run
run: setup ## Open the interface on a demonstration séance
	@E33TUI_EXPORTS="$(CURDIR)/exports" $(PYTHON) -m e33tui demo .demo

.PHONY: test
test: setup ## Run all the tests
	@# In the files' order, where those of few but long tests come first: they do not end it alone.
	$(PYTHON) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# A seed of its own each time; a red walk is walked again with WALK_SEED=17 WALK_SEEDS=1.
WALK_SEED ?= $(shell date +%s)
WALK_SEEDS ?= 20
# More for the interface that is killed: make campaign KILLED="--kills 100 --seed 17"
KILLED ?=

# Its longest tests take minutes of a processor each: on a busy machine more than a hanging one gets.
.PHONY: campaign
campaign: setup ## The long tests: random keys, kills, faults and races, for three quarters of an hour
	WALK_SEED=$(WALK_SEED) WALK_SEEDS=$(WALK_SEEDS) \
		$(PYTHON) -m pytest -m campaign -o faulthandler_timeout=900 --numprocesses auto $(ARGS)
	$(PYTHON) -m tests.campaign $(KILLED)

.PHONY: lint
lint: setup ## Check style, format and types
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

.PHONY: format
format: setup ## Put the code into the project's format
	$(PYTHON) -m ruff check --fix --select I
	$(PYTHON) -m ruff format

.PHONY: bench
bench: setup ## Measure speed and keys, into benchmarks/results.json
	$(PYTHON) -m benchmarks

.PHONY: screenshots
screenshots: setup ## Make the pictures of the screens and the key card in docs
	$(PYTHON) -m scripts.screenshots
	$(PYTHON) -m scripts.guide_screens
	$(PYTHON) -m scripts.key_card

.PHONY: lock
lock: ## Write the lock files anew from pyproject.toml (ARGS=--upgrade for the newest)
	@sh scripts/lock $(ARGS)

.PHONY: clean
clean: ## Remove the virtual environment, the demonstration and the caches
	rm -rf .venv .lock-venv .demo .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
