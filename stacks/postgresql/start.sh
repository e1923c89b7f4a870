#!/bin/sh
# start.sh PREPARED DATA: unpacks the prepared data directory into DATA and becomes the server, with DATA/postgresql.conf.
set -eu
prepared=$1 data=$2
server=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1)
[ -n "$server" ] || server=postgres
mkdir "$data/cluster"
tar -C "$data/cluster" --no-same-owner -xf "$prepared/data.tar"
chmod 700 "$data/cluster"
exec "$server" -D "$data/cluster" -c "config_file=$data/postgresql.conf"
