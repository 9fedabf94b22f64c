"""The web door as the application its server runs."""

from __future__ import annotations

from coach.web.bridge import Bridge
from coach.web.wsgi import application as pages

application = Bridge(pages)
