"""The product with a switch at each guard: loaded once, any guard can be out for a moment, and each says when it decides.

`install` comes before Django loads the first file of the product. The working copy is not touched: what Python compiles is changed.
"""

import ast
import builtins
import importlib.machinery
import sys
from contextlib import contextmanager
from copy import deepcopy
from functools import cache

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tests.prove.mutants import MIXINS, OPENED, ROOT, kind_of, mutants

GUARDS = list(mutants())
NUMBERS = {(each.path, each.line, each.column, each.kind): number for number, each in enumerate(GUARDS)}

#: The guards that decided something since somebody cleared it: without them the answer would have been another.
met = set()
#: Class of a page -> the numbers of the guards that are bases of it, and {number: (class, with them, without)}.
_of_class, _bases = {}, {}
_out = None


def value(number, said, opened):
    """What a guard says, or what stands there without it; it decides where the two differ."""
    if said == opened:
        return said
    met.add(number)
    return opened if number == _out else said


def rows(number, seen, everything):
    """The rows that a guard lets through, or all of them; it decides where it keeps one back.

    That is asked of the database only while none is out: a test that counts statements shall not fail of the question.
    """
    if number == _out:
        return everything
    if _out is None and number not in met and keeps_back(seen, everything):
        met.add(number)
    return seen


def keeps_back(seen, everything):
    """Is there a row that is kept back? Of a query that cannot be asked by itself (a part of another) nobody knows: perhaps."""
    try:
        with transaction.atomic():
            return everything.order_by().exclude(pk__in=seen.order_by().values("pk")).exists()
    except Exception:
        return True


def demanded(number, demand, *asked):
    """A demand that refuses, or would."""
    try:
        return demand(*asked)
    except PermissionDenied:
        met.add(number)
        if number != _out:
            raise


def begin():
    """From now on it is noted anew which guards decide; what the product remembers of their answers is forgotten."""
    met.clear()
    for remembered in _remembered():
        remembered.cache_clear()


@cache
def _remembered():
    """The functions with a memory in the files that have a guard."""
    names = {each.path.removesuffix(".py").replace("/", ".") for each in GUARDS} & sys.modules.keys()
    found = [
        each for name in names for each in vars(sys.modules[name]).values() if hasattr(each, "cache_clear")
    ]
    return [each for each in found if each.__module__ in names]


@contextmanager
def without(number):
    """One guard is out."""
    global _out
    _out = number
    for remembered in _remembered():
        remembered.cache_clear()
    owner, whole, bare = _bases.get(number, (None, None, None))
    if owner:
        owner.__bases__ = bare
    try:
        yield
    finally:
        _out = None
        for remembered in _remembered():
            remembered.cache_clear()
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
        return value(self.number, self.deed, "view")


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
        return _call("value", number, node, ast.parse(OPENED[kind], mode="eval").body)

    def of_demand(self, number, kind, node):
        return _call("demanded", number, node.func, *node.args)

    def of_visible_to(self, number, kind, node):
        everything = ast.Call(ast.Attribute(deepcopy(node.func.value), "all", ast.Load()), [], [])
        return _call("rows", number, node, everything)

    def of_action(self, number, kind, node):
        node.value = _call("action", number, node.value)
        return node

    def of_mixin(self, number, kind, node):
        node.decorator_list.append(_call("based", number))
        return node


def _call(name, number, *more):
    return ast.Call(ast.Name(f"__guard_{name}__", ast.Load()), [ast.Constant(number), *more], [])


def switched(path):
    """The code of one file with its switches."""
    tree = Switched(path).visit(ast.parse((ROOT / path).read_text()))
    return compile(ast.fix_missing_locations(tree), str(ROOT / path), "exec")


def install():
    """From now on Python loads the product with its switches."""
    for name, function in (
        ("value", value),
        ("rows", rows),
        ("demanded", demanded),
        ("action", Action),
        ("based", based),
    ):
        setattr(builtins, f"__guard_{name}__", function)
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
