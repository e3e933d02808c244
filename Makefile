# attest: `make run`, `make test`, `make demo`. Needs python3 (3.11 or newer) and make, nothing else.
# HOST, PORT and ATTEST_* in the environment are respected; see docs/configuration.md.

PYTHON ?= python3
BIN := .venv/bin
FUZZ := .venv/fuzz/bin
# What `make test` tries on PostgreSQL too; `make test-postgres` tries everything.
ON_BOTH := $(addprefix tests/storage/test_,postgresql.py migrations.py exports.py attestations.py records.py)
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run demo test test-postgres soak fuzz mutants bench bench-growth lint browser postgres screenshots install lock clean

run: .venv/installed
	@$(BIN)/python -m tools.port
	@$(BIN)/flask --app app upgrade
	@$(BIN)/flask --app app welcome
	@exec $(BIN)/gunicorn "app:create_app()"

install: .venv/installed

demo: .venv/installed
	@tools/demo

test: .venv/installed-tests browser postgres lint
	$(BIN)/python -m pytest -n 2
	ATTEST_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 $(ON_BOTH)

test-postgres: .venv/installed-tests browser postgres
	ATTEST_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2

soak: .venv/installed-tests browser postgres
	$(BIN)/python -m pytest -q -s -m "soak or slow"

# In an environment of their own: what they bring would change how pytest runs in the other.
fuzz: .venv/fuzz/installed
	$(FUZZ)/python -m tests.fuzz
	$(FUZZ)/python -m pytest -q -s -m "fuzz or soak" tests/fuzz

mutants: .venv/fuzz/installed
	$(FUZZ)/mutmut run $(MUTANTS)
	$(FUZZ)/mutmut results

bench: .venv/installed-tests
	@$(BIN)/python -m tests.bench

bench-growth: .venv/installed-tests
	@$(BIN)/python -m tests.bench.growth

lint: .venv/installed-tests
	$(BIN)/ruff check .
	$(BIN)/mypy

browser: .venv/installed-tests
	@tools/install-chromium

postgres: .venv/installed-tests
	@tools/install-postgres

screenshots: .venv/installed-tests browser
	@$(BIN)/python -m tools.screenshots

# The locks hold every package with its checksums; `make lock` renews them from pyproject.toml.
lock: .venv/installed
	$(BIN)/pip install --quiet uv
	cd requirements && sh compile

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis mutants

.venv/installed: requirements/run.txt | .venv/bin/python
	$(PIP) -r requirements/run.txt
	@touch $@

.venv/installed-tests: requirements/test.txt requirements/postgres.txt | .venv/bin/python
	$(PIP) -r requirements/test.txt -r requirements/postgres.txt
	@touch $@ .venv/installed

.venv/fuzz/installed: requirements/fuzz.txt | .venv/bin/python
	@$(BIN)/python -m venv .venv/fuzz
	$(FUZZ)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "attest needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "On Debian and Ubuntu, first: apt-get install python3-venv"; exit 1; }
