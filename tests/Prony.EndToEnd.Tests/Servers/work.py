"""Servers that do other work than they seem to, one per mode: work.py MODE PORT (standard library only)."""
import gzip
import os
import socket
import socketserver
import sys
import threading
import time

mode, port = sys.argv[1], int(sys.argv[2])
PLAIN = b"all candidates give this answer, " * 8
PACKED = gzip.compress(PLAIN, mtime=0)
count = 0
lock = threading.Lock()


def number():
    global count
    with lock:
        count += 1
        return count


def answer(at):
    """Status line, fields and body of one answer, and whether the connection is closed after it."""
    if mode == "longer":
        return 200, b"", PLAIN + PLAIN[: len(PLAIN) // 10], False
    if mode == "other":  # as long as the others' answer
        return 200, b"", PLAIN.upper(), False
    if mode == "packing" and at % 2 == 0:  # compresses only half of the time
        return 200, b"Content-Encoding: gzip\r\n", PACKED, False
    if mode == "errors" and at % 20 == 0:
        return 500, b"", PLAIN, False
    if mode == "closing":
        return 200, b"Connection: close\r\n", PLAIN, True
    if mode == "closing-some" and at % 5 == 0:
        return 200, b"Connection: close\r\n", PLAIN, True
    if mode == "acknowledging" and at % 100 == 0:  # waits as a delayed acknowledgement would
        time.sleep(0.04)
    return 200, b"", PLAIN, False


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        received = b""
        while True:
            while b"\r\n\r\n" not in received:
                piece = self.request.recv(65536)
                if not piece:
                    return
                received += piece
            received = received.split(b"\r\n\r\n", 1)[1]
            status, fields, body, closes = answer(number())
            head = b"HTTP/1.1 %d Answer\r\nContent-Length: %d\r\n" % (status, len(body))
            self.request.sendall(head + fields + b"\r\n" + body)
            if closes:
                return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass


print("listening", os.getpid(), flush=True)
Server(("127.0.0.1", port), Handler).serve_forever()
