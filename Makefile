# make demo   sets everything up and runs the demonstration
# make test   sets everything up and runs the whole test suite
# Both need Python 3.11 or newer, make and a package index, and nothing else.

PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(shell $(p) -c 'import sys; assert (3, 11) <= sys.version_info < (3, 14); print("$(p)")' 2>/dev/null)))
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check floors train wheel lock clean

demo: $(VENV)/.installed
	@$(BIN)/volteface demo demo

# The longest files first (tests/conftest.py), not those of most tests.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(SELECT)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

floors: $(VENV)/.dev
	$(BIN)/python -m bench.floors

train: $(VENV)/.dev
	$(BIN)/python -m bench.train

wheel: $(VENV)/.dev
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation --outdir dist > /dev/null

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock -q $(UPGRADE)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o requirements-dev.lock -q $(UPGRADE)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "volteface needs Python 3.11, 3.12 or 3.13; install one, or name it: make demo PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up in $(VENV) with $(PYTHON) (about a minute, once) …" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
