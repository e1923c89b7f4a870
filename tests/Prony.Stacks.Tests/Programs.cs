namespace Prony.Stacks.Tests;

/// <summary>Servers in a few lines of Python, each with one habit of real ones.</summary>
internal static class Programs
{
    /// <summary>Answers on the port or descriptor given. Environment: STATUS to answer; ON_TERM: exit (with 0; default), ignore, or nothing.</summary>
    internal const string Server = """
        import http.server, os, signal, socket, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            status = int(os.environ.get('STATUS', '200'))
            def do_GET(self):
                if self.path == '/environ':
                    body = '\n'.join(sorted(f'{k}={v}' for k, v in os.environ.items()))
                elif self.path == '/pid':
                    body = str(os.getpid())
                else:
                    body = 'ok'
                self.send_response(self.status)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())
            def log_message(self, *args): pass
        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128
        on_term = os.environ.get('ON_TERM', 'exit')
        if on_term == 'exit': signal.signal(signal.SIGTERM, lambda *_: (print('stopping', flush=True), os._exit(0)))
        if on_term == 'ignore': signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print('starting', flush=True)
        kind, value = sys.argv[1], int(sys.argv[2])
        if kind == 'fd':
            server = Server(('127.0.0.1', 0), Handler, bind_and_activate=False)
            server.socket = socket.socket(fileno=value)
            server.server_address = server.socket.getsockname()
        else:
            server = Server(('127.0.0.1', value), Handler)
        print('serving', flush=True)
        server.serve_forever()
        """;

    /// <summary>The server, after it made four kinds of children that stay: a worker, one in its own session, a double-forked daemon, and one that also ignores SIGTERM.</summary>
    internal const string Family = """
        import os, signal, sys, time
        def child(session=False, orphan=False, stubborn=False):
            if os.fork() == 0:
                if session: os.setsid()
                if orphan and os.fork() != 0: os._exit(0)
                if stubborn: signal.signal(signal.SIGTERM, signal.SIG_IGN)
                with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), f'child-{os.getpid()}'), 'w') as file: pass
                while True: time.sleep(3600)
            if orphan: os.wait()
        child()
        child(session=True)
        child(session=True, orphan=True)
        child(session=True, orphan=True, stubborn=True)
        time.sleep(0.1)

        """ + Server;
}
