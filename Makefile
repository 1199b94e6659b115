# Two commands: `make demo` runs the whole job on a fresh machine, `make test` proves it.
# Everything is installed into .venv from hashed lock files; nothing else on the machine is touched, except that
# `make test` installs Debian's Chromium and a Chinese font for the browser tests if they are missing.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
PORT ?= 8001

.PHONY: setup setup-dev demo test lint bench lock clean

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("gongkai needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/system-packages python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

demo: setup
	$(BIN)/gongkai --data demo-data demo --port $(PORT)

test: setup-dev
	.ci/system-packages chromium fonts-noto-cjk
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --dist loadfile

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# The lock files hold names, versions and hashes, and no address: a mirror or an offline wheel folder just works.
lock: setup-dev
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 \
	  --no-emit-index-url --no-header --no-annotate --generate-hashes -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 \
	  --no-emit-index-url --no-header --no-annotate --generate-hashes -q -o requirements-dev.lock

clean:
	rm -rf $(VENV) demo-data build dist
