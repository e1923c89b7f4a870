#!/bin/sh
# start.sh DATA UPSTREAM: writes a line for each upstream address and becomes nginx.
set -eu
data=$1 upstream=$2
IFS=,
for address in $upstream; do
    printf 'server %s max_fails=0;\n' "$address" >>"$data/upstream.conf"
done
# -e: what is said before the file is read must not go to the distribution's log.
exec nginx -e stderr -p "$data" -c "$data/nginx.conf"
