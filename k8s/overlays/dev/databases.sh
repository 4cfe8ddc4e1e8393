#!/bin/bash
# Runs once, when the data directory is made: a database for each service, owned by a role of its own.
set -euo pipefail

database() {
  psql -v ON_ERROR_STOP=1 --username postgres -v name="$1" -v password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

database ingest "$INGEST_PASSWORD"
database lineage "$LINEAGE_PASSWORD"
database selection "$SELECTION_PASSWORD"
