#!/bin/sh
# build.sh PREPARED: builds the program there, with Debian's cargo and crates only, and leaves nothing but the binary.
# A cargo of rustup would write a Cargo.lock that Debian's does not read: both programs are named by their paths, and none is kept.
set -eu
prepared=$1
here=$(dirname "$0")
work=$prepared/build
mkdir -p "$work"
cp -R "$here/Cargo.toml" "$here/src" "$here/.cargo" "$work/"
cd "$work"
CARGO_HOME="$work/home" RUSTC=/usr/bin/rustc CARGO_TARGET_DIR="$work/target" /usr/bin/cargo build --release --offline --quiet
cp target/release/rust-hyper "$prepared/rust-hyper"
cd /
rm -rf "$work"
