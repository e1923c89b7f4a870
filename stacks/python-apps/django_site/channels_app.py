"""The routes of answers.py behind a channel layer, as Channels 1 served every request: the web server sends it over the layer to a worker
(`manage.py runworker work`), and the worker's answer comes back over the layer.

Since Channels 2 a request is answered where it arrives, so the way over the layer is built here.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_site.settings")
django.setup()

from channels.routing import ChannelNameRouter, ProtocolTypeRouter  # noqa: E402  (needs settings)

from django_site.consumers import Front, Worker  # noqa: E402

application = ProtocolTypeRouter({"http": Front.as_asgi(), "channel": ChannelNameRouter({"work": Worker.as_asgi()})})
