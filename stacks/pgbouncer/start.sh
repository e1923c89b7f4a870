#!/bin/sh
# start.sh DATA PORT DATABASE OWNER: adds port and databases to DATA/pgbouncer.ini, since host and port are two words there, and becomes pgbouncer.
set -eu
data=$1 port=$2 database=$3 owner=$4
{
    echo "listen_port = $port"
    echo
    echo "[databases]"
    echo "* = host=${database%:*} port=${database##*:} user=$owner"
} >>"$data/pgbouncer.ini"
exec pgbouncer "$data/pgbouncer.ini"
