"""Chaussette with the back ends that it switches off on Python 3, and without a log of requests unless ACCESS_LOG=on.

gevent and fastgevent are gevent's WSGI server, as they were on Python 2 (fastgevent: without a log of requests; the server in C that it once
was is gone from gevent). bjoern is offered where it is installed. Everything else is Chaussette's own: use it as `chaussette`.
"""

import os
import signal
import socket

from chaussette.backend import backends, get, register
from chaussette.server import main
from chaussette.util import create_socket

LOGS_REQUESTS = os.environ.get("ACCESS_LOG", "off") == "on"


def gevent_server(logs_requests):
    # Here, so that it is loaded only where it is used.
    import gevent
    from gevent.pywsgi import WSGIServer

    class Server(WSGIServer):
        def __init__(
            self,
            listener,
            application=None,
            backlog=None,
            spawn="default",
            socket_type=socket.SOCK_STREAM,
            address_family=socket.AF_INET,
            graceful_timeout=None,
            disable_monkeypatch=False,
        ):
            host, port = listener
            accepting = create_socket(host, port, address_family, socket_type, backlog=backlog)
            super().__init__(accepting, application, spawn=spawn, log="default" if logs_requests else None)
            if graceful_timeout is not None:
                self.stop_timeout = graceful_timeout
                gevent.signal_handler(signal.SIGTERM, self.stop)

    return Server


register("gevent", lambda *arguments, **settings: gevent_server(LOGS_REQUESTS)(*arguments, **settings))
register("fastgevent", lambda *arguments, **settings: gevent_server(False)(*arguments, **settings))

try:
    from chaussette.backend import _bjoern

    register("bjoern", _bjoern.Server)
except ImportError:
    pass

if not LOGS_REQUESTS:
    get("wsgiref").handler_class.log_request = lambda *arguments: None

    if "eventlet" in backends():
        from eventlet import wsgi

        class QuietEventlet(get("eventlet")):
            def serve_forever(self):
                wsgi.server(self.socket, self.application, log_output=False)

        register("eventlet", QuietEventlet)

main()
