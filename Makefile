# make read · serve · test · lint · bench · train · docs   (all there is to remember)
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: read serve test lint bench fairness epitome helplines train docs web pictures clean

read: .venv/run  ## show a reading on the terminal
	@$(BIN)/kerchief read examples/kitchen-table.txt

serve: .venv/web  ## the page, in the browser of this machine
	@$(BIN)/kerchief serve

test: lint  ## lint, types, import contracts, tests
	$(BIN)/pytest

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: .venv/bench  ## the figures of docs/explanation/how-good-is-it.md
	$(BIN)/python -m benchmarks --shared $(SHARED)

fairness: .venv/bench  ## how often a reading moves when gender words are swapped or blame is added
	$(BIN)/python -m benchmarks.fairness --shared $(SHARED)

epitome: .venv/train  ## the architecture on EPITOME, weights thrown away (quarter of an hour)
	$(BIN)/python -m benchmarks.epitome --shared $(SHARED)

helplines: .venv/run  ## the lines whose numbers want checking again
	$(BIN)/kerchief helplines --stale

train: .venv/train  ## the shipped weights and their calibration
	$(BIN)/python -m training.fit_encoder --shared $(SHARED)
	$(BIN)/python -m training.export
	$(BIN)/python -m training.calibrate --shared $(SHARED)
	$(BIN)/python -m training.fit_ear --shared $(SHARED)
	$(BIN)/python -m training.fit_encoder --large --shared $(SHARED)
	$(BIN)/python -m training.export --large
	$(BIN)/python -m training.calibrate --large --shared $(SHARED)

docs: .venv/dev  ## the pages that are made from the knowledge files
	$(BIN)/python -m docs_src.generate
	$(BIN)/python -m docs_src.picture

web:  ## the page's script, styles and font, into the package (needs node 20)
	cd web && npm ci --silent && npm run --silent build

pictures: .venv/dev  ## the pictures of the page (needs chromium)
	KERCHIEF_PICTURES=docs/images $(BIN)/pytest tests/browser/test_pictures.py

clean:
	rm -rf .venv build dist src/kerchief/data/en/compiled.json

.venv/run: pyproject.toml hatch_build.py
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/%: pyproject.toml hatch_build.py
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[$*]'
	@touch $@
