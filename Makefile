PYTHON = .venv/bin/python
MESSAGES = locale/zh_Hans/LC_MESSAGES/django.po

.PHONY: run test check bench format messages requirements runtime dev

run: runtime
	@$(PYTHON) -m config.serve

test: dev
	@$(PYTHON) manage.py compile_translations
	@.venv/bin/pytest

check: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/djade --check --target-version 6.1 $$(git ls-files 'templates/*.html')
	.venv/bin/lint-imports
	.venv/bin/mypy .
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check --fail-level WARNING
	$(PYTHON) -m tests.checks.production
	$(PYTHON) -m tests.checks.translations
	$(PYTHON) bin/vendor --check

bench: dev
	@$(PYTHON) -m benchmarks

format: dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djade --target-version 6.1 $$(git ls-files 'templates/*.html')

messages: dev
	$(PYTHON) manage.py makemessages -l zh_Hans --no-location --no-obsolete --no-wrap \
	  --ignore=.venv --ignore=var --ignore=tests --ignore=benchmarks --ignore=static
	$(PYTHON) manage.py compile_translations

requirements:
	.venv-tool/bin/uv pip compile -q --universal --python-version 3.13 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/runtime.txt
	.venv-tool/bin/uv pip compile -q --universal --python-version 3.13 --generate-hashes --no-header --no-annotate pyproject.toml --group dev -o requirements/dev.txt

runtime:
	@bin/bootstrap runtime

dev:
	@bin/bootstrap dev
