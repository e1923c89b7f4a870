"""A server that means harm. Usage: hostile.py MODE PORT (standard library only).

Modes: drip, reset, reset-body, fin-head, fin-body, banner, garbage, headers, chunks, huge, tls, backlog.
"""
import random
import socket
import ssl
import struct
import sys
import threading
import time

mode, port = sys.argv[1], int(sys.argv[2])
HEAD = b"HTTP/1.1 200 OK\r\n"
GARBAGE = random.Random(1).randbytes(1 << 16)


def flood(connection, begin, again):
    connection.sendall(begin)
    while True:
        connection.sendall(again)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def serve(connection):
    if mode == "banner":
        connection.sendall(b"220 mail.example.test ESMTP\r\n")
        time.sleep(60)
    connection.recv(65536)
    if mode == "drip":
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello":
            connection.sendall(bytes([byte]))
            time.sleep(1)
    elif mode == "reset":
        reset(connection)
    elif mode == "reset-body":
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\npart")
        time.sleep(0.01)
        reset(connection)
    elif mode == "fin-head":
        connection.sendall(HEAD + b"Content-Le")
    elif mode == "fin-body":
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\npart")
    elif mode == "garbage":
        connection.sendall(GARBAGE)
        time.sleep(60)
    elif mode == "headers":
        flood(connection, HEAD, b"X-More: again and again\r\n" * 1000)
    elif mode == "chunks":
        flood(connection, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n" * 1000)
    elif mode == "huge":
        flood(connection, HEAD + b"Content-Length: 10000000000\r\n\r\n", b"x" * 65536)


def handle(connection):
    try:
        with connection:
            if mode == "tls":
                ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).wrap_socket(connection, server_side=True)
            else:
                serve(connection)
    except OSError:
        pass  # the client went away


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(1 if mode == "backlog" else 512)
print("listening", flush=True)
if mode == "backlog":
    time.sleep(600)
while True:
    threading.Thread(target=handle, args=(listener.accept()[0],), daemon=True).start()
