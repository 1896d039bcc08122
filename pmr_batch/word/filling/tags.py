"""What the tags of a Word template may contain: names, conditions and lists, and nothing that runs."""

from __future__ import annotations

from jinja2 import Template, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pmr_batch.errors import TemplateError

#: No call, no filter, no arithmetic: a template runs no code, and its work is bounded by the
#: content it is given.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
)
_DEEPEST_LIST = 2


def sandbox() -> ImmutableSandboxedEnvironment:
    """Where templates are rendered: nothing to call, text escaped, and an unknown name an error, never a blank."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    return environment


def compiled(xml: str) -> tuple[Template, set[str]]:
    """A part of a Word template ready to render, and the names it needs. Raises TemplateError."""
    tree = parsed(xml)
    return sandbox().from_string(xml), find_undeclared_variables(tree)


def parsed(xml: str) -> nodes.Template:
    """The syntax tree of the tags in XML or text. Raises TemplateError where they contain more than they may."""
    try:
        tree = sandbox().parse(xml)
    except JinjaError:
        raise TemplateError("the template's tags cannot be read; look for an unfinished {{ or {%") from None
    if not _plain(tree):
        raise TemplateError("the template's tags may only name fields, and use if and for")
    return tree


def _plain(node: nodes.Node, depth: int = 0) -> bool:
    """Whether a template contains only what it may, with lists no deeper than a list in a list."""
    depth += isinstance(node, nodes.For)
    if not isinstance(node, _ALLOWED) or depth > _DEEPEST_LIST or getattr(node, "recursive", False):
        return False
    return all(_plain(child, depth) for child in node.iter_child_nodes())
