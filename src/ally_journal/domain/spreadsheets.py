"""What ally's own CSV looks like, and how its words are kept from being taken for formulas."""

COLUMNS = (
    "number",
    "day",
    "kind",
    "went",
    "text",
    "tags",
    "people",
    "way",
    "because",
    "lesson",
    "asked",
    "answers",
    "share",
    "plan",
)
"""The columns that ally writes, in their order, named in the first row."""

MEANINGS = {name: name for name in COLUMNS} | {"date": "day", "time": "time", "with": "people"}
"""Every column that is read, also in files made elsewhere, and what it means."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = "\t\r\n"


def guarded(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could take it for a formula.

    That is when, after any spaces, it begins with = + - @ or their full-width forms, or when a
    tab or line break comes before its first word (OWASP, CSV injection). Quotation marks alone do
    not help: LibreOffice evaluates what stands in them.
    """
    words = text.lstrip()
    space = text[: len(text) - len(words)]
    risky = words.startswith(_FORMULA) or any(control in space for control in _CONTROLS)
    return f"'{text}" if risky else text


def unguarded(cell: str) -> str:
    """What was written, without the apostrophe that `guarded` put before it."""
    bare = cell.removeprefix("'")
    return bare if guarded(bare) == cell else cell
