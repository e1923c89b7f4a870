"""GET /api/v1/recipes with Django's ORM; all other routes are those of python-apps/wsgi_app.py.

Settings, from the environment:

    DATABASE       host:port of PostgreSQL, or of a pool before it
    CONN_MAX_AGE   seconds that a process keeps its connection; 0 opens one for each request
"""

import os

import django
from django.conf import settings

HOST, PORT = os.environ["DATABASE"].rsplit(":", 1)

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
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not-a-secret",  # nothing is signed here
    # Django's default is America/Chicago, and it sets TZ for the whole process.
    TIME_ZONE="UTC",
    USE_TZ=True,
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402  (needs settings)
from django.db import models  # noqa: E402
from django.http import HttpResponse, JsonResponse  # noqa: E402
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
    # Whole objects, as an application of the ORM has them, not values().
    rows = [{name: getattr(recipe, name) for name in FIELDS} for recipe in Recipe.objects.filter(user=session.user).order_by("id")]
    response = JsonResponse(rows, safe=False, json_dumps_params={"separators": (",", ":")})
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("api/v1/recipes", recipes)]
site = WSGIHandler()


def application(environ, start_response):
    is_ours = environ.get("PATH_INFO", "").startswith("/api/")
    return (site if is_ours else wsgi_app.application)(environ, start_response)
