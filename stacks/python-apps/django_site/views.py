"""The routes of answers.py as Django views, each in two forms: one that blocks its thread and one that awaits."""

import asyncio
import time

from django.http import HttpResponse

import answers


def respond(content, kind=answers.TEXT, status=200):
    # Without a length a server has to close the connection or send chunks; Django sets it only in a middleware.
    return HttpResponse(content, content_type=kind, status=status, headers={"Content-Length": str(len(content))})


def hello(request):
    return respond(answers.HELLO)


async def hello_async(request):
    return respond(answers.HELLO)


def wait(request):
    ms = answers.wait_ms(request.META["QUERY_STRING"])
    if ms is None:
        return respond(answers.WRONG_TIME, status=400)
    time.sleep(ms / 1000)
    return respond(answers.waited(ms))


async def wait_async(request):
    ms = answers.wait_ms(request.META["QUERY_STRING"])
    if ms is None:
        return respond(answers.WRONG_TIME, status=400)
    await asyncio.sleep(ms / 1000)
    return respond(answers.waited(ms))


def work(request):
    answers.work()
    return respond(answers.DONE)


async def work_async(request):
    await answers.work_async()
    return respond(answers.DONE)


def recipes(request):
    return respond(answers.RECIPES, answers.JSON)


async def recipes_async(request):
    return respond(answers.RECIPES, answers.JSON)


def pid(request):
    return respond(answers.pid())


async def pid_async(request):
    return respond(answers.pid())


def echo(request):
    return respond(request.body, "application/octet-stream")


async def echo_async(request):
    return respond(request.body, "application/octet-stream")


synchronous = {"": hello, "wait": wait, "work": work, "json": recipes, "pid": pid, "echo": echo}
asynchronous = {
    "": hello_async,
    "wait": wait_async,
    "work": work_async,
    "json": recipes_async,
    "pid": pid_async,
    "echo": echo_async,
}
