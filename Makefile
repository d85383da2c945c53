# One word per chore. Only Python 3.11 or newer and make are needed; the rest comes into .venv, pinned and hashed.

PYTHON = $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
HERE = .venv/bin/python
ON_DATABASE = $(HERE) -m tracker exec -- $(HERE)
PIP = $(HERE) -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
COMPILE = $(HERE) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate
PRODUCTION = HOMEWARD_HTTPS=1 ALLOWED_HOSTS=homeward.example DATABASE_URL=postgres://nobody@localhost/none \
	SECRET_KEY=not-a-secret-but-as-long-as-one-0123456789-abcdefghijklmnopqrstuvwxyz

.PHONY: prove crawl help run test check format demo clean-demo backup backup-key restore bench messages lock sbom audit clean

help:
	@echo 'make run         start Homeward on http://127.0.0.1:8000 (PORT=8001 make run for another port)'
	@echo 'make test        run the suite on every core (ARGS="-k words" for a part of it, "-n0" for one process)'
	@echo 'make check       lint, format, types, templates, migrations, production settings'
	@echo 'make format      let ruff write the code as check wants it'
	@echo 'make demo        add a synthetic office (ARGS="--people 1000")'
	@echo 'make clean-demo  remove everything synthetic'
	@echo 'make backup      write an encrypted backup (ARGS="FOLDER --keep 14"); make backup-key makes its key (ARGS=FILE)'
	@echo 'make restore     put one in place (ARGS="FILE --key SECRET"), or only prove it (--verify)'
	@echo 'make first-administrator  for real work (HOMEWARD_DEMO=0): the one-time link of the first account'
	@echo 'make crawl       visit every address as everybody, with every method: ten minutes on two cores'
	@echo 'make prove       take each guard out in turn and ask whether that is noticed (ARGS="--only mail")'
	@echo 'make bench       race it against the bare database and plain Django (ARGS="--rows 10000,1000000")'
	@echo 'make messages    collect and compile the translations (needs gettext)'
	@echo 'make lock        pin the newest packages that pyproject.toml allows'
	@echo 'make sbom        write the bill of materials and the list of licences anew (make lock does)'
	@echo 'make audit       ask the network for known vulnerabilities in what is pinned, and note the day'
	@echo 'make clean       remove .venv and caches; the data stays'

run: .venv/base
	@exec $(HERE) -m tracker run

test: .venv/dev
	@exec $(HERE) -m tracker test -- -n auto --dist worksteal $(ARGS)

check: .venv/dev
	$(HERE) -m ruff check .
	$(HERE) -m ruff format --check .
	$(PRODUCTION) $(HERE) -m mypy
	$(HERE) -m djlint templates --lint --quiet
	$(ON_DATABASE) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(HERE) manage.py check --deploy --fail-level WARNING
	@echo 'All is well.'

format: .venv/dev
	$(HERE) -m ruff check --fix .
	$(HERE) -m ruff format .

demo: .venv/base
	@$(ON_DATABASE) manage.py demo $(ARGS)

clean-demo: .venv/base
	@$(ON_DATABASE) manage.py demo --remove

backup-key: .venv/base
	@$(ON_DATABASE) manage.py backup_key $(ARGS)

backup: .venv/base
	@$(ON_DATABASE) manage.py backup $(ARGS)

restore: .venv/base
	@$(ON_DATABASE) manage.py restore $(ARGS)

first-administrator: .venv/base
	@$(ON_DATABASE) manage.py first_administrator --address http://127.0.0.1:$(or $(PORT),8000)

bench: .venv/base
	@$(ON_DATABASE) -m bench $(ARGS)

crawl: .venv/dev
	@HOMEWARD_PROOF=1 $(HERE) -m tracker test -- -q -n auto --dist worksteal tests/access

prove: .venv/dev
	@DJANGO_SETTINGS_MODULE=tracker.settings HOMEWARD_PURPOSE=test $(ON_DATABASE) -m tests.prove $(ARGS)

messages: .venv/base
	@command -v msgfmt >/dev/null || { echo 'gettext is needed: on Debian and Ubuntu, apt-get install gettext.' >&2; exit 1; }
	@$(ON_DATABASE) manage.py makemessages --locale uk --locale ru --ignore .venv
	@$(ON_DATABASE) manage.py compilemessages --ignore .venv

lock: .venv/dev
	@$(HERE) -m pip --disable-pip-version-check install --quiet uv
	$(COMPILE) --output-file requirements/base.txt pyproject.toml
	$(COMPILE) --group dev --constraints requirements/base.txt --output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --extra linkage --constraints requirements/base.txt --output-file requirements/linkage.txt pyproject.toml
	$(PIP) -r requirements/dev.txt
	$(HERE) -m supply

sbom: .venv/dev
	$(HERE) -m supply

audit: .venv/dev
	@$(HERE) -m pip --disable-pip-version-check install --quiet pip-audit
	$(HERE) -m pip_audit --strict --require-hashes --disable-pip --requirement requirements/base.txt
	@date -u +%F > requirements/asked-on.txt

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/made:
	@test -n '$(PYTHON)' || { echo 'Homeward needs Python 3.11 or newer.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python has no venv: on Debian and Ubuntu, apt-get install python3-venv.' >&2; exit 1; }
	@echo 'Making .venv' >&2
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/base: requirements/base.txt .venv/made
	@echo 'Installing what Homeward needs' >&2
	@$(PIP) -r requirements/base.txt
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	@echo 'Installing what its tests need' >&2
	@$(PIP) -r requirements/dev.txt
	@touch $@
