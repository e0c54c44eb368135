"""Three computers in a storm, their folder carried by real Syncthing whose daemons are killed too.

Everything stays on 127.0.0.1: discovery, relays, reports and updates are off.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from socket import socket  # before every test takes the network away

import pytest
from tests.conftest import Said
from tests.support.storm import Storm

pytestmark = [
    pytest.mark.syncthing,
    pytest.mark.skipif(shutil.which("syncthing") is None, reason="syncthing is not installed"),
]

COMMANDS = int(os.environ.get("SYNCTHING_COMMANDS", "40"))
"""On each computer."""
SEED = int(os.environ.get("SYNCTHING_SEED", "1"))
KILLED_EVERY = 12
"""A daemon is killed, and begins anew, each time that files were carried so often."""
PATIENCE = 60.0
"""Seconds in which all must have arrived everywhere."""
STILL = 1.5
"""Seconds without a change after which nothing is on its way."""

CONFIG = """\
<configuration version="36">
{folder}
{devices}
<gui enabled="false" tls="false"><address>127.0.0.1:1</address></gui>
<options>
<listenAddress>tcp://127.0.0.1:{port}</listenAddress>
<globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled>
<relaysEnabled>false</relaysEnabled>
<natEnabled>false</natEnabled>
<urAccepted>-1</urAccepted>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH>
<crashReportingEnabled>false</crashReportingEnabled>
<startBrowser>false</startBrowser>
<reconnectionIntervalS>1</reconnectionIntervalS>
<stunKeepaliveStartS>0</stunKeepaliveStartS>
</options>
</configuration>
"""
FOLDER = """\
<folder id="ally" label="ally" path="{path}" type="sendreceive" rescanIntervalS="5" \
fsWatcherEnabled="true" fsWatcherDelayS="1" ignorePerms="true">{devices}</folder>"""
DEVICE = '<device id="{id}" compression="never"><address>tcp://127.0.0.1:{port}</address></device>'


class Node:
    """One daemon with its home and its folder."""

    def __init__(self, home: Path, carried: Path) -> None:
        self.home, self.carried = home, carried
        (carried / ".stfolder").mkdir(parents=True)
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = self._started("generate", "--no-default-folder", "--skip-port-probing")
        assert self.process.wait(PATIENCE) == 0
        (self.id,) = re.findall(r'<device id="([^"]+)"', (home / "config.xml").read_text())[:1]

    def know(self, nodes: "list[Node]") -> None:
        """Let it share its folder with all."""
        devices = "\n".join(DEVICE.format(id=one.id, port=one.port) for one in nodes)
        ids = "".join(f'<device id="{one.id}"/>' for one in nodes)
        folder = FOLDER.format(path=self.carried, devices=ids)
        config = CONFIG.format(folder=folder, devices=devices, port=self.port)
        (self.home / "config.xml").write_text(config)

    def start(self) -> None:
        """Let it run."""
        self.process = self._started("serve", "--no-browser", "--no-restart", "--logfile=-")

    def kill(self) -> None:
        """End it as a crash would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _started(self, *words: str) -> "subprocess.Popen[bytes]":
        with (self.home.with_name(f"{self.home.name}.log")).open("ab") as log:
            return subprocess.Popen(
                ["syncthing", *words, "--home", str(self.home)],
                env={"PATH": os.environ["PATH"], "HOME": str(self.home), "STNOUPGRADE": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


class Carried(Storm):
    """A storm in which Syncthing carries the files, whenever and in whatever order it does."""

    def __init__(self, folder: Path, seed: int, run: Callable[..., Said]) -> None:
        super().__init__(folder, seed, run, kills=True)
        self.nodes = [
            Node(folder / f"node{k}", one.home / "carried") for k, one in enumerate(self.places)
        ]
        for node in self.nodes:
            node.know(self.nodes)
            node.start()
        self.turns = self.crashes = 0
        self.conflicts: set[str] = set()

    @property
    def folders(self) -> list[Path]:
        """Where each computer finds what is carried."""
        return [one.carried for one in self.nodes]

    def carry(self, *, whole: bool = False) -> None:
        """Look on; now and then a daemon is killed. Wait until all is everywhere for `whole`."""
        self.turns += 1
        self._held()
        if whole:
            self._wait()
        elif self.turns % KILLED_EVERY == 0:
            node = self.chance.choice(self.nodes)
            node.kill()
            node.start()
            self.crashes += 1

    def _held(self) -> list[set[tuple[str, int]]]:
        """The files of each folder, by name and size; conflicts that were seen are noted."""
        held = []
        for carried in self.folders:
            files = set()
            for one in carried.glob("[0-9a-f]*/*"):
                with suppress(FileNotFoundError):
                    files.add((f"{one.parent.name}/{one.name}", one.stat().st_size))
            self.conflicts |= {name for name, _ in files if "conflict" in name}
            held.append(files)
        return held

    def _wait(self) -> None:
        began = since = time.monotonic()
        before: list[set[tuple[str, int]]] = []
        while time.monotonic() - since < STILL:
            held = self._held()
            if held != before or any(one != held[0] for one in held):
                before, since = held, time.monotonic()
            assert all(one.process.poll() is None for one in self.nodes), "a daemon ended"
            assert time.monotonic() - began < PATIENCE, self._differences(held)
            time.sleep(0.1)

    def _differences(self, held: list[set[tuple[str, int]]]) -> str:
        """What is not everywhere, and what the daemons say."""
        everywhere = set.intersection(*held)
        found = [
            f"after {self.turns} turns node {k} has alone or with one other:" for k in (0, 1, 2)
        ]
        found = [f"{line} {one - everywhere}" for line, one in zip(found, held, strict=True)]
        logs = (Path(f"{one.home}.log").read_text().splitlines()[-15:] for one in self.nodes)
        return "\n".join(chain(found, *logs))


@pytest.fixture
def storm(ally: Callable[..., Said], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carried]:
    one = Carried(tmp_path_factory.mktemp("syncthing"), SEED, ally)
    yield one
    for node in one.nodes:
        node.kill()


def test_nothing_is_lost_over_syncthing(storm: Carried) -> None:
    """The same everywhere in the end, and no copy of a file is left, read or not."""
    key = storm.begin([str(one) for one in storm.folders])
    storm.blow(COMMANDS)
    storm.calm()
    storm.carry(whole=True)
    storm.check(key, storm.folders)
    print(
        f"seed {SEED}: {len(storm.acknowledged)} words kept, {storm.killed} runs killed, "
        f"{storm.crashes} daemons killed, {len(storm.conflicts)} conflict files seen"
    )
    assert storm.crashes
    assert not [one for held in storm._held() for one, _ in held if "conflict" in one]
