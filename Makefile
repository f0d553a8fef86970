# Everything sets up by itself what it needs: `make demo` and `make test` on a machine with Python 3.11+, git and make.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
# each process would compile all that it imports, where the machine says so
unexport PYTHONDONTWRITEBYTECODE

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/ -/'

.venv/ready: requirements.lock requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch .venv/ready

setup: .venv/ready  ## the virtual environment, from the locks

demo: .venv/ready  ## a small Slack with a sample book in the browser
	@$(BIN)/python bot.py demo

test: .venv/ready  ## all tests
	@$(BIN)/python -m pytest -q -n 2

unit: .venv/ready  ## the tests of rules and messages alone, which touch no database: seconds
	@$(BIN)/python -m pytest -q --noconftest -p no:pytest_postgresql -p no:xdist tests/rules tests/messages

OF ?= tests
test-postgres: .venv/ready  ## the tests that need a database, on a PostgreSQL server of their own; OF=tests/handlers: those
	@$(BIN)/python -m pytest -q -n 2 $(OF) --database postgres --ignore tests/rules --ignore tests/messages --ignore tests/sandbox --ignore tests/test_matrix.py

ON ?= sqlite postgres
proofs: .venv/ready  ## crashes, random faults, many at once, on both databases (ON=sqlite: that one); PROOF_SIZE=full for the documented size
	@for database in $(ON); do $(BIN)/python -m pytest -q -n 2 proofs --database $$database || exit 1; done

mutants: .venv/ready  ## each safeguard removed alone: the tests must notice; PART="2 4" for a part of them
	@$(BIN)/python -m proofs.mutants $(PART)

check: .venv/ready audit  ## style, types, dependencies, known vulnerabilities
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/deptry .

audit: .venv/ready  ## known vulnerabilities of what we ship with; says when their database can't be reached
	@out=$$($(BIN)/pip-audit --disable-pip --require-hashes -r requirements.lock --progress-spinner off --timeout 10 2>&1); code=$$?; \
	if echo "$$out" | grep -q "No known vulnerabilities found" && [ $$(echo "$$out" | grep -c "could not be audited") -ge 10 ] || \
	   { [ $$code -ne 0 ] && echo "$$out" | grep -qiE "connection|max retries|timed out|resolve"; }; \
	then echo "audit: skipped, the vulnerability database can't be reached"; \
	else echo "$$out"; exit $$code; fi

sbom: .venv/ready  ## the software bill of materials, sbom.json
	@$(BIN)/cyclonedx-py requirements requirements.lock -o sbom.json && echo "sbom.json"

bench: .venv/ready  ## benchmarks, as ratios in one run
	@$(BIN)/python -m bench

scale: .venv/ready  ## what a hundred million accounts would need, from what is measured on a PostgreSQL server of its own
	@$(BIN)/python -m bench.scale $(PART)

words: .venv/ready  ## lines as people type them, read by Tend, against what a careful assistant would do
	@$(BIN)/python -m bench.words $(FILES)

lock:  ## write the locks anew
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q pyproject.toml -o requirements.lock
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q pyproject.toml --group dev -o requirements-dev.lock

.PHONY: help setup demo test unit test-postgres proofs mutants audit sbom check bench scale words lock
