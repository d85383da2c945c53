#!/bin/sh
# Make the secrets that docker-compose.yml names and that are not there yet; an existing one stays as it is.
# The folder is for its owner alone. The files in it are read by the accounts inside the containers.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets
for name in postgres_password owner_password app_password secret_key; do
  if [ ! -e "secrets/$name" ]; then
    head -c 60 /dev/urandom | base64 | tr -d '\n+/=' > "secrets/$name.new"
    chmod 0444 "secrets/$name.new"
    mv "secrets/$name.new" "secrets/$name"
    echo "secrets/$name is made."
  fi
done
# Public keys of backups (docs/backup.md): none yet.
[ -e secrets/backup_keys ] || { : > secrets/backup_keys; chmod 0644 secrets/backup_keys; }
