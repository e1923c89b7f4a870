"""Settings, from the environment:

    VIEWS        sync | async: how views wait. Under ASGI, Django runs the sync views of a process in one thread.  Default: sync.
    LAYER        tcp | unix: where the channel layer of channels_app.py is.  Default: no layer.
    LAYER_TCP    its address for tcp, such as redis://127.0.0.1:6379/0
    LAYER_UNIX   its address for unix, such as unix:///run/redis/redis.sock
"""

import os

# Nothing is signed here.
SECRET_KEY = "not-a-secret"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "django_site.urls"
WSGI_APPLICATION = "django_site.wsgi.application"
ASGI_APPLICATION = "django_site.channels_app.application"
INSTALLED_APPS = ["channels"] if "LAYER" in os.environ else []
MIDDLEWARE = []
DATABASES = {}

# Django's default is America/Chicago, and it sets TZ for the whole process: the workers of a server would log other times than their parent.
TIME_ZONE = "UTC"
USE_TZ = True

# Without this a worker of Channels is silent unless DEBUG is on, and nobody sees when it is ready.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO"}},
}

if "LAYER" in os.environ:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                "hosts": [os.environ["LAYER_" + os.environ["LAYER"].upper()]],
                # Messages that may wait in a channel; by default 100, so that the 101st user is refused.
                "capacity": 10_000,
            },
        }
    }
