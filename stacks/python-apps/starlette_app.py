"""The routes of answers.py with Starlette."""

import asyncio

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

import answers


async def hello(request):
    return Response(answers.HELLO, media_type=answers.TEXT)


async def wait(request):
    ms = answers.wait_ms(request.url.query)
    if ms is None:
        return Response(answers.WRONG_TIME, status_code=400, media_type=answers.TEXT)
    await asyncio.sleep(ms / 1000)
    return Response(answers.waited(ms), media_type=answers.TEXT)


async def work(request):
    await answers.work_async()
    return Response(answers.DONE, media_type=answers.TEXT)


async def recipes(request):
    return Response(answers.RECIPES, media_type=answers.JSON)


async def pid(request):
    return Response(answers.pid(), media_type=answers.TEXT)


async def echo(request):
    return Response(await request.body(), media_type="application/octet-stream")


app = Starlette(
    routes=[
        Route("/", hello),
        Route("/wait", wait),
        Route("/work", work),
        Route("/json", recipes),
        Route("/pid", pid),
        Route("/echo", echo, methods=["POST"]),
    ]
)
