"""The product with a switch at each guard: loaded once, any guard can be out for a moment, and each says when it is met.

`install` comes before Django loads the first file of the product. The working copy is not touched: what Python compiles is changed.
"""

import ast
import builtins
import importlib.machinery
from contextlib import contextmanager
from copy import deepcopy

from tests.prove.mutants import MIXINS, OPENED, ROOT, kind_of, mutants

GUARDS = list(mutants())
NUMBERS = {(each.path, each.line, each.column, each.kind): number for number, each in enumerate(GUARDS)}

#: The guards that were met since somebody cleared it.
met = set()
#: Class of a page -> the numbers of the guards that are bases of it, and {number: (class, with them, without)}.
_of_class, _bases = {}, {}
_out = None


def is_out(number):
    """Asked at each guard in the course of things: is it the one that is missing?"""
    met.add(number)
    return number == _out


@contextmanager
def without(number):
    """One guard is out."""
    global _out
    _out = number
    owner, whole, bare = _bases.get(number, (None, None, None))
    if owner:
        owner.__bases__ = bare
    try:
        yield
    finally:
        _out = None
        if owner:
            owner.__bases__ = whole


@contextmanager
def beyond(plain):
    """Of the guards that are met inside, those alone that the plain visit does not meet: the others are tried there."""
    plain()
    known = set(met)
    yield
    met.difference_update(known)


class Action:
    """What a page demands before it opens; "view", which every role may, while it is out."""

    def __init__(self, number, deed):
        self.number, self.deed = number, deed

    def __get__(self, page, owner):
        return "view" if is_out(self.number) else self.deed


def based(number):
    """Remember a page's class with the bases that guard it."""

    def remember(owner):
        bare = tuple(base for base in owner.__bases__ if base.__name__ not in MIXINS)
        _bases[number] = (owner, owner.__bases__, bare)
        _of_class[owner] = number
        return owner

    return remember


class Switched(ast.NodeTransformer):
    """Puts a switch at each guard of a file."""

    def __init__(self, path):
        self.path = path

    def visit(self, node):
        at = (getattr(node, "lineno", 0), getattr(node, "col_offset", -1))
        kind = kind_of(node, self.path)
        number = NUMBERS.get((self.path, *at, kind)) if kind else None
        node = self.generic_visit(node)
        return node if number is None else getattr(self, f"of_{kind}", self.of_call)(number, kind, node)

    def of_call(self, number, kind, node):
        opened = OPENED.get(kind, "None")
        return _either(number, ast.parse(opened, mode="eval").body, node)

    def of_visible_to(self, number, kind, node):
        everything = ast.Call(ast.Attribute(deepcopy(node.func.value), "all", ast.Load()), [], [])
        return _either(number, everything, node)

    def of_action(self, number, kind, node):
        node.value = _call("_action", number, node.value)
        return node

    def of_mixin(self, number, kind, node):
        node.decorator_list.append(_call("_based", number))
        return node


def _call(name, number, *more):
    return ast.Call(ast.Name(f"__guard{name}__", ast.Load()), [ast.Constant(number), *more], [])


def _either(number, opened, node):
    return ast.IfExp(_call("", number), opened, node)


def switched(path):
    """The code of one file with its switches."""
    tree = Switched(path).visit(ast.parse((ROOT / path).read_text()))
    return compile(ast.fix_missing_locations(tree), str(ROOT / path), "exec")


def install():
    """From now on Python loads the product with its switches."""
    builtins.__guard__, builtins.__guard_action__, builtins.__guard_based__ = is_out, Action, based
    codes = {str(ROOT / path): path for path in {each.path for each in GUARDS}}
    load = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, name):
        return switched(codes[self.path]) if self.path in codes else load(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code


def watch_pages():
    """A page that is opened meets the guards among its bases."""
    from django.views import View

    setup = View.setup

    def watched(self, request, *args, **kwargs):
        met.update(_of_class[each] for each in type(self).__mro__ if each in _of_class)
        return setup(self, request, *args, **kwargs)

    View.setup = watched
