# `make demo` and `make test` set up .venv themselves; a machine needs only Python 3.11+ and make.

SHELL := /bin/sh
PYTHON := .venv/bin/python
LOCKS := locks/uv.txt locks/dev.txt
READY := .venv/ready-$(shell cat $(LOCKS) | cksum | cut -d ' ' -f 1)

AFTERWORD_HYPOTHESIS ?= dev
PIP_DISABLE_PIP_VERSION_CHECK := 1
export AFTERWORD_HYPOTHESIS PIP_DISABLE_PIP_VERSION_CHECK

.PHONY: help demo test check bench bench-reading reliability pictures lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## play eight weeks with pretended customers; ONCE=1 ends with the last digest
	@$(PYTHON) -m bot demo $(if $(filter-out 0,$(ONCE)),--once)

test: $(READY) ## run the tests; ARGS="tests/surveys -k week" runs some
	@$(PYTHON) -m pytest -q $(or $(ARGS),-n auto --dist worksteal)

check: $(READY) ## format, lint, types, house and tests: what CI runs
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m pytest -q tests/test_house.py
	@$(MAKE) --no-print-directory test

bench: $(READY) ## measure; writes build/bench.json
	@set -e; for script in $(sort $(wildcard tests/bench/bench_*.py)); do \
		echo "== $$script"; PYTHONPATH='$(CURDIR)' $(PYTHON) "$$script"; done

bench-reading: $(READY) ## how well mails are read, beside public libraries; CORPUS=DIR, ARGS="--half odd"
	@PYTHONPATH='$(CURDIR)' $(PYTHON) tests/bench/corpus.py $(CORPUS) $(ARGS)

reliability: $(READY) ## kill, cut and replay; writes build/reliability.json
	@PYTHONPATH='$(CURDIR)' $(PYTHON) tests/reliability/run.py

pictures: $(READY) ## play the demo and photograph it into docs/pictures/; needs Chromium
	@PYTHONPATH='$(CURDIR)' $(PYTHON) tests/pictures/take.py

# Keeps the versions that are locked; UPGRADE=1 takes the newest that pyproject.toml allows.
COMPILE = .venv/bin/uv pip compile -q --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(if $(UPGRADE),--upgrade)

lock: $(READY) ## write locks/ anew: dev.txt for this checkout, run.txt for a server, uv.txt for the set-up
	@$(COMPILE) --all-extras --group dev pyproject.toml -o locks/dev.txt
	@$(COMPILE) --extra demo --constraint locks/dev.txt pyproject.toml -o locks/run.txt
	@echo uv | $(COMPILE) - -o locks/uv.txt

clean: ## remove .venv and all that was built
	@rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Named after what the locks say, so .venv is made anew when they change. uv takes seconds; where it fails, pip does it.
$(READY):
	@rm -rf .venv
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; done; \
	[ -n "$$python" ] || { echo 'Afterword needs Python 3.11 or newer.' >&2; exit 1; }; \
	echo "Setting up .venv with $$($$python --version) ..."; \
	$$python -m venv .venv
	@$(PYTHON) -m pip install -q --require-hashes -r locks/uv.txt && \
		.venv/bin/uv pip install -q --system-certs --require-hashes --python $(PYTHON) -r locks/dev.txt || \
		$(PYTHON) -m pip install -q --require-hashes -r locks/dev.txt
	@touch $@
