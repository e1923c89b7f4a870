#!/bin/sh
# start.sh DATA UPSTREAM REUSE: adds the upstream addresses to DATA/apache.conf and becomes Apache.
set -eu
data=$1 upstream=$2 reuse=$3
{
    # Started by root it refuses to serve as root; others serve as who they are.
    if [ "$(id -u)" = 0 ]; then printf 'User www-data\nGroup www-data\n'; fi
    echo '<Proxy balancer://servers>'
    IFS=,
    for address in $upstream; do
        # retry=0: a server that failed once is asked again at once, not after a minute.
        printf '    BalancerMember http://%s retry=0 enablereuse=%s\n' "$address" "$reuse"
    done
    echo '</Proxy>'
} >>"$data/apache.conf"
exec /usr/sbin/apache2 -f "$data/apache.conf" -DFOREGROUND
