#!/bin/sh
# start.sh PREPARED DATA: unpacks the prepared data directory into DATA and becomes the server, with DATA/postgresql.conf.
set -eu
prepared=$1 data=$2
mkdir "$data/cluster"
tar -C "$data/cluster" --no-same-owner -xf "$prepared/data.tar"
# The version that made the directory, not the newest one.
server=/usr/lib/postgresql/$(cat "$data/cluster/PG_VERSION")/bin/postgres
[ -x "$server" ] || server=postgres
chmod 700 "$data/cluster"
exec "$server" -D "$data/cluster" -c "config_file=$data/postgresql.conf"
