# `make` alone prints what there is. Windows without make: see README.md.

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

# The generated notebooks are run by the same pytest, one test for each cell (nbval).
SANITIZE := $(wildcard tests/notebooks/sanitize.cfg)
NOTEBOOKS := $(if $(wildcard book/practice/*.ipynb),book/practice --nbval $(if $(SANITIZE),--nbval-sanitize-with $(SANITIZE)))

.DEFAULT_GOAL := help
.PHONY: help setup open book check test clean lock

help: ## print this list
	@echo "usage: make TARGET [PYTHON=python3.12]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with everything in it (nothing to do when it is up to date)

# The stamp is written last, so that an interrupted installation is taken up again.
$(STAMP): requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "make setup: no '$(PYTHON)' on this machine. Install Python 3.11 to 3.13," \
	       "or name yours: make setup PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "make setup: Python 3.11 to 3.13 is needed, and '$(PYTHON)' is" \
	       "$$($(PYTHON) -V 2>&1). Name another: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make setup: '$(PYTHON)' cannot make virtual environments." \
	       "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "make setup: installing into $(VENV); a minute or two the first time"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

open: setup ## open the workshop in JupyterLab (ARGS="--no-browser --port 8888")
	$(BIN)/workshop open $(ARGS)

book: setup ## build the static book into _build/html
	$(BIN)/workshop book $(ARGS)

check: setup ## list every content problem at once, with file, line and remedy
	$(BIN)/workshop check $(ARGS)

test: setup ## lint, then every test: package, content, notebooks, book, browser
	$(BIN)/ruff check .
	$(BIN)/python -m pytest tests $(NOTEBOOKS) $(ARGS)

clean: ## remove what make and the tests have made, .venv too
	rm -rf $(VENV) _build book/_build dist build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: ## resolve requirements.txt anew (needs uv; maintainers only)
	$(UV) pip compile pyproject.toml requirements.in --extra dev --extra train \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate \
	  --custom-compile-command "make lock" --quiet -o requirements.txt
