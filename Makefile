# One command per task; `make` alone lists them. A machine needs Python 3 with pip, git and make: uv, Python 3.10 and all
# packages are fetched into this folder, which may stand anywhere.

PYTHON ?= python3
ARGS :=
NAME := *
UV_VERSION := 0.13.8

# uv from the PATH if it is the pinned one, else a private copy; pip names a folder after the version that it installed.
UV := $(shell test "`uv --version 2>/dev/null | cut -d ' ' -f 2`" = $(UV_VERSION) && echo uv || echo .tools/uv/bin/uv)
UV_INSTALLED := $(if $(filter uv,$(UV)),,.tools/uv/uv-$(UV_VERSION).dist-info/METADATA)
READY := .venv/.ready
VENV_PYTHON := .venv/bin/python
WAYMARK := $(VENV_PYTHON) -m waymark.cli
LOGS := .tools/logs
TIMED := tests/drills tests/browser

export RASA_TELEMETRY_ENABLED := false

# $(call quietly,step,what is done,command): one line on the terminal, and the command's output only if it fails.
define quietly
@printf '%-10s %s\n' '$(1)' '$(2)'; mkdir -p $(LOGS); \
	$(3) > $(LOGS)/make-$(1).log 2>&1 || { status=$$?; cat $(LOGS)/make-$(1).log; exit $$status; }
endef

.PHONY: help run test check fix train shell rasa lock bench prove eval-safety eval-answers eval-trials transcripts networks clean
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## install what is missing, train if needed, start Waymark at http://127.0.0.1:8080; Ctrl-C ends it
	@exec $(WAYMARK) serve

test: $(READY) ## run all tests, two at a time where clocks allow; ARGS="-k words" chooses some
	@$(if $(ARGS),$(VENV_PYTHON) -m pytest $(ARGS),$(VENV_PYTHON) -m pytest -n 2 --no-loadscope-reorder \
		$(TIMED:%=--ignore=%) && $(VENV_PYTHON) -m pytest $(TIMED))

check: $(READY) ## lint, format, types, import contracts and content, as CI does
	$(call quietly,lint,ruff check,$(VENV_PYTHON) -m ruff check .)
	$(call quietly,format,ruff format --check,$(VENV_PYTHON) -m ruff format --check .)
	$(call quietly,types,mypy --strict,$(VENV_PYTHON) -m mypy)
	$(call quietly,imports,who may import whom,.venv/bin/lint-imports)
	$(call quietly,content,everything under content/,$(WAYMARK) content check)

fix: $(READY) ## mend what ruff can mend, and format
	@$(VENV_PYTHON) -m ruff check --fix . ; $(VENV_PYTHON) -m ruff format .

train: $(READY) ## train the dialogue model now
	@$(WAYMARK) train

shell: $(READY) ## talk to the Rasa project alone, without the gateway
	@$(VENV_PYTHON) -m rasa shell --model models/dialogue $(ARGS)

rasa: $(READY) ## run another of Rasa's own commands: make rasa ARGS="data validate"
	@$(VENV_PYTHON) -m rasa $(ARGS)

lock: $(UV_INSTALLED) ## bring requirements.lock in line with pyproject.toml; ARGS=--upgrade takes the newest versions
	$(call quietly,lock,resolving pyproject.toml,$(UV) pip compile -q --universal --generate-hashes --extra dev $(ARGS) \
		pyproject.toml -o requirements.lock)

bench: $(READY) ## run all measurements of benchmarks/, or one of them: make bench NAME=store
	@set -e; for file in benchmarks/$(NAME).py; do echo "$$file"; $(VENV_PYTHON) "$$file" $(ARGS); done

prove: $(READY) ## run the long campaigns of tests/prove
	@$(VENV_PYTHON) -m pytest tests/prove -m prove --hypothesis-profile=prove $(ARGS)

eval-safety: $(READY) ## measure what the crisis recognition finds and misses; writes docs/safety/report.md
	@$(VENV_PYTHON) -m benchmarks.eval_safety $(ARGS)

eval-answers: $(READY) ## measure which questions get the right answer; writes docs/answers/report.md
	@$(VENV_PYTHON) -m benchmarks.eval_answers $(ARGS)

eval-trials: $(READY) ## measure how well treatment trials are read from people's words; writes docs/care/trials.md
	@$(VENV_PYTHON) -m benchmarks.eval_trials $(ARGS)

transcripts: $(READY) ## hold a talk with each tool; writes docs/care/transcripts.md
	@$(VENV_PYTHON) -m benchmarks.transcripts $(ARGS)

networks: $(UV_INSTALLED) ## teach the networks that read danger and rank cards anew, into models/encoder; over an hour
	$(call quietly,tools,installing those of training/requirements.txt,\
		test -x training/.venv/bin/python || $(UV) venv -q --seed --python 3.11 training/.venv; \
		$(UV) pip install -q --python training/.venv/bin/python -r training/requirements.txt)
	@training/.venv/bin/python training/train_detector.py --epochs 3
	@training/.venv/bin/python training/train_detector.py --start training/.cache/detector.safetensors --everything \
		--epochs 1 --rate 0.6
	@training/.venv/bin/python training/train_ranker.py
	@training/.venv/bin/python training/export_encoder.py

clean: ## remove what was installed, trained or cached; conversations, keys and logs stay
	@rm -rf .venv .tools .rasa models/dialogue .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find waymark actions tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

.tools/uv/uv-$(UV_VERSION).dist-info/METADATA:
	@rm -rf .tools/uv
	@$(PYTHON) -m pip --version > /dev/null 2>&1 || { \
		echo '$(PYTHON) has no pip: install pip, or uv $(UV_VERSION), or name another Python with PYTHON=' >&2; exit 1; }
	$(call quietly,uv,installing version $(UV_VERSION) into .tools,\
		PIP_USER=0 $(PYTHON) -m pip install -q --target .tools/uv uv==$(UV_VERSION))

$(READY): requirements.lock pyproject.toml .python-version $(UV_INSTALLED)
	$(call quietly,python,creating .venv with Python 3.10,test -x $(VENV_PYTHON) || $(UV) venv -q --clear .venv)
	$(call quietly,packages,installing those of requirements.lock; the first time takes minutes,\
		$(UV) pip sync -q --compile-bytecode --python $(VENV_PYTHON) requirements.lock)
	$(call quietly,waymark,installing,$(UV) pip install -q --python $(VENV_PYTHON) --no-deps -e .)
	@echo "import os; os.environ.setdefault('RASA_TELEMETRY_ENABLED', 'false')" \
		> "`echo .venv/lib/python3*/site-packages`/no_telemetry.pth" # a bare `rasa train` stays quiet too
	@touch $(READY)
