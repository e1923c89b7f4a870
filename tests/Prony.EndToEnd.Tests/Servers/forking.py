"""A server of several processes that misbehaves on purpose. Usage: forking.py MODE PORT (standard library only).

orphan   at its 60th request it leaves a grandchild behind that uses half a second of CPU; nobody waits for it
plain    the same server without that
drop     four workers share the socket; one of them is lost in the middle of a request and is not replaced
"""
import itertools
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

mode, port = sys.argv[1], int(sys.argv[2])
numbers = itertools.count(1)  # each thread gets its own, whoever comes at once
first = 0.0


def leave_orphan():
    child = os.fork()
    if child != 0:
        os.waitpid(child, 0)
        return
    os.setsid()
    if os.fork() != 0:
        os._exit(0)
    begun = time.process_time()
    while time.process_time() - begun < 0.5:
        pass
    os._exit(0)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global first
        number = next(numbers)
        first = first or time.monotonic()
        if mode == "orphan" and number == 60:
            leave_orphan()
        if mode == "drop":
            time.sleep(0.01)
            if time.monotonic() - first > 1:
                try:  # the first worker that comes here is the one that is lost
                    os.close(os.open(f"lost-{os.getppid()}", os.O_CREAT | os.O_EXCL))
                    os._exit(9)
                except FileExistsError:
                    pass
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def get_request(self):
        connection, address = super().get_request()
        connection.setblocking(True)
        return connection, address

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", port), Handler)
if mode == "drop":
    server.socket.setblocking(False)  # all workers are woken, one of them gets the connection
    workers = []
    for _ in range(4):
        worker = os.fork()
        if worker == 0:
            server.serve_forever()
        workers.append(worker)
    for worker in workers:
        os.waitpid(worker, 0)
else:
    server.serve_forever()
