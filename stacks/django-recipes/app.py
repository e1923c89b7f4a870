"""GET /api/v1/recipes with Django's ORM; all other routes are those of python-apps/wsgi_app.py.

Settings, from the environment:

    DATABASE       host:port of PostgreSQL, or of a pool before it
    CONN_MAX_AGE   seconds that a process keeps its connection; 0 opens one for each request
    CACHE          host:port of memcached, which keeps each user's list for a minute; empty for none
"""

import json
import os

import django
from django.conf import settings

HOST, PORT = os.environ["DATABASE"].rsplit(":", 1)
CACHE = os.environ.get("CACHE", "")
CACHE_SECONDS = 60

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": HOST,
            "PORT": PORT,
            "USER": "app",
            "NAME": "recipes",
            "CONN_MAX_AGE": int(os.environ["CONN_MAX_AGE"]),
            # A pool by transaction cannot hold a cursor of the server.
            "DISABLE_SERVER_SIDE_CURSORS": True,
            "OPTIONS": {"sslmode": "disable"},
        }
    },
    CACHES={"default": {"BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache", "LOCATION": CACHE}} if CACHE else {},
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not-a-secret",  # nothing is signed here
    # Django's default is America/Chicago, and it sets TZ for the whole process.
    TIME_ZONE="UTC",
    USE_TZ=True,
)
django.setup()

from django.core.cache import cache  # noqa: E402  (needs settings)
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.serializers.json import DjangoJSONEncoder  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

import wsgi_app  # noqa: E402


class User(models.Model):
    name = models.TextField()
    email = models.TextField()

    class Meta:
        app_label = "recipes"
        db_table = "app_user"
        managed = False


class Session(models.Model):
    key = models.TextField(primary_key=True)
    user = models.ForeignKey(User, models.DO_NOTHING)
    expires = models.DateTimeField()

    class Meta:
        app_label = "recipes"
        db_table = "session"
        managed = False


class Recipe(models.Model):
    user = models.ForeignKey(User, models.DO_NOTHING)
    name = models.TextField()
    author = models.TextField()
    source = models.TextField()
    minutes = models.IntegerField()
    servings = models.IntegerField()
    tags = models.TextField()
    archived = models.BooleanField()

    class Meta:
        app_label = "recipes"
        db_table = "recipe"
        managed = False


FIELDS = ["id", "name", "author", "source", "minutes", "servings", "tags", "archived"]


def recipes(request):
    key = request.COOKIES.get("sessionid")
    session = Session.objects.select_related("user").filter(key=key, expires__gt=timezone.now()).first() if key else None
    if session is None:
        return HttpResponse("no session\n", content_type="text/plain", status=403)
    content = cached_list(session.user) if CACHE else read_list(session.user)
    return HttpResponse(content, content_type="application/json", headers={"Content-Length": str(len(content))})


def read_list(user):
    # Whole objects, as an application of the ORM has them, not values().
    rows = [{name: getattr(recipe, name) for name in FIELDS} for recipe in Recipe.objects.filter(user=user).order_by("id")]
    return json.dumps(rows, cls=DjangoJSONEncoder, separators=(",", ":")).encode()


def cached_list(user):
    key = f"recipes-{user.id}"
    content = cache.get(key)
    if content is None:
        content = read_list(user)
        cache.set(key, content, CACHE_SECONDS)
    return content


urlpatterns = [path("api/v1/recipes", recipes)]
site = WSGIHandler()


def application(environ, start_response):
    is_ours = environ.get("PATH_INFO", "").startswith("/api/")
    return (site if is_ours else wsgi_app.application)(environ, start_response)
