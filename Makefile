# `make` prints this list. CI calls the same targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE # tests start hundreds of processes, and each would compile us anew

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

define install_locked # into the environment $(1) what the lock file $(2) names; with uv, or where that finds no index (it reads no pip.conf) with pip
	$(PYTHON) -m venv $(1)
	$(1)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-installer.lock
	$(1)/bin/uv pip install --quiet --compile-bytecode --python $(1)/bin/python --require-hashes -r $(2) \
	  || $(1)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
endef

.venv/installed: requirements-dev.lock requirements-installer.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "IMR needs Python 3.11 or later; name one with: make PYTHON=python3.11 ...")'
	$(call install_locked,.venv,requirements-dev.lock)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --config-settings editable_mode=compat -e .
	@touch $@

.PHONY: help install demo up test test-kafka test-cluster test-tools check format bench chaos docs reference lock

install: .venv/installed ## install everything into .venv from the lock file

demo: .venv/installed ## one case from application to letter; the letter is in var/demo/
	@$(BIN)/imr demo

up: .venv/installed ## broker and services in this terminal, until Ctrl-C
	@$(BIN)/imr up

test: .venv/installed ## all tests that need nothing but Python and take a few minutes; the flow runs on Apache Kafka
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not tools and not slow and not cluster"

test-kafka: .venv/installed ## the broker tests that take minutes or need kcat (a skip is a failure)
	IMR_TOOLS_REQUIRED=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "slow or tools" tests/broker

test-cluster: .venv/installed ## what takes minutes more: three brokers and the network to them hurt (the network needs Go), another number of partitions
	$(BIN)/python -m pytest -m cluster tests/broker

test-tools: .venv/installed ## what needs other programs: veraPDF (Java, Maven), poppler, qpdf, Chromium, docker-compose (a skip is a failure)
	IMR_TOOLS_REQUIRED=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/tools

check: .venv/installed ## format, lint, types, links of the documents, prose
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/architecture/test_docs.py
	$(BIN)/python tests/architecture/prose.py

format: .venv/installed ## put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv-bench/installed: requirements-bench.lock requirements-installer.lock
	$(call install_locked,.venv-bench,requirements-bench.lock)
	@touch $@

bench: .venv/installed .venv-bench/installed ## letters beside other engines; messages through one worker, on Apache Kafka; assessments
	$(BIN)/python -m bench.letters
	$(BIN)/python -m bench

CASES ?= 20000
KILLS ?= 200
BROKERS ?= 1
chaos: .venv/installed ## hurt a running system on Apache Kafka and prove that nothing was lost or happened twice: make chaos CASES=20000 KILLS=200 BROKERS=3
	$(BIN)/python -m bench.chaos --cases $(CASES) --kills $(KILLS) --brokers $(BROKERS)

.venv-docs/installed: requirements-docs.lock requirements-installer.lock
	$(call install_locked,.venv-docs,requirements-docs.lock)
	@touch $@

docs: .venv-docs/installed ## the documents as a site in var/site/, without a network once installed
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --strict

reference: .venv/installed ## renew the pages of docs/reference that follow from the code
	$(BIN)/python -m tests.architecture.reference

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: .venv/installed ## renew the lock files from pyproject.toml
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra broker --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group bench -o requirements-bench.lock
	$(LOCK) --group docs -o requirements-docs.lock
	$(LOCK) --group installer -o requirements-installer.lock
