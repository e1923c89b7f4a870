"""Keeps 1 MiB more of its memory every second, from its first request on. Usage: leaking.py PORT (standard library only)."""
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STEP = 64 * 1024
kept = []
asked = threading.Event()


def leak():
    asked.wait()
    began = time.monotonic()
    while True:
        wanted = int((time.monotonic() - began) * (1 << 20) / STEP)
        while len(kept) < wanted:
            kept.append(b"x" * STEP)  # written to, so that it is resident
        time.sleep(0.05)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.set()
        time.sleep(0.01)
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


threading.Thread(target=leak, daemon=True).start()
socketserver.TCPServer.allow_reuse_address = True
ThreadingHTTPServer.daemon_threads = True
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
