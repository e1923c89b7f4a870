"""A server that misbehaves on purpose. Usage: faulty.py MODE PORT (standard library only)."""
import os
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

mode, port = sys.argv[1], int(sys.argv[2])
began = time.monotonic()
answered = 0
waiting = 0
turn = threading.Lock()

if mode == "exit":
    print("ModuleNotFoundError: No module named 'shop'", file=sys.stderr)
    sys.exit(3)
if mode == "deaf":  # lives, never listens
    print("warming the cache ...", flush=True)
    time.sleep(120)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global answered
        if mode == "mute" or (mode == "hang" and answered >= 20):
            time.sleep(120)
        if mode == "die" and answered >= 50:
            print("fatal: worker lost its mind", file=sys.stderr, flush=True)
            os._exit(7)
        answered += 1
        status = 500 if mode == "broken" else 200
        if mode in ("crowded", "packed"):  # serves three at a time and turns the others away; packed: for so long that a fourth comes meanwhile however slow the machine
            global waiting
            waiting += 1
            status = 503 if waiting > 3 else 200
            time.sleep(0.1 if mode == "packed" else 0.01)
            waiting -= 1
        if mode == "queue":  # one after the other, also for those who have left
            with turn:
                time.sleep(0.05)
        if mode == "slow":
            time.sleep(0.02)
        if mode == "tiring":  # each second takes 5 ms longer than the one before
            time.sleep(0.02 + 0.005 * (time.monotonic() - began))
        body = (self.headers.get("Cookie", "") or "hello").encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 2 if mode == "narrow" else 256

    def get_request(self):
        if mode == "narrow":  # room for three connections that wait, and slow to take them
            time.sleep(0.3)
        return super().get_request()

    def handle_error(self, request, client_address):
        pass


socketserver.TCPServer.allow_reuse_address = True
print("listening", flush=True)
Server(("127.0.0.1", port), Handler).serve_forever()
