#!/bin/sh
# prepare.sh PREPARED USER DATABASE OWNER SCHEMA SEED: makes a data directory with the database in it and packs it as PREPARED/data.tar.
# PostgreSQL refuses to run as root: root does that part as USER, in a folder below /tmp, because USER may not pass through root's own folders.
set -eu
prepared=$1 user=$2 database=$3 owner=$4 schema=$5 seed=$6
# Debian keeps a folder for each version: the newest that has a server.
server=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1)
[ -n "$server" ] || server=$(command -v postgres) || { echo "no PostgreSQL server found: apt-get install postgresql" >&2; exit 127; }
bin=$(dirname "$server")
if [ "$(id -u)" = 0 ]; then
    as_user() { setpriv --reuid="$user" --regid="$user" --init-groups "$@"; }
else
    as_user() { "$@"; }
fi
work=$(mktemp -d /tmp/prony-pg-XXXXXX)
started=
finish() {
    status=$?
    trap - EXIT
    [ -z "$started" ] || as_user "$bin/pg_ctl" -D "$work/data" -m fast -w -t 30 stop >/dev/null || status=1
    [ "$status" = 0 ] || cat "$work/server.log" >&2 2>/dev/null || :
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM
[ "$(id -u)" != 0 ] || chown "$user:" "$work"
cd "$work"

as_user "$bin/initdb" --pgdata="$work/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --wal-segsize=4 --no-sync --no-instructions
as_user "$bin/pg_ctl" -D "$work/data" -l "$work/server.log" -w -t 30 \
    -o "-c listen_addresses= -c unix_socket_directories=$work -c fsync=off" start
started=yes
run() { psql -X -q -v ON_ERROR_STOP=1 -h "$work" "$@"; }
run -U postgres -d postgres -v "owner=$owner" -v "database=$database" <<'SQL'
create role :"owner" login;
grant pg_monitor to :"owner";
create database :"database" owner :"owner";
SQL
# Read by the shell, not by psql's user: the files may lie where only the caller may look.
[ -z "$schema" ] || run -U "$owner" -d "$database" <"$schema"
[ -z "$seed" ] || run -U "$owner" -d "$database" <"$seed"
# Hint bits, statistics and visibility now, not by some trial's first queries.
run -U postgres -d "$database" -c 'vacuum (analyze, freeze)' -c checkpoint
as_user "$bin/pg_ctl" -D "$work/data" -m fast -w -t 30 stop
started=
tar -C "$work/data" -cf "$prepared/data.tar" .
