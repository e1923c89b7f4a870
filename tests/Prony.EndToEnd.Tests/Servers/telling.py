"""A server that tells figures of its own (standard library only).

Usage: telling.py PORT
  /        ok
  /stats   CSV as haproxy's: a queue of 3 requests that never is empty, and how many requests there were
  /broken  an answer without the columns that are wanted
"""
import http.server
import sys

served = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global served
        if self.path == "/stats":
            body = f"# name,queue,served,\nfront,9,0,\nback,3,{served},\n"
        elif self.path == "/broken":
            body = "nothing,here\n1,2\n"
        else:
            served += 1
            body = "ok"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
server.daemon_threads = True
server.serve_forever()
