"""A server whose processes try to outlive everything: forked, in sessions of their own, orphaned, deaf to polite signals.

Usage: escaping.py PORT TAG (standard library only; ends by itself after 60 s)."""
import os
import signal
import socket
import sys
import threading
import time

for polite in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(polite, signal.SIG_IGN)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(128)


def linger():
    time.sleep(60)
    os._exit(0)


if os.fork() == 0:
    linger()
if os.fork() == 0:
    os.setsid()
    linger()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        linger()
    os._exit(0)


def serve(connection):
    with connection:
        seen = b""
        while True:
            while b"\r\n\r\n" not in seen:
                received = connection.recv(4096)
                if not received:
                    return
                seen += received
            seen = seen.split(b"\r\n\r\n", 1)[1]
            time.sleep(0.02)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


threading.Thread(target=linger, daemon=True).start()
print("listening", flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
