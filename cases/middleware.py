"""What every answer has in common: nothing personal stays in a browser's cache, and a 405 has our look."""

from django.http import Http404
from django.shortcuts import render


class Manners:
    """`no-store` on whatever a view makes (R22); a page of ours for a method that an address does not take.

    An address with a NUL names no record: the database could not even be asked for it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            page = render(request, "405.html", status=405)
            page["Allow"] = response.get("Allow", "")
            response = page
        response.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(self, request, view, args, kwargs):
        if "\0" in request.path_info:
            raise Http404
