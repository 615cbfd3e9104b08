PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
STAMPS := $(VENV)/.stamps
WORKER := apexai/edge/worker
LANGUAGES := tests/engine/languages
ACTIONLINT := v1.7.12
SPEC ?= examples/fraud-detection/service.yaml

.PHONY: help preview test test-engine check docs site format worker worker-modules actionlint benchmark clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

preview: $(STAMPS)/preview  ## preview SPEC with what it needs and nothing more
	$(BIN)/apexai preview $(SPEC)

test: $(STAMPS)/test  ## run the test suite
	$(BIN)/python -m pytest -n auto --dist loadgroup

test-engine: $(STAMPS)/test  ## run the tests against the real pulumi CLI; fails without it
	@command -v pulumi >/dev/null || { echo "make test-engine needs the pulumi CLI on PATH"; exit 1; }
	$(BIN)/python -m pytest -m engine -n auto --dist loadgroup

check: $(STAMPS)/dev  ## lint, format check, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	for project in stacks/*/Pulumi.yaml; do $(BIN)/mypy "$$(dirname $$project)"/*.py || exit 1; done
	$(BIN)/lint-imports

format: $(STAMPS)/dev  ## fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMPS)/dev  ## rewrite the generated parts of the documentation
	$(BIN)/python docs/generate.py

site: $(STAMPS)/dev  ## build the documentation's site into build/site; a warning fails it
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/site

worker: worker-modules  ## build the worker program of the edge from its sources; needs Node.js
	npm --prefix $(WORKER) run --silent check
	npm --prefix $(WORKER) run --silent build

worker-modules: $(WORKER)/node_modules/.package-lock.json  ## install what building and testing the worker program takes

actionlint: $(STAMPS)/venv  ## install the linter of workflows; needs Go
	GOBIN=$(abspath $(BIN)) go install github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT)

typescript-modules: $(LANGUAGES)/node_modules/.package-lock.json  ## install what testing the TypeScript program takes

benchmark: $(STAMPS)/test  ## print the benchmarks' ratios
	$(BIN)/python -m benchmarks

clean:  ## remove the virtual environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build dist

$(STAMPS)/venv: 
	$(PYTHON) -m venv $(VENV)
	mkdir -p $(STAMPS)
	touch $@

$(STAMPS)/preview: pyproject.toml constraints.txt | $(STAMPS)/venv
	$(PIP) -e '.[aws,kubernetes]'
	touch $@

$(STAMPS)/test: pyproject.toml constraints.txt | $(STAMPS)/venv
	$(PIP) -e '.[test]'
	touch $@

$(STAMPS)/dev: pyproject.toml constraints.txt | $(STAMPS)/venv
	$(PIP) -e '.[dev]'
	touch $@

$(LANGUAGES)/node_modules/.package-lock.json: $(LANGUAGES)/package-lock.json
	npm --prefix $(LANGUAGES) ci --omit=optional --ignore-scripts
	touch $@

$(WORKER)/node_modules/.package-lock.json: $(WORKER)/package-lock.json
	npm --prefix $(WORKER) ci
	touch $@
