"""Pages: one self-contained file of HTML, and the one home of Jinja2.

Nothing on a page can run or be fetched: there is no script, link, font or picture, everything a
person wrote is escaped, and the Content-Security-Policy allows the one style sheet by its hash
(CSP level 3) and nothing else, should the escaping ever be wrong.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ally_journal.render.clean import without_controls

if TYPE_CHECKING:  # Jinja2 is loaded only when a page is written
    from jinja2 import Environment

    from ally_journal.render.views.page import Page


_TEMPLATES = Path(__file__).parent / "templates"


def document(page: Page) -> str:
    """A page as one file."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2, only when a page is written

    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    template = _environment().get_template("page.html.j2")
    return template.render(
        page=page,
        style=Markup(style),  # noqa: S704 - a file of ally's own, which no word of a person's enters
        style_hash=f"sha256-{digest}",
    )


@cache  # what a template is compiled to stays in it
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - the same

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        keep_trailing_newline=True,
    )


def _finalized(value: Any) -> Any:  # noqa: ANN401 - whatever a template puts out
    """A text without controls, which HTML forbids; what is markup already stays as it is.

    Bidi controls stay too: each text stands in an element of its own and can turn nothing else.
    """
    return without_controls(value) if type(value) is str else value
