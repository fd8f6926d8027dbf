# LinGrid 邻格. `make help` lists the targets. Needs python3 (3.11+), python3-venv and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help run test check code format lint types arch migrations-check docs-check bench soak vendor migrate migration translations docs lock clean
PY := .venv/bin/python
UV := .venv/bin/uv

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 20

run: .venv/.ok ## start everything on http://127.0.0.1:8000 (demo data the first time), Ctrl-C stops it
	@LINGRID_DEMO=$${LINGRID_DEMO:-1} $(PY) run.py

test: .venv/.ok-dev ## every test, on SQLite and PostgreSQL, and in a real browser
	@sh scripts/get_browser.sh
	@$(PY) scripts/vendor.py --check
	@$(PY) -m pytest -q

check: code migrations-check ## what code says, and migrations up, down, up on both databases

code: .venv/.ok-dev format lint types arch docs-check ## format, lint, types, imports, printed docs, vendored files
	@$(PY) scripts/vendor.py --check

format: .venv/.ok-dev
	@$(PY) -m ruff format --check .

lint: .venv/.ok-dev ## ruff
	@$(PY) -m ruff check .

types: .venv/.ok-dev ## mypy
	@$(PY) -m mypy

arch: .venv/.ok-dev ## who may import whom
	@.venv/bin/lint-imports

migrations-check: .venv/.ok-dev
	@$(PY) -m pytest -q -n0 tests/migrations

docs-check: .venv/.ok-dev
	@$(PY) run.py lifecycle --check

bench: .venv/.ok-dev ## ratios against bare baselines (minutes; never in CI)
	@$(PY) -m scripts.bench

soak: .venv/.ok-dev ## workers killed at random for three simulated days (2 minutes), then the tablet with every fault (6; never in CI)
	@sh scripts/get_browser.sh
	@$(PY) -m scripts.soak; workers=$$?; $(PY) -m scripts.soak.tablet && exit $$workers

vendor: .venv/.ok-dev ## fetch vendored files again and write vendor.lock (needs npm)
	@$(PY) scripts/vendor.py

migrate: .venv/.ok ## bring the database to this program's tables
	@$(PY) run.py migrate

migration: .venv/.ok-dev ## write the next migration from what the models say: make migration TO="add a thing"
	@PYTHONPATH=. $(PY) scripts/migration.py "$(TO)"
	@$(PY) -m ruff format -q "$$(ls migrations/versions/[0-9]*.py | tail -1)"

translations: .venv/.ok-dev ## collect msgids into the English catalogue and compile it
	@mkdir -p .cache
	@.venv/bin/pybabel -q extract -F babel.cfg -k N_ -k NP_:1c,2 -k lazy_gettext -k _l --no-wrap --sort-output --no-location --omit-header -o .cache/messages.pot .
	@test -f app/translations/en/LC_MESSAGES/messages.po || .venv/bin/pybabel -q init -i .cache/messages.pot -d app/translations -l en --no-wrap
	@.venv/bin/pybabel -q update -i .cache/messages.pot -d app/translations -l en --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@.venv/bin/pybabel -q compile -d app/translations -l en

docs: .venv/.ok ## print docs/lifecycle.md and docs/roles.md from the tables in the code
	@$(PY) run.py lifecycle

lock: .venv/.ok-dev ## compile requirements*.txt from *.in
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean: ## remove the virtual environment and caches, keep the data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/.ok: requirements.txt
	@sh scripts/install.sh requirements.txt
	@touch $@

.venv/.ok-dev: requirements-dev.txt
	@sh scripts/install.sh requirements-dev.txt
	@touch $@ .venv/.ok
