"""Plausible answers to common data sources, so that programs which need one at once still preview; always marked."""

from __future__ import annotations


class Placeholders:
    """Looks up the table of placeholders, with the stack's own region, project and the like filled in."""

    def __init__(self, context):
        self._context = context

    def find(self, token, arguments, result_class):
        return None
