# Two commands on a fresh machine: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test check quick docs fixtures editor bench bench-service clean
.DEFAULT_GOAL := demo

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

demo: $(READY)  ## the shipped shops end to end
	$(BIN)/tianping demo

test: $(READY)  ## all tests
	$(BIN)/pytest -n 2

quick: $(READY)  ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: quick test  ## everything that must hold before a commit
	$(BIN)/python -m docs.build --check
	$(BIN)/python -m fixtures.generate --check

docs: $(READY)  ## make the generated pages again
	$(BIN)/python -m docs.build

fixtures: $(READY)  ## make the fixtures again
	$(BIN)/python -m fixtures.generate

editor: $(READY)  ## ask the real language server what an editor shows; needs npm
	$(BIN)/python -m tests.editor.record

bench: $(READY) bench-service  ## ratios against hand-written SQL
	$(BIN)/python -m benchmarks.pay
	$(BIN)/python -m benchmarks.variants
	$(BIN)/python -m benchmarks.flags
	$(BIN)/python -m benchmarks.cold_start

bench-service: $(READY)  ## chats and orders to measures, against hand-written SQL and polars
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks.service
	$(BIN)/python -m benchmarks.service.seams

clean:
	rm -rf $(VENV) build dist *.egg-info demo-workspace*
