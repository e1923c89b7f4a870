"""The routes of answers.py as an ASGI application without a framework (ASGI 3)."""

import answers


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http":
        raise ValueError(f"only http is served here, not {scope['type']}")

    async def body():
        content, more = b"", True
        while more:
            message = await receive()
            content += message.get("body", b"")
            more = message.get("more_body", False)
        return content

    status, kind, content = await answers.answer_async(
        scope["method"], scope["path"], scope["query_string"].decode("latin-1"), body
    )
    headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _live(receive, send):
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


app = application
