#!/bin/sh
# prepare: bring the tables up to date. serve: answer requests. web: both, one after the other. Other words are run as they are.
set -eu
cd "$(dirname "$0")/.."

prepare() {
  HOMEWARD_PURPOSE=owner python -m tracker.prepare tables
}

serve() {
  exec python -m gunicorn --config python:tracker.gunicorn --bind "${BIND:-0.0.0.0:8000}"
}

case "${1:-web}" in
  prepare) prepare ;;
  serve) serve ;;
  web) prepare; serve ;;
  *) exec "$@" ;;
esac
