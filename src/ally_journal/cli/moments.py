"""Keeping what was said about a missed moment or a mistake."""

from dataclasses import replace
from datetime import date

from ally_journal.cli.session import Session
from ally_journal.cli.voice import cleaned
from ally_journal.domain.entries import Entry
from ally_journal.domain.plans import plan_for_next_time
from ally_journal.domain.prompts import NEXT_TIME
from ally_journal.render import plain
from ally_journal.store.editing import edit, see


def keep_moment(session: Session, entry: Entry, answers: dict[str, str], day: date) -> str:
    """Keep the answers on the entry, and next time as a plan that the entry names; say so."""
    told = {key: cleaned(text) for key, text in answers.items()}
    next_time, because = told.pop(NEXT_TIME.key, ""), told.pop("because", None)
    with session.journal() as journal:
        seen = see(journal, entry.number)
        after = replace(seen.value, answers={**seen.value.answers, **told})
        if because:
            after = replace(after, because=because)
        if next_time:
            kept = journal.add_plan(plan_for_next_time(next_time, entry.went, day))
            after = replace(after, plan=kept.number)
        edit(journal, seen, after)
    return plain.plan_kept(kept) if next_time else "Kept."
