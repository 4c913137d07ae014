# Shortcuts for developers; ./lopo is the real thing.
UV ?= .venv/bin/uv
COMPILE = $(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: demo test check format lock messages

demo:
	./lopo demo

test:
	./lopo test

check:
	./lopo check

format:
	.venv/bin/ruff format src tests tools lopo
	.venv/bin/ruff check --fix src tests tools lopo

# Locks hold hashes of every file of every package; run this after changing requirements/*.in.
lock:
	$(COMPILE) requirements/bootstrap.in --output-file requirements/bootstrap.txt
	$(COMPILE) requirements/base.in --output-file requirements/base.txt
	$(COMPILE) requirements/dev.in --constraint requirements/base.txt --output-file requirements/dev.txt

messages:
	.venv/bin/python -m tools.messages
	.venv/bin/python tools/compile_messages.py
