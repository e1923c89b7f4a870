"""GET /api/v1/recipes with Starlette and asyncpg; all other routes are those of python-apps/asgi_app.py.

Settings, from the environment:

    DATABASE          host:port of PostgreSQL, or of a pool before it
    POOL              most connections of this process
    STATEMENT_CACHE   prepared statements that are kept for each connection; 0 behind a pool by transaction
"""

import json
import os

import asyncpg
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

import asgi_app

SESSION = "select u.id from session s join app_user u on u.id = s.user_id where s.key = $1 and s.expires > now()"
RECIPES = (
    "select id, name, author, source, minutes, servings, tags, archived from recipe where user_id = $1 order by id"
)


async def recipes(request):
    session = request.cookies.get("sessionid")
    if session is None:
        return PlainTextResponse("no session\n", status_code=403)
    async with request.app.state.pool.acquire() as connection:
        user = await connection.fetchval(SESSION, session)
        if user is None:
            return PlainTextResponse("no session\n", status_code=403)
        rows = await connection.fetch(RECIPES, user)
    content = json.dumps([dict(row) for row in rows], separators=(",", ":"))
    return Response(content, media_type="application/json")


async def open_pool():
    host, port = os.environ["DATABASE"].rsplit(":", 1)
    # No connection yet: the common routes need none.
    app.state.pool = await asyncpg.create_pool(
        host=host,
        port=int(port),
        user="app",
        database="recipes",
        ssl=False,
        min_size=0,
        max_size=int(os.environ["POOL"]),
        statement_cache_size=int(os.environ["STATEMENT_CACHE"]),
    )


async def close_pool():
    await app.state.pool.close()


app = Starlette(
    routes=[Route("/api/v1/recipes", recipes), Mount("/", asgi_app.application)],
    on_startup=[open_pool],
    on_shutdown=[close_pool],
)
