"""A pre-fork server: a master and workers that share its socket (standard library only).

Usage: prefork.py MODE PORT
  steady   four workers that live as long as the master
  mortal   worker 1 ends after 1.5 s of load, once; the master starts another in its place
  forking  no workers: a child for every request, as CGI does it
"""
import os
import signal
import socket
import sys
import time

mode, port = sys.argv[1], int(sys.argv[2])
WORKERS = 0 if mode == "forking" else 4
DIES_AFTER_S = 1.5
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

master = os.getpid()


def stop(*_):
    if os.getpid() == os.getpgrp() == master:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(master, signal.SIGTERM)
    os._exit(0)


signal.signal(signal.SIGTERM, stop)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(256)
print("listening", flush=True)


def answer(connection):
    seen = b""
    while b"\r\n\r\n" not in seen:
        received = connection.recv(4096)
        if not received:
            return False
        seen += received
    time.sleep(0.01)
    connection.sendall(ANSWER)
    return True


def work(is_mortal):
    began = None
    while True:
        connection, _ = listener.accept()
        with connection:
            while answer(connection):
                began = began or time.monotonic()
                if is_mortal and time.monotonic() - began > DIES_AFTER_S:
                    os._exit(9)


def fork_worker(is_mortal):
    if os.fork() == 0:
        try:
            work(is_mortal)
        finally:
            os._exit(0)


for number in range(WORKERS):
    fork_worker(mode == "mortal" and number == 0)
while WORKERS:
    os.wait()
    fork_worker(False)

# A child for every request: the connection is closed with it.
while True:
    connection, _ = listener.accept()
    if os.fork() == 0:
        answer(connection)
        connection.close()
        os._exit(0)
    connection.close()
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                break
        except ChildProcessError:
            break
