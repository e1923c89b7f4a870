"""The routes of answers.py; VIEWS says whether their views are sync or async."""

import os

from django.urls import path

from django_site import views

waiting = views.asynchronous if os.environ.get("VIEWS", "sync") == "async" else views.synchronous

urlpatterns = [path(route, view) for route, view in waiting.items()]
