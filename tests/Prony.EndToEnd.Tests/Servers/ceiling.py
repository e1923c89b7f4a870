"""A proxy that opens five connections at most to the server behind it, and servers to put there (standard library only).

Usage: ceiling.py proxy PORT BEHIND      forwards to 127.0.0.1:BEHIND; whoever finds its five connections taken waits for one
       ceiling.py light|heavy PORT       answers after 60 ms; heavy keeps the CPU busy for 6 ms of them, which no client can see
"""
import asyncio
import sys
import time

MOST_CONNECTIONS = 5
ANSWER_S = 0.06
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

mode, port = sys.argv[1], int(sys.argv[2])


async def receive(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.split(b":")[1]))
    return head


async def serve(reader, writer):
    while True:
        await receive(reader)
        done = asyncio.get_running_loop().time() + ANSWER_S
        if mode == "heavy":
            busy = time.thread_time() + 0.006
            while time.thread_time() < busy:
                pass
        await asyncio.sleep(done - asyncio.get_running_loop().time())
        writer.write(ANSWER)
        await writer.drain()


async def forward(reader, writer, free):
    while True:
        request = await receive(reader)
        behind = await free.get()
        if behind is None:
            behind = await asyncio.open_connection("127.0.0.1", int(sys.argv[3]))
        behind[1].write(request)
        answer = await receive(behind[0])
        free.put_nowait(behind)
        writer.write(answer)
        await writer.drain()


async def main():
    free = asyncio.Queue()
    for _ in range(MOST_CONNECTIONS):
        free.put_nowait(None)

    async def accept(reader, writer):
        try:
            await (forward(reader, writer, free) if mode == "proxy" else serve(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client went away
        finally:
            writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", port, backlog=512)
    print("listening", flush=True)
    await server.serve_forever()


asyncio.run(main())
