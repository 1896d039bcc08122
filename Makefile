# Each target does its own set-up: all it needs is Python 3.11 or later, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --constraints constraints.txt --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
#: The tests that draw their inputs, or kill.
SOAKED := $(addprefix tests/test_,killed.py mistreated_returns.py returns_lossless.py reading_cells.py reading_tables.py \
	made_files.py drawn_answers.py equality_disclosure.py adopt.py rules.py)
.PHONY: help demo test lint docs templates coverage mutants fuzz soak bench dist lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1	/' | expand -t 12

demo: $(READY) ## Make a synthetic trust, run everything on it, and say where to look
	$(BIN)/pmr-batch demo demo-trust

test: $(READY) lint ## Lint, types, documentation and all tests
	$(BIN)/python -m cogapp --check -P README.md docs/*.md
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(READY) ## Lint and types
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(READY) ## Write the tables of README and docs anew from the code
	$(BIN)/python -m cogapp -r -P README.md docs/*.md

templates: $(READY) ## Build the standard workbook anew from the declaration
	rm -f workbook_templates/*.xlsx
	$(BIN)/pmr-batch templates build .

coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage: export COVERAGE_PROCESS_START = $(CURDIR)/pyproject.toml
coverage: export PYTHONPATH = $(CURDIR)/tests
coverage: $(READY) ## Which branches the tests go through, room by room; COVERED="tests/test_x.py" for some of them
	$(BIN)/python -m coverage erase
	rm -f .coverage-tests
	$(BIN)/python -m coverage run -m pytest -p line_contexts -n0 $(COVERED)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

mutants: .coverage ## Small changes in the rooms that reckon: do the tests that go through them notice? (an hour)
	$(BIN)/python tests/mutants.py

.coverage:
	$(MAKE) coverage

fuzz: $(READY) ## Hostile and damaged files, guided by coverage (Linux; FUZZED=600 seconds)
	$(BIN)/python -m pip install --quiet atheris==3.0.0
	PYTHONPATH=tests $(BIN)/python tests/fuzz_readers.py -max_total_time=$(or $(FUZZED),600)

soak: $(READY) ## Many more of the kills and drawn inputs of which the tests try a few (an hour)
	PMR_SOAK=100 $(BIN)/python -m pytest -n 2 --dist loadfile $(SOAKED)

bench: $(READY) ## Each stage against the usual way and the floor, and the tables of it (ACADEMIES="10 50 200": an hour)
	$(BIN)/python benchmarks/stages.py --academies $(or $(ACADEMIES),10)
	$(BIN)/python -m cogapp -r -P README.md docs/*.md

dist: $(READY) ## Build wheel and sdist, and try both, each in an empty environment
	rm -rf dist
	$(BIN)/python -m hatchling build
	$(BIN)/python tests/installed.py dist/*

clean: ## Remove what the other targets made
	rm -rf $(VENV) demo-trust dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

lock: $(READY) ## Write the lock files anew: every version of constraints.txt with the hashes of its files
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra dev --output-file requirements-dev.txt

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(READY)
