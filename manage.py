#!/usr/bin/env python3
"""Django's commands, each with the database connection that suits its purpose."""

import os
import sys

OWNER_COMMANDS = {"migrate", "createcachetable", "flush", "sqlflush", "backup", "restore"}
WEB_COMMANDS = {"runserver", "testserver"}


def purpose_of(command: str) -> str:
    """Say what a command needs the database for: the schema, requests, or long work."""
    if command in OWNER_COMMANDS:
        return "owner"
    return "web" if command in WEB_COMMANDS else "work"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    os.environ.setdefault("HOMEWARD_PURPOSE", purpose_of(sys.argv[1] if len(sys.argv) > 1 else ""))
    try:
        from django.core.management import execute_from_command_line
    except ImportError as problem:
        raise SystemExit("Run `make run` once; then it is .venv/bin/python manage.py.") from problem
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
