"""A command line that cannot be read gets one sentence of ally's own, with what to do next."""

import inspect
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.conftest import Said
from tests.test_house import command_tree
from tests.test_suggestions import LEFT_TO_A_PERSON, read
from typer._click import exceptions
from typer.core import TyperArgument, TyperGroup, TyperOption

from ally_journal.cli import usage
from ally_journal.cli.app import COMMANDS, program
from ally_journal.cli.arguments import AnyText
from ally_journal.cli.guesses import replaced
from ally_journal.cli.synonyms import INSTEAD, MEANT, SAME
from ally_journal.errors import WrongUsage

Ally = Callable[..., Said]

OF_THE_LIBRARY = re.compile(
    r"No such|Missing|Got unexpected|Invalid|Error:|Usage:|Try '|Did you mean|Possible|requires"
    r"|does not take|not a valid|needs [A-Z]"
)
A_STEP = re.compile(r"\bally [a-z-]|--help|--[a-z]|alone|without #")


def told(said: Said) -> str:
    """The sentence of wrong usage: one line on stderr, exit 2, nothing else, with a next step."""
    assert (said.code, said.out) == (2, ""), said
    (sentence,) = said.err.splitlines()
    assert not OF_THE_LIBRARY.search(sentence), sentence
    assert A_STEP.search(sentence), sentence
    return sentence


def mistakes(words: list[str], command: Any) -> Iterator[list[str]]:  # noqa: ANN401 - of Typer's kinds
    """Every way in which a command line can be wrong for Typer."""
    options = [param for param in command.params if isinstance(param, TyperOption)]
    arguments = [param for param in command.params if isinstance(param, TyperArgument)]
    if not issubclass(type(command), AnyText):  # which looks for what it does not know
        yield [*words, "--no-such-option"]
        yield [*words, "-Z"]
    yield from ([*words, f"{one.opts[0]}=1"] for one in options if one.is_flag)
    yield from ([*words, one.opts[0]] for one in options if not one.is_flag)
    if any(one.required for one in arguments):
        yield words
    if isinstance(command, TyperGroup):
        if words != ["ideas"]:  # where it is looked for
            yield [*words, "nonsense"]
    elif not isinstance(command, TyperGroup) and all(one.nargs == 1 for one in arguments):
        yield [*words, *(["1"] * len(arguments)), "nonsense"]


@pytest.mark.parametrize(("words", "command"), command_tree(), ids=lambda one: str(one)[:30])
def test_every_mistake_is_told_in_a_sentence(
    ally: Ally,
    words: list[str],
    command: Any,  # noqa: ANN401 - of Typer's kinds
    journal_path: Path,
) -> None:
    """And no journal is made."""
    seen = [told(ally(*args)) for args in mistakes(words, command)]
    assert seen
    assert not journal_path.exists()


@pytest.mark.parametrize(
    "kind",
    [
        one
        for one in vars(exceptions).values()
        if inspect.isclass(one) and issubclass(one, typer.TyperException)
    ],
)
def test_no_error_of_the_library_speaks_for_itself(kind: type[Any]) -> None:
    """Whatever class of error the library has, also one that ally's commands do not cause now."""
    given = {"option_name": "--on", "filename": "x"}
    wanted = [name for name in inspect.signature(kind).parameters if name in given]
    values: list[Any] = [given[name] for name in wanted]
    if "message" in inspect.signature(kind).parameters and kind is not exceptions.NoSuchOption:
        values.append("Option '--on' requires an argument.")
    root = program()
    if kind is exceptions.NoArgsIsHelpError:
        values = [typer.Context(root, info_name="ally", **root.context_settings)]
    said = usage.sentence(kind(*values), root, ["log"])
    assert not OF_THE_LIBRARY.search(said)
    assert A_STEP.search(said)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("done 3", "There is no “ally done”; write: ally plan done 3"),
        ("rm 12", "There is no “ally rm”; write: ally delete 12"),
        ("logg act x", "There is no “ally logg”; write: ally log act x"),
        ("'list today' -t x", "There is no “ally list today”; write: ally list today -t x"),
        ("sync push", "There is no “ally sync push”; write: ally sync"),
        ("log learned x", "ally log learn x"),
        ("add 'Spoke up'", "There is no “ally add”; write, for example: ally log act 'Spoke up'"),
        ("version", "There is no “ally version”; write: ally --version"),
        ("act 'x y'", "There is no “ally act”; write: ally log act 'x y'"),
        ("gave the floor", "write, for example: ally log act 'gave the floor'"),
        ("--list", "--list is no option of ally; write: ally list"),
        ("plan delete 1", "There is no “ally plan delete”; write: ally plan dropped 1"),
        (
            "shelf rm 1",
            "There is no “ally shelf rm”; to erase it for good write: ally forget --shelf 1",
        ),
        ("obstacle solved 2", "There is no “ally obstacle solved”; write: ally obstacle changed 2"),
        ("backup now", "There is no “ally backup now”; write: ally backup"),
        ("undo 3", "can be an entry (ally history 3) or so many changes (ally undo --steps 3).\n"),
        ("redo 3", "can be an entry (ally history 3) or so many changes (ally redo --steps 3).\n"),
        ("undo last", "ally undo takes no “last”; write: ally undo"),
        ("yesterday: 'Spoke up'", "for example: ally log act 'Spoke up' --on yesterday"),
        ("task add x", "write: ally plan add x"),
        ("plan reopen 1", "if closing it was the newest change write: ally undo"),
        ("plan 1 done", "There is no “ally plan 1”; write: ally plan done 1"),
        ("plan 1 finished 'By itself'", "write: ally plan done 1 'By itself'"),
        ("plan 1 2", "ally plan show takes no “2”; write: ally plan show 1"),
        ("plan edit 1 --text 'When x'", "write: ally plan edit 1 'When x'"),
        (
            "plan 'When x, I will y' --until friday",
            "ally plan add 'When x, I will y' --until friday",
        ),
        ("plan When x, I will y", "write: ally plan add 'When x, I will y'"),
        ("plan help", "There is no “ally plan help”; write: ally help plan"),
        ("log help", "write: ally help log"),
        ("obstacle handed on 2", "write: ally obstacle handed-on 2"),
        ("delete plan 1", "“plan” is not the number of an entry; write: ally plan dropped 1"),
        ("edit plan 1", "ally edit takes no “1”; write: ally plan edit 1"),
        ("show plan 1", "ally show takes no “1”; write: ally plan show 1"),
        ("rm shelf 2", "to erase it for good write: ally forget --shelf 2"),
        ("add obstacle x", "write: ally obstacle add x"),
        ("delete entry 3", "“entry” is not the number of an entry; write: ally delete 3"),
        ("show entry 3", "ally show takes no “3”; write: ally show 3"),
        ("entry delete 3", "write: ally delete 3"),
        ("star 3", "There is no “ally star”; write: ally edit 3 --star"),
        ("3 unstar", "write: ally edit 3 --no-star"),
        ("share 3", "write: ally edit 3 --share"),
        ("lesson 3 'Ask first'", "write: ally edit 3 --lesson 'Ask first'"),
        ("edit last Asked twice", "write: ally edit last --text 'Asked twice'"),
        ("forget Mina", "to erase it for good write: ally forget --with Mina"),
        ("tags rename a b", "by edit and --untag; to list those write: ally list -t a"),
        ("tags delete hiring", "to list those write: ally list -t hiring"),
        ("tag hiring 3", "write: ally edit 3 --tag hiring"),
        ("learned 'x y'", "There is no “ally learned”; write: ally log learn 'x y'"),
        ("done 'x y'", "There is no “ally done”; ally plan --help shows how."),
        ("encrypt off", "ally encrypt takes no “off”; write: ally encrypt --off"),
        ("forget plan 1", "to erase it for good write: ally forget --plan 1"),
        ("forget names", "to erase it for good write: ally forget --names"),
        ("obstacle edit 1 Panels are picked", "ally obstacle update 1 --text 'Panels are picked'"),
        ("edit 1 star", "ally edit takes no “star”; write: ally edit 1 --star"),
        ("edit 1 way ask", "ally edit takes no “way ask”; write: ally edit 1 --way ask"),
        ("task 1 finished", "There is no “ally task”; write: ally plan done 1"),
        ("heard them 1 'She was glad'", "write: ally heard 1 them 'She was glad'"),
        ("plan did 'Both in the meeting' 1", "write: ally plan did 1 'Both in the meeting'"),
        ("year all", "“all” is not a year that ally knows; write: ally year --all"),
        ("handover all yes", "write: ally handover --all --yes"),
        ("away cancel", "a pause ends, or goes before it begins, by: ally away back"),
        ("year --year 2025", "--year is no option of ally year; write: ally year 2025"),
        ("year --year=2025", "write: ally year 2025"),
        ("search -t hiring", "write: ally list -t hiring"),
        ("rm -rf 3", "There is no “ally rm”; ally delete --help shows how."),
        ("forget --bfore 2026-06-01 --nmes --yes", "ally forget --before 2026-06-01 --names --yes"),
        ("erase 3 --dryrun --yes", "good write: ally forget 3 --dry-run --yes"),
        (
            "forget 3 --keep-backups",
            "--keep-backups is no option of ally forget; ally forget --help",
        ),
        ("forget 3 --backup", "--backup is no option of ally forget; near it is --backups."),
        ("forget 3 --backups", "--backups needs rewrite or remove behind it; ally forget --help"),
        ("--journal x add 'Spoke up'", "write, for example: ally --journal=x log act 'Spoke up'"),
        ("doctr --rebiuld", "There is no “ally doctr”; write: ally doctor --rebuild"),
        ("plna add 'When x' --by friday", "write: ally plan add 'When x' --until friday"),
        (
            "log act x -tag hiring",
            "-tag is no option of ally log; write: ally log act x --tag hiring",
        ),
        ("new act x -tag=hiring", "write: ally log act x --tag=hiring"),
        ("log act x -tags hiring", "write: ally log act x --tag hiring"),
        ("list -plain -json", "-plain is no option of ally list; write: ally --plain list --json"),
        ("-plain list", "-plain is no option of ally; write: ally --plain list"),
        ("plan -json", "-json is no option of ally plan; write: ally plan --json"),
        ("search --tga hiring", "--tga is no option of ally search; write: ally list --tag hiring"),
        ("forget all", "“all” is not the number of an entry; ally list shows the numbers."),
        ("log act x --no-share", "--no-share is no option of ally log; ally log --help shows"),
        ("forget --without Noor", "--without is no option of ally forget; ally forget --help"),
        ("log act x --tags hiring --date friday", "write: ally log act x --tag hiring --on friday"),
        ("log missed 'x y'", "write, for example: ally log act 'x y' --missed"),
        ("log mistake learn 'x y'", "write: ally log learn 'x y' --mistake"),
        ("log yesterday act 'x y' -t hiring", "ally log act 'x y' --on yesterday -t hiring"),
        ("log act missed x --on nextyear", "“nextyear” is not a date that ally knows; write for"),
        ("log 'act: x y'", "write: ally log act 'x y'"),
        ("missed 'x y'", "for example: ally log act 'x y' --missed"),
        ("''", "No command is empty; ally help all shows what there is."),
        ("shelf delete", "write, for example: ally forget --shelf 2"),
        (
            "restore 2 --yes",
            "whole journal as it was; to see its backups write: ally backup list\n",
        ),
        ("restore entry 1", "There is no “ally restore”; undo brings back what was deleted"),
        ("unlock", "asks for the passphrase; other ways are shown by: ally help environment\n"),
        ("drop 1 --yes", "a plan ends by ally plan dropped, an entry goes by ally delete.\n"),
        ("drop plan 1", "There is no “ally drop”; write: ally plan dropped 1\n"),
        ("undelete 2", "There is no “ally undelete”; ally help all shows what there is.\n"),
        ("erase-plan 1", "to erase it for good write: ally forget --plan 1\n"),
        ("forget-plan 1 --yes", "to erase it for good write: ally forget --plan 1 --yes\n"),
        ("delete-plan 1 --yes", "There is no “ally delete-plan”; write: ally plan dropped 1\n"),
        ("plan-delete 1", "There is no “ally plan-delete”; write: ally plan dropped 1\n"),
        ("delete-obstacle 1", "to erase it for good write: ally forget --obstacle 1\n"),
        ("delete-all 1 --yes", "There is no “ally delete-all”; near it is ally delete.\n"),
        ("delete --plan 1 --yes", "no option of ally delete; write: ally plan dropped 1\n"),
        ("--plans", "--plans is no option of ally; write: ally plan\n"),
        ("list last 3 weeks", "“last” can be the newest entry (ally show last) or last week"),
        ("delete --plans 1", "no option of ally delete; write: ally plan dropped 1\n"),
        ("delete plan 1 --yes", "number of an entry; write: ally plan dropped 1\n"),
        ("delete --shelf 1", "to erase it for good write: ally forget --shelf 1\n"),
        ("show --plan 1", "--plan is no option of ally show; write: ally plan show 1\n"),
        ("heard --plan 1", "--plan is no option of ally heard; ally heard --help shows those"),
        ("plan --done", "--done is no option of ally plan; to see those write: ally plan --all\n"),
        ("plan closed", "no “ally plan closed”; to see those write: ally plan --all\n"),
        ("obstacle --changed", "to see those write: ally obstacle --all\n"),
        ("shelf --done", "to see those write: ally shelf\n"),
        ("fix", "There is no “ally fix”; ally help all shows what there is.\n"),
        ("clone 3", "There is no “ally clone”; ally help all shows what there is.\n"),
        ("close", "; ally plan done --help and ally shelf done --help show how.\n"),
        ("rdo 2", "There is no “ally rdo”; near it is ally redo.\n"),
        ("changed 1 'new words'", "changed --help and ally obstacle changed --help show how.\n"),
        ("unchanged 1", "There is no “ally unchanged”; ally obstacle unchanged --help shows how."),
        ("edit 1 --no-tag", "--no-tag is no option of ally edit; near it is --untag.\n"),
        ("edit 1 --no-tags", "--no-tags is no option of ally edit"),
        ("schedule friday 16:00", "write: ally remind friday 16:00\n"),
        ("log plan 'When I'", "write: ally plan add 'When I'\n"),
        ("log plan for the week", "for example: ally log act plan for the week\n"),
        ("add why 'x y'", "There is no “ally add”; write: ally reflect why 'x y'\n"),
        ("phrase add 'x y' z", "write: ally ideas phrase 'x y' z\n"),
        ("search criteria -n", "for example: ally search criteria -n 2\n"),
        ("search -team", "needs words to look for behind it; for example: ally search shortlist"),
        ("search --plain", "needs words to look for behind it; for example: ally search short"),
        ("list --on 2026-11-20", "write: ally list 2026-11-20\n"),
        ("list --before friday", "near it is --until, which takes in that day.\n"),
        ("export --after friday", "near it is --since, which takes in that day.\n"),
        ("last 5", "There is no “ally last”; write: ally list -n 5\n"),
        ("forget --before 20 Nov", "good write: ally forget --before '20 Nov'\n"),
        ("list --since 20 Nov", "write: ally list --since '20 Nov'\n"),
        ("edit 1 learn", "ally edit takes no “learn”; write: ally edit 1 --kind learn\n"),
        ("edit 1 yesterday", "write: ally edit 1 --on yesterday\n"),
        ("edit 1 '#foo'", "write: ally edit 1 --tag foo\n"),
        ("edit 1 hiring", "“hiring”; new words go behind --text; ally edit --help shows what"),
        ("edit 1 add 'more words'", "“add more words”; new words go behind --text; ally edit"),
        ("export out.csv act", "write: ally export out.csv --kind act\n"),
        ("export out.csv hiring", "takes no “hiring”; ally export --help shows what it takes.\n"),
        ("done", "There is no “ally done”; write, for example: ally plan done 3"),
        ("rehearse show", "“show” is not the number of an entry; ally list shows the numbers."),
        ("away delete 1", "a pause ends, or goes before it begins, by: ally away back"),
        ("away off", "a pause ends, or goes before it begins, by: ally away back"),
        ("plan --json reopen 1", "if closing it was the newest change write: ally undo"),
        ("plan --all add x", "--all is no option of ally plan add; ally plan add --help shows"),
        ("undo -3", "ally undo takes no “-3”; write: ally undo --steps 3"),
        ("list --since ''", "--since needs a day behind it; for example: ally list --kind"),
        ("list --until=", "--until needs a day behind it; ally list --help shows how."),
        ("search x --tag ''", "--tag needs a tag behind it, without #"),
        ("export - --since ''", "--since needs a day behind it; for example: ally export"),
        ("edit 1 --kind ''", "“” is not a kind; write learn, challenge, empathise or act."),
        ("year -o ''", "-o needs a file behind it; for example: ally year -o 2026.html"),
        ("year -o a.md -o b.md", "-o stands there 2 times; give it once."),
        ("list --journal ''", "--journal needs the path of a journal behind it."),
        ("list --journal a --journal=b", "--journal stands there 2 times; give it once."),
        ("list --plain=1", "--plain takes no value; write it alone."),
        (
            "before hiring --jsno",
            "--jsno is no option of ally before; write: ally before hiring --json",
        ),
        (
            "ideas hiring --jsno",
            "--jsno is no option of ally ideas; write: ally ideas hiring --json",
        ),
        ("log act x --lesson", "--lesson needs words behind it; ally log --help shows how."),
        ("plan add x --until", "--until needs a day behind it; for example: ally plan add"),
        ("history 1 --restore last", "“last” is not the number of a version; ally history 1"),
        ("year --only foo", "“foo” is no part of a year; write one of months, weeks,"),
        ("year --only plns", "“plns” is no part of a year; perhaps plans, or another of months,"),
        ("handover 1 --all", "--all is all open ones; give it alone, or numbers without it."),
        ("remind", "ally remind needs a weekday and a time behind it; for example: ally remind"),
        ("lgo x", "There is no “ally lgo”; write, for example: ally log act x"),
        ("lgo act 'Said no'", "There is no “ally lgo”; write: ally log act 'Said no'"),
        ("loh act 'Said no'", "There is no “ally loh”; perhaps you want: ally log act 'Said no'"),
        ("--jurnal x list", "--jurnal is no option of ally; write: ally --journal=x list"),
        ("--journl=/x list", "--journl is no option of ally; write: ally --journal=/x list"),
        ("--plian list", "--plian is no option of ally; write: ally --plain list"),
        ("list --jurnal x", "--jurnal is no option of ally list; write: ally --journal=x list"),
        ("list --from", "write, for example: ally list --kind act -t hiring --since 2026-09-01"),
        ("log act x --lessn", "--lessn is no option of ally log; near it is --lesson."),
        ("delete 1 --force", "--force is no option of ally delete; near it is --yes."),
        ("list --plian", "--plian is no option of ally list; write: ally --plain list"),
        ("shelf drop 4", "to erase it for good write: ally forget --shelf 4"),
        ("shelf dlete 1", "to erase it for good write: ally forget --shelf 1"),
        ("remve 3", "There is no “ally remve”; write: ally delete 3"),
        ("backup rm 1", "older ones go by themselves; those there are shown by: ally backup list"),
        ("config xyz 3", "There is no setting “xyz”; ally config lists those there are."),
        ("heard 5", "for example: ally heard 5 not-mine"),
        (
            "plan add",
            'plan; for example: ally plan add "When someone is talked over, I give the floor back"',
        ),
        ("shelf add", 'for example: ally shelf add "Good Guys"'),
        ("config show 1", "There is no setting “show”; write: ally config"),
        ("review show 1", "“show 1” is not a period that ally knows; write: ally review"),
        ("year show 1", "“show 1” is not a year that ally knows; write: ally year"),
        ("talk show last", "There is no “ally talk show”; write: ally reflect show talk"),
        (
            "review '1 to 20 November'",
            "is no week, month, quarter or year; to see these days write: ",
        ),
        ("book foo", "There is no “ally book”; ally shelf --help shows how."),
        ("book 'foo bar'", "There is no “ally book”; write: ally shelf add 'foo bar'"),
        ("tags show 1", "ally tags takes no “show 1”; write: ally tags"),
        ("tags show hiring", "write: ally list -t hiring"),
        ("config count false", "There is no setting “count”; write: ally config counts false"),
        ("config day_start=midnight", "write: ally config day_starts_at=midnight"),
        (
            "revert 3",
            "There is no “ally revert”; undo takes back the newest change, history --restore",
        ),
        ("append 3 'and more'", "There is no “ally append”; ally log --help shows how."),
        ("commit -am 'Spoke up'", "write, for example: ally log act 'Spoke up'"),
        ("log 'yesterday: Spoke up'", "for example: ally log act 'Spoke up' --on yesterday"),
        ("log -5", "learn, challenge, empathise or act; write: ally list -5"),
        ("-3", "-3 is no option of ally; write: ally list -3"),
        ("obstacle move 2", "There is no “ally obstacle move”; ally obstacle --help shows what"),
        ("obstacle chnaged 2", "write: ally obstacle changed 2"),
        ("burndown", "There is no “ally burndown”; ally help all shows what there is."),
        ("stash", "There is no “ally stash”; ally help all shows what there is."),
        ("do 3", "There is no “ally do”; write: ally plan done 3"),
        ("reset 3", "There is no “ally reset”; near it is ally reflect."),
        ("backup --list", "--list is no option of ally backup; write: ally backup list"),
        ("sync setup /tmp/x", "There is no “ally sync setup”; write: ally sync init /tmp/x"),
        ("heard 3 not mine", "“not” does not say who it comes from; write: ally heard 3 not-mine"),
        ("heard 3 tehm 'x y'", "write: ally heard 3 them 'x y'"),
        ("log act x --lesson -tag hiring", "--lesson needs words behind it; ally log --help"),
        ("plan edit 3 -text 'When x'", "write: ally plan edit 3 'When x'"),
        ("foo 1", "There is no “ally foo”; ally help all shows what there is."),
        ("ideas hiring --knd act", "write: ally ideas hiring --kind act"),
        ("ideas --knd act", "--knd is no option of ally ideas; write: ally ideas --kind act"),
        ("undo entry 3", "ally undo takes no “entry 3”; ally undo --help shows what"),
        ("edit 3 --rmtag hiring", "--rmtag is no option of ally edit; ally edit --help shows"),
        ("review --last", "--last is no option of ally review; write: ally review last"),
        ("list --today", "--today is no option of ally list; write: ally list today"),
        ("list --reverse", "--reverse is no option of ally list; ally list --help shows those"),
        ("log 'x y' --act", "--act is no option of ally log; write: ally log act 'x y'"),
        ("emphasise 'x y'", "There is no “ally emphasise”; write: ally log empathise 'x y'"),
        ("log show 3", "learn, challenge, empathise or act; write: ally show 3"),
        ("show plans", "“plans” is not the number of an entry; write: ally plan"),
        ("show last 5", "ally show takes no “5”; ally show --help shows what it takes."),
        ("export --to out.csv", "--to is no option of ally export; write: ally export out.csv"),
        ("doctor --fix", "--fix is no option of ally doctor; write: ally doctor --rebuild"),
        ("help exit codes", "There is no “ally exit”; write: ally help exit-codes"),
        ("reflect wy", "“wy” is not a topic; write: ally reflect why"),
        ("mv 3 4", "There is no “ally mv”; ally help all shows what there is."),
        ("logg 'I asked' act", "There is no “ally logg”; write: ally log act 'I asked'"),
        ("log acct 'I asked'", "learn, challenge, empathise or act; write: ally log act 'I asked'"),
        ("log at work", "write, for example: ally log act at work"),
        ("log 'Spoke up' -t hiring", "for example: ally log act 'Spoke up' -t hiring"),
        ("add 'Spoke\nup'", "There is no “ally add”; ally log --help shows how."),
        ("reminder foo", "There is no “ally reminder”; ally remind --help shows how."),
        ("holiday foo", "There is no “ally holiday”; ally away --help shows how."),
        ("holiday friday to sunday", "write: ally away friday to sunday"),
        ("man foo", "There is no “ally foo”; ally help all shows what there is."),
        ("feedback 1 me", "There is no “ally feedback”; ally heard --help shows how."),
        ("settings list", "There is no “ally settings”; write: ally config list"),
        ("entries 1", "“1” can be one entry (ally show 1) or so many (ally list -n 1).\n"),
        ("purge Mina", "to erase it for good write: ally forget --with Mina"),
        ("help dates foo", "A topic stands alone; write: ally help dates"),
        ("tags hiring", "ally tags takes no “hiring”; write: ally list -t hiring"),
        ("config set week_starts sun", "write: ally config week_starts sun"),
        (
            "log act x --lessn y",
            "--lessn is no option of ally log; write: ally log act x --lesson y",
        ),
        (
            "log act x --date friday",
            "--date is no option of ally log; write: ally log act x --on friday",
        ),
        ("list --from monday", "--from is no option of ally list; write: ally list --since monday"),
        ("log act x --lesson --missed", "--lesson needs words behind it;"),
        ("list --tag --missed", "--tag needs a tag behind it,"),
        (
            "reflect last year 'x y'",
            "“last” is not a topic; leave it out, so that year comes first",
        ),
        ("reflect why edit", "“edit” alone is no text (ally reflect why --edit)."),
        ("why delete", "“delete” alone is no text (ally help reflect)."),
        ("reflect year 2025", "2025 is a year and no text (ally reflect year --year 2025)."),
        ("plan did 1 2 times", "“2” may be a number or begin the note; put the note in quotes,"),
        (
            "log act 'x y' --on 2026-11-20 14:30",
            '“14:30” belongs to the day; write: --on "2026-11-20 14:30"',
        ),
        ("reflect edit why", "“edit” is not a topic; write: ally reflect why --edit"),
        ("log act x -t", "-t needs a tag behind it, without #, which a shell reads as a comment."),
        ("log act x --lesson a --lesson b", "--lesson stands there 2 times; give it once."),
        ("log act x -k act -k act", "-k stands there 2 times; give it once."),
        ("undo --steps 0", "--steps takes a number from 1 to 1000, not “0”."),
        ("remind friday", "Say at what time, too; for example: ally remind friday 16:00"),
        ("log a x", "learn, challenge, empathise or act; write: ally log act x"),
        ("log 'Spoke up'", "for example: ally log act 'Spoke up'"),
        ("list 12", "“12” can be one entry (ally show 12) or so many (ally list -n 12)."),
        ("list last", "“last” can be the newest entry (ally show last) or last week (ally list"),
        ("list today --since monday", "Give one stretch of days; “today” is another one."),
        ("reflect show", "Say what to show, such as: ally reflect show why"),
        ("ideas done 1", "There is no “ally ideas done”; ally ideas --help shows what there is."),
        ("ideas rm 1", "There is no “ally ideas rm”; write: ally ideas delete 1"),
        ("1 done", "There is no “ally 1”; write: ally plan done 1"),
        ("untag 1 hiring", "There is no “ally untag”; write: ally edit 1 --untag hiring"),
        ("tag 1 '#hiring'", "There is no “ally tag”; write: ally edit 1 --tag hiring"),
        ("modify 1 Spoke up", "write: ally edit 1 --text 'Spoke up'"),
        ("edit 1 Spoke up", "write: ally edit 1 --text 'Spoke up'"),
        ("edit 1 2 --star", "ally edit takes no “2”; new words go behind --text; ally edit"),
        ("edit 1 --star 5", "ally edit takes no “5”; new words go behind --text; ally edit"),
        ("edit 1 so it is --on friday", "ally edit takes no “so it is”; new words go behind"),
        ("1 edit --star", "There is no “ally 1”; write: ally edit 1 --star"),
        ("encrypt-off", "There is no “ally encrypt-off”; write: ally encrypt --off"),
        ("commit -m 'Spoke up'", "write, for example: ally log act 'Spoke up'"),
        ("--install-completion", "write: ally help tab"),
        ("list @priya", "There is no list by person; write: ally search @priya"),
        (
            "list 'dry days'",
            "“dry days” is no kind, day, period or tag; for a text: ally search 'dry days'",
        ),
        ("list -- --plain", "is no kind, day, period or tag; for a text: ally search -- --plain"),
        ("nonsense", "There is no “ally nonsense”; ally help all shows what there is."),
    ],
)
def test_what_was_meant_is_named(ally: Ally, typed: str, sentence: str) -> None:
    """As it is to be typed; nothing is done."""
    said = ally(*shlex.split(typed))
    assert said.code == 2
    assert sentence in said.err
    for line in re.findall(r"(?:write|example|want): (ally .*)\n", said.err):
        read(line)


@pytest.mark.faults
@pytest.mark.parametrize("behind", ["", "1", "last", "foo", "show 1", "'x y'", "foo 1"])
def test_every_guess_is_taken_by_its_command(
    ally: Ally, demo_year: Path, behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is typed behind a word for something else, what is then named is not refused."""
    monkeypatch.chdir(demo_year.parent)
    ally("edit", "1", "--missed")
    before, refused = demo_year.read_bytes(), []
    for typed in (*MEANT, *INSTEAD, *SAME):
        said = ally(*shlex.split(f"{typed} {behind}")) if not typed.endswith(("*", "N")) else None
        for line in re.findall(r"(?:write|example|want|by): ally (.*)\n", said.err if said else ""):
            done = ally(*shlex.split(line), stdin="Words")
            if done.code == 2 and not LEFT_TO_A_PERSON.search(done.err):
                refused.append(f"{typed} {behind}: ally {line}: {done.err}")
            shutil.rmtree(demo_year.with_name(f"{demo_year.name}.drafts"), ignore_errors=True)
        demo_year.write_bytes(before)
    assert "\n".join(refused) == ""


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ls", "list"),
        ("find criteria", "search criteria"),
        ("last", "show last"),
        ("entry 1", "show 1"),
        ("1", "show 1"),
        ("today", "list --since today --until today"),
        ("stats", "year"),
        ("week", "review"),
        ("plans", "plan"),
        ("plan 1", "plan show 1"),
        ("plan last", "plan show last"),
        ("obstacle ls", "obstacle list"),
        ("shelf view 1", "shelf show 1"),
        ("draft list", "draft"),
        ("config list", "config"),
        ("history list", "history"),
        ("ideas list", "ideas"),
        ("away list", "away"),
        ("reflect list", "reflect"),
        ("reflect show why", "reflect why --json"),
        ("help rm", "help delete"),
        ("help entry", "help show"),
        ("list today", "list --since today --until today"),
        ("list since last week until today", "list --since 'last week' --until today"),
        ("list 2026-11", "list --since 2026-11 --until 2026-11"),
        ("list 3 days ago", "list --since '3 days ago' --until '3 days ago'"),
        ("list this month act", "list --since 'this month' --until 'this month' -k act"),
        ("list hiring", "list -t hiring"),
        ("list '#hiring' act", "list -t hiring --kind act"),
        ("list missed", "list --missed"),
        ("list mistakes", "list --mistake"),
        ("list -1", "list -n 1"),
        ("list last 1", "list -n 1"),
        ("recap last week", "review last week"),
        ("list -t hiring,foo", "list -t hiring,foo --since 2000-01-01"),
        ("dates", "help dates"),
        ("streak", "year"),
        ("help 'plan done'", "help plan done"),
        ("plan --all list", "plan --all"),
        ("shelf --json show 1", "shelf show 1 --json"),
        ("plan --json 1", "plan show 1 --json"),
        ("sync list", "sync status"),
        ("sync --json list", "sync status --json"),
        ("rehearse list", "rehearse"),
        ("away show 1", "away"),
        ("ideas --json list", "ideas --json"),
        ("ideas list hiring --kind act", "ideas hiring --kind act"),
        ("plan open", "plan"),
        ("obstacle Open", "obstacle"),
    ],
)
def test_what_only_reads_is_done(ally: Ally, typed: str, same: str) -> None:
    """Where one meaning is clear, the words do what the whole command does."""
    ally("log", "act", "Asked for the criteria", "-t", "hiring")
    ally("log", "learn", "Let a joke pass", "--missed", "--on", "3 days ago")
    ally("plan", "add", "When x, I will y")
    ally("shelf", "add", "Captions for all")
    said = ally(*shlex.split(typed))
    assert said.code == 0
    assert said == ally(*shlex.split(same)) or "--json" in same


def test_a_letter_is_a_kind_before_a_whole_sentence(ally: Ally) -> None:
    """A sentence in quotes begins where the quotes do; what may be one sentence stays one."""
    assert ally("log", "a", "Asked for the criteria").out.startswith("Saved 1 · act")
    assert ally("log", "a", "criteria", "list").code == 2
    assert ally("log", "-k", "learn", "a", "whole sentence").code == 0
    assert "a whole sentence" in ally("show", "last").out


def test_every_guess_is_a_command() -> None:
    """Each word of the table means a command that there is, and is none itself."""
    commands = {" ".join(words) for words, _ in command_tree()}
    groups = {words[0] for words, _ in command_tree() if words[1:]}
    for typed, meant in MEANT.items():
        first, *more = shlex.split(meant)
        assert first in {*COMMANDS, "--version"}, typed
        if first in groups and more and not more[0].startswith("-"):
            assert f"{first} {more[0]}" in commands, typed
        assert typed not in commands


@pytest.mark.parametrize(
    "typed", ["rm", "delete-all", "wipe", "erase", "reset", "restore", "undo!"]
)
def test_nothing_that_takes_away_is_guessed(typed: str) -> None:
    """Not even where one command is near."""
    with pytest.raises(WrongUsage):
        replaced(program(), "", [typed, "12"])
    for group in ("plan", "shelf", "obstacle", "ideas", "draft", "backup"):
        known = {words[1] for words, _ in command_tree() if words[0] == group and words[1:]}
        for other in {typed, *SAME} - known:
            try:
                done = replaced(program(), group, [other, "1"])
            except WrongUsage:
                continue
            assert done[0] in {"list", "show"}, (group, other)


@pytest.mark.parametrize("typed", ["week_starts=Sun", "set week_starts=Sun"])
def test_a_setting_as_other_programs_have_it(ally: Ally, typed: str) -> None:
    """An equals sign between name and value, and get before a name."""
    assert ally("config", *typed.split()).out == "week_starts sunday\n"
    assert ally("config", "get", "week_starts").out == "week_starts sunday\n"


def test_help_to_listen_to_has_no_columns(ally: Ally) -> None:
    """A name and what it is are one sentence, in every help."""
    for words in (["log", "--help"], ["help", "environment"], ["help", "kinds"], ["plan", "-h"]):
        lines = ally("--plain", *words).out.splitlines()
        assert not [line for line in lines if re.search(r"\S  +\S", line)], words
    assert "act: I said, did or changed something" in ally("--plain", "help", "kinds").out


def test_a_quotation_is_not_quoted_again(ally: Ally) -> None:
    """Words that are a quotation as a whole keep their own marks, and their own end."""
    ally("log", "act", "Asked", "--guess", "She was cross")
    ally("heard", "1", "them", "“I was not.”")
    said = ally("--plain", "review", "--no-input").out
    assert "They told me “I was not.”\n" in said
