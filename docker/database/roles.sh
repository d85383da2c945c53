#!/bin/sh
# Run once by the image of PostgreSQL, in a new cluster: the role that owns the tables, which is no superuser.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet <<'SQL'
\set owner_password `cat /run/secrets/owner_password`
CREATE ROLE homeward LOGIN CREATEDB PASSWORD :'owner_password';  -- CREATEDB is for restoring beside the live database
CREATE DATABASE homeward OWNER homeward;
SQL
