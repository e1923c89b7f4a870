"""A server that answers every request after the same delay. Usage: delayed.py MILLISECONDS PORT (standard library only)."""
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

delay_s, port = float(sys.argv[1]) / 1000, int(sys.argv[2])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 8192  # head and body in one segment: two would wait for the client's delayed acknowledgement (40 ms)

    def do_GET(self):
        time.sleep(delay_s)
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


Server.allow_reuse_address = True
Server(("127.0.0.1", port), Handler).serve_forever()
