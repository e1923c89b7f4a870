"""What every application here answers: the same bytes for the same request, so that servers and frameworks can be compared.

    GET  /             Hello, world!
    GET  /wait?ms=N    waits N ms (default 100) without using CPU
    GET  /work         the bench application of Circus: 10,000 additions, 100 ms of waiting, 10,000 small writes to a temporary file
    GET  /json         3.5 KiB of JSON, made beforehand
    POST /echo         the body of the request
    GET  /pid          the process that answers, to see how a load spreads over workers

Nothing here starts a thread, keeps state or reads the clock. Waiting goes through `time.sleep` as it is at the time of the call, so that
gevent and eventlet may replace it.
"""

import asyncio
import os
import pathlib
import tempfile
import time
import urllib.parse

TEXT = "text/plain"
JSON = "application/json"

HELLO = b"Hello, world!\n"
DONE = b"done\n"
NOT_FOUND = b"not found\n"
WRONG_METHOD = b"method not allowed\n"
WRONG_TIME = b"ms is a whole number from 0 to 60000\n"

RECIPES = (pathlib.Path(__file__).parent / "recipes.json").read_bytes()

ADDITIONS = 10_000
WORK_WAIT_S = 0.1
WRITES = 10_000
LINE = b"x" * 99 + b"\n"

METHODS = {"/": "GET", "/wait": "GET", "/work": "GET", "/json": "GET", "/pid": "GET", "/echo": "POST"}

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}


def wait_ms(query):
    """Milliseconds of a query string; None when they make no sense."""
    text = urllib.parse.parse_qs(query, keep_blank_values=True).get("ms", ["100"])[-1]
    is_number = text.isascii() and text.isdigit() and len(text) <= 5
    return int(text) if is_number and int(text) <= 60_000 else None


def waited(ms):
    return b"waited %d ms\n" % ms


def pid():
    return b"%d\n" % os.getpid()


def add():
    total = 0
    for i in range(ADDITIONS):
        total += i
    return total


def write():
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(WRITES):
            file.write(LINE)


def work():
    """The work of /work where a thread may block."""
    add()
    time.sleep(WORK_WAIT_S)
    write()


async def work_async():
    """The same on an event loop. Adding and writing hold the loop, as they would hold a thread."""
    add()
    await asyncio.sleep(WORK_WAIT_S)
    write()


def answer(method, path, query, body):
    """Status, content type and body of a request; blocks while it waits. `body` is called when it is needed."""
    if refusal := _refusal(method, path):
        return refusal
    if path == "/wait":
        ms = wait_ms(query)
        if ms is None:
            return 400, TEXT, WRONG_TIME
        time.sleep(ms / 1000)
        return 200, TEXT, waited(ms)
    if path == "/work":
        work()
        return 200, TEXT, DONE
    if path == "/echo":
        return 200, "application/octet-stream", body()
    return _fixed(path)


async def answer_async(method, path, query, body):
    """The same on an event loop; `body` is awaited when it is needed."""
    if refusal := _refusal(method, path):
        return refusal
    if path == "/wait":
        ms = wait_ms(query)
        if ms is None:
            return 400, TEXT, WRONG_TIME
        await asyncio.sleep(ms / 1000)
        return 200, TEXT, waited(ms)
    if path == "/work":
        await work_async()
        return 200, TEXT, DONE
    if path == "/echo":
        return 200, "application/octet-stream", await body()
    return _fixed(path)


def _refusal(method, path):
    if path not in METHODS:
        return 404, TEXT, NOT_FOUND
    return None if method == METHODS[path] else (405, TEXT, WRONG_METHOD)


def _fixed(path):
    if path == "/json":
        return 200, JSON, RECIPES
    return 200, TEXT, pid() if path == "/pid" else HELLO
