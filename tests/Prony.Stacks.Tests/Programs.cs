namespace Prony.Stacks.Tests;

/// <summary>Servers in a few lines of Python, each with one habit of real ones.</summary>
internal static class Programs
{
    /// <summary>Answers on the port or descriptor given; ends with 0 on SIGTERM.</summary>
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
        signal.signal(signal.SIGTERM, lambda *_: (print('stopping', flush=True), os._exit(0)))
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
}
