#!/bin/sh
# install.sh PREPARED: installs what package-lock.json pins, without running scripts of packages.
set -eu
prepared=$1
here=$(dirname "$0")
cp "$here/package.json" "$here/package-lock.json" "$prepared/"
cd "$prepared"
npm ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error --cache "$prepared/cache"
rm -rf "$prepared/cache"
