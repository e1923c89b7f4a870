#!/bin/sh
# start.sh DATA UPSTREAM MAXCONN: adds a line for each upstream address to the backend, the last section of DATA/haproxy.cfg, and becomes haproxy.
set -eu
data=$1 upstream=$2 maxconn=$3
number=0
IFS=,
for address in $upstream; do
    number=$((number + 1))
    printf '    server server%s %s maxconn %s\n' "$number" "$address" "$maxconn" >>"$data/haproxy.cfg"
done
exec haproxy -db -f "$data/haproxy.cfg"
