#!/bin/sh
# Bring the tables up to date, then serve; any other words are run as they are.
set -eu
cd "$(dirname "$0")/.."

if [ "${1:-web}" = web ]; then
  HOMEWARD_PURPOSE=owner python -m tracker.prepare tables
  exec python -m gunicorn --config python:tracker.gunicorn --bind "${BIND:-0.0.0.0:8000}"
fi
exec "$@"
