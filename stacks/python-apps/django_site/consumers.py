"""The two ends of the way over the channel layer."""

from channels.consumer import AsyncConsumer
from channels.exceptions import ChannelFull, StopConsumer
from channels.generic.http import AsyncHttpConsumer

import answers


class Front(AsyncHttpConsumer):
    """In the web server: hands a request to a worker and passes its answer on."""

    async def http_request(self, message):
        """Sends the whole request to the channel `work`; the answer comes as a message of its own."""
        self.body.append(message.get("body", b""))
        if message.get("more_body"):
            return
        request = {
            "type": "request",
            "reply": self.channel_name,
            "method": self.scope["method"],
            "path": self.scope["path"],
            "query": self.scope["query_string"].decode("latin-1"),
            "body": b"".join(self.body),
        }
        try:
            await self.channel_layer.send("work", request)
        except ChannelFull:
            await self.answer({"status": 503, "kind": answers.TEXT, "body": b"too many requests wait\n"})

    async def answer(self, message):
        headers = [
            (b"content-type", message["kind"].encode()),
            (b"content-length", b"%d" % len(message["body"])),
        ]
        await self.send_response(message["status"], message["body"], headers=headers)
        raise StopConsumer()


class Worker(AsyncConsumer):
    """In `runworker`: answers one request at a time, as a worker of Channels 1 did."""

    async def request(self, message):
        async def body():
            return message["body"]

        status, kind, content = await answers.answer_async(message["method"], message["path"], message["query"], body)
        await self.channel_layer.send(
            message["reply"], {"type": "answer", "status": status, "kind": kind, "body": content}
        )
