"""What an import says of itself: all four counts, names of conflicts, and the way back."""

import json

from ally_journal.domain.history import Conflict
from ally_journal.domain.transfer.result import Taken, Tally
from ally_journal.render.messages import transfer

CONFLICTS = ("entry 1", "the setting week\x1b_starts")
TO_MERGE = (
    Conflict("entry", {"number": 1}),
    Conflict("setting", {"key": "week\x1b_starts", "value": "monday"}),
)


def test_what_was_done_names_conflicts_and_the_backup() -> None:
    """Names are cleaned, those beyond the first few are counted, the command stands alone."""
    value = Taken(Tally(1234, 5, 6, 3), 1300, True, "20261120-143000-ab-before-import", CONFLICTS)
    value = value._replace(to_merge=TO_MERGE)
    assert transfer.done(value) == (
        "Imported: 1,234 new, 6 changed, 3 in conflict, 5 the same.\n"
        "In conflict, entry 1, the setting week\ufffd_starts and 1 more: every version is kept.\n"
        "To make one of them again:\n"
        "  ally edit 1\n"
        "  ally config 'week\ufffd_starts' monday\n"
        "ally doctor names the command for each that is in conflict.\n"
        "Undo does not take this back. The journal as it was before:"
    )
    assert transfer.way_back(value) == "ally backup restore 20261120-143000-ab-before-import"
    assert transfer.way_back(Taken(Tally(), 0, True)) == ""
    assert transfer.way_back(value._replace(undoable=True)) == ""


def test_an_empty_journal_has_no_way_back_to_tell() -> None:
    """One sentence is enough."""
    value = Taken(Tally(new=2), 2, False)
    assert transfer.done(value) == "Imported: 2 new, 0 changed, 0 in conflict, 0 the same."
    assert (
        transfer.nothing_new(Taken(Tally(same=1), 0, True))
        == "Nothing is new: 1 record is the same."
    )


def test_the_document_has_integers_and_null() -> None:
    """Counts, whether it was only looked at, and the backup's name."""
    value = json.loads(transfer.document(Taken(Tally(1, 2, 3, 4), 9, True), dry_run=True))
    assert value == {
        "new": 1,
        "same": 2,
        "changed": 3,
        "conflict": 4,
        "dry_run": True,
        "revisions": 9,
        "backup": None,
        "conflicts": [],
        "erased": [],
        "notes": [],
    }
