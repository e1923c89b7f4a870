#!/bin/sh
# start.sh DATA UPSTREAM KEEPALIVE: writes a line for each upstream address, how many connections to them are kept, and becomes nginx.
set -eu
data=$1 upstream=$2 keepalive=$3
IFS=,
for address in $upstream; do
    printf 'server %s max_fails=0;\n' "$address" >>"$data/upstream.conf"
done
if [ "$keepalive" -gt 0 ]; then
    printf 'keepalive %s;\nkeepalive_requests 1000000000;\n' "$keepalive" >>"$data/upstream.conf"
fi
# -e: what is said before the file is read must not go to the distribution's log.
exec nginx -e stderr -p "$data" -c "$data/nginx.conf"
