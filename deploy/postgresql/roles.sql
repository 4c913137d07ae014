-- What an administrator of PostgreSQL 15 or newer does once, before `./lopo serve` with DATABASE_URL:
--     psql -X -v ON_ERROR_STOP=1 -f deploy/postgresql/roles.sql
--     psql -X -c '\password lopo_owner' -c '\password lopo_app'
-- The names are fixed: the product gives its rights to them. Its tests run this very file.

-- Migrates: owns the tables. Used only while Lopo starts.
CREATE ROLE lopo_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- Serves: reads and writes rows, changes no table, and can only add to the ledger.
CREATE ROLE lopo_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

CREATE DATABASE lopo OWNER lopo_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';

-- Nobody else enters.
REVOKE ALL ON DATABASE lopo FROM PUBLIC;
GRANT CONNECT ON DATABASE lopo TO lopo_app;
