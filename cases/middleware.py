"""What every answer has in common: its headers and its number; and what happens while the database is away."""

import time

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render

from cases.failing import unavailable
from cases.lib import log_line

#: On every answer, errors and files as well (R20, R22; V3.4.4, V3.4.5, V14.3.2).
HEADERS = {
    "Cache-Control": "no-store, private",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
            "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb",
            "xr-spatial-tracking",
        )
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}  # fmt: skip


class Envelope:
    """Around everything else: headers that no answer goes without, and the number that its lines in the log carry."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.number = log_line.begin()
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.setdefault("X-Request-Id", request.number)
        return response


class Steady:
    """While the database does not answer, a process asks it again after two seconds and answers at once meanwhile.

    Whoever waits would wait for the pool's whole patience, and a handful of them would keep everybody else from the page
    that says so, and `/live` from answering (R47, R49).
    """

    pause = 2  # seconds

    def __init__(self, get_response):
        self.get_response = get_response
        self.closed_until = 0.0

    def __call__(self, request):
        if request.path_info in {"/live", "/ready"}:
            request.COOKIES.clear()  # who asks does not matter there, and a session would have to be looked up
            return self.get_response(request)
        if time.monotonic() < self.closed_until:
            return unavailable(request)
        response = self.get_response(request)
        if getattr(response, "database_away", False):
            self.closed_until = time.monotonic() + self.pause
        return response


class Manners:
    """A page of ours for a method that an address does not take.

    An address with a NUL names no record: the database could not even be asked for it. A method that the house does not
    speak (PUT, PATCH, DELETE, TRACE; ASVS V13.4.4) no view sees: those of the workshop would take it for a GET.
    """

    spoken = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            page = render(request, "405.html", status=405)
            page["Allow"] = response.get("Allow", "")
            response = page
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method not in self.spoken:
            return HttpResponseNotAllowed(sorted(self.spoken))
        if "\0" in request.path_info:
            raise Http404
        return None
