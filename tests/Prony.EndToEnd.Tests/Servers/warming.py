"""Gets faster for some seconds from its fifth request on: from 40 ms to 5 ms. Usage: warming.py SECONDS PORT; 0: fast at once (standard library only)."""
import socketserver
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

seconds, port = float(sys.argv[1]), int(sys.argv[2])
asked = 0
began = None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global asked, began
        asked += 1
        if asked == 5:  # whoever asked whether it is ready came before
            began = time.monotonic()
        passed = time.monotonic() - began if began else 0
        cold = max(0, 1 - passed / seconds) if seconds else 0
        time.sleep(0.005 + 0.035 * cold)
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


socketserver.TCPServer.allow_reuse_address = True
ThreadingHTTPServer.daemon_threads = True
ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
