#!/bin/sh
# Run once by the image of PostgreSQL, in a new cluster: the role that owns the tables, and that of the
# application, which may only sign in. Neither is a superuser.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --quiet <<'SQL'
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`
CREATE ROLE homeward LOGIN CREATEDB PASSWORD :'owner_password';  -- CREATEDB is for restoring beside the live database
CREATE ROLE homeward_app LOGIN PASSWORD :'app_password';
CREATE DATABASE homeward OWNER homeward;
SQL
