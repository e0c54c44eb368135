"""Experiments: a guided log or review killed at random moments loses no line answered."""

import json
import os
import random
import re
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pexpect
import pytest
from tests.conftest import Said

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("FAULT_ANSWERS", "40"))


def test_no_answer_is_lost(terminal: Callable[..., Any], program: Callable[..., Said]) -> None:
    """Every text that was answered by the next question is an entry or a draft, exactly once."""
    seed = int(os.environ.get("FAULT_SEED", "47"))
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    promised, finished = [], 0
    for turn in range(KILLS):
        child = terminal("log", "--more", "--tag", "kill")
        child.delaybeforesend = None
        answers = [f"Line {turn} of text", "act", "asked", "an answer"]
        given = 0
        stop = chance.randrange(1, len(answers) + 2)
        while given < min(stop, len(answers)) and not child.expect(["> $", pexpect.EOF]):
            child.sendline(answers[given])
            given += 1
        if given > 1:  # the next question was there, so the line before it was answered
            promised.append(answers[0])
        time.sleep(chance.uniform(0, 0.05))
        child.kill(signal.SIGKILL)
        child.close(force=True)
        finished += child.signalstatus is None
    kept = [entry["text"] for entry in json.loads(program("list", "--json").out)]
    waiting = [one["words"].split("\n")[0] for one in json.loads(program("draft", "--json").out)]
    print(f"seed {seed}: {len(promised)} promised, {len(kept)} entries, {len(waiting)} drafts")
    assert len(promised) > KILLS // 3
    assert set(promised) <= {*kept, *waiting}
    assert json.loads(program("doctor", "--json").out)
    for one in waiting[:3]:
        assert program("draft", "use", "1", "--kind", "act").code == 0
        assert one in program("list", "--json").out


REVIEWS = KILLS // 2


def test_a_review_keeps_each_answer_before_the_next_question(
    terminal: Callable[..., Any], program: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after any answer: what was answered by the next question is kept, exactly once."""
    seed = int(os.environ.get("FAULT_SEED", "47"))
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    assert program("log", "learn", "Read", "--on", "2026-09-01").code == 0
    promised: list[str] = []
    for turn in range(REVIEWS):
        monday = datetime(2026, 11, 16, 12, tzinfo=UTC) + timedelta(weeks=turn)
        monkeypatch.setenv("ALLY_NOW", monday.isoformat())
        # What was missed and has its lesson is looked back on, and nothing is asked about it.
        program("log", "learn", f"Let it pass {turn}", "--missed", "--lesson", "Ask")
        child = terminal("review")
        child.delaybeforesend = None
        left, answered, hasty = chance.randrange(1, 5), "", chance.random() < 0.5
        while not child.expect(["> $", pexpect.EOF]):
            promised += [answered] if answered else []
            answered = ""
            if not left:
                break
            if re.search(r"Anything else|Which did", child.before):  # these take more than words
                child.sendline("")
                continue
            answered, left = f"Words {turn}.{left} of mine", left - 1
            child.sendline(answered)
            if hasty and not left:
                time.sleep(chance.uniform(0, 0.05))
                break
        child.kill(signal.SIGKILL)
        child.close(force=True)
    kept = program("export").out
    print(f"seed {seed}: {len(promised)} promised")
    assert len(promised) > REVIEWS // 2
    assert [one for one in promised if kept.count(one) != 1] == []
    assert json.loads(program("doctor", "--json").out)
