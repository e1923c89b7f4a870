"""The routes of answers.py as a WSGI application without a framework (PEP 3333)."""

import answers


def application(environ, start_response):
    def body():
        length = environ.get("CONTENT_LENGTH")
        if length:
            return environ["wsgi.input"].read(int(length))
        # A body without a length ends by itself only where the server says so.
        return environ["wsgi.input"].read() if environ.get("wsgi.input_terminated") else b""

    status, kind, content = answers.answer(
        environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", ""), body
    )
    start_response(
        f"{status} {answers.REASONS[status]}", [("Content-Type", kind), ("Content-Length", str(len(content)))]
    )
    return [content]


app = application
