"""What the sandbox has realised, kept so that a kill at any moment loses nothing.

``state.json`` holds everything as of the end of the last run; each change since then is a line of ``state.journal``,
written after the API call that it tells of. A call whose line is missing is repeated by the next run, which is
harmless: creating recognises what exists, updating and deleting can be done twice.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from os import getpid
from pathlib import Path
from typing import IO, Any

from .account import FOLDER
from .errors import SandboxError
from .files import replace_text
from .lock import Lock


@dataclass(frozen=True, kw_only=True)
class Record:
    """One resource that exists in the sandbox."""

    urn: str
    type: str
    name: str
    """Logical name."""
    stack: str
    id: str
    inputs: dict[str, Any]
    """As they were sent: with the real ids of other resources."""
    outputs: dict[str, Any]
    """The inputs and what AWS computed."""
    standins: dict[str, str]
    """What the recording has for an id that AWS made up, and that id."""
    digest: str
    """Of type and inputs: the same digest means that nothing is to do."""
    dependencies: tuple[str, ...]
    protected: bool
    retained: bool


@dataclass
class State:
    """The records of one account, and their file."""

    folder: Path
    nonce: str
    generation: int = 0
    records: dict[str, Record] = field(default_factory=dict)
    """By URN, in the order of creation."""
    doomed: dict[str, Record] = field(default_factory=dict)
    """Replaced, but not deleted yet; by URN and id."""
    discarded: str | None = None
    """Why the records of an earlier account were dropped, for the user."""
    _journal: IO[str] | None = None

    @classmethod
    def open(cls, root: Path, nonce: str) -> "State":
        """The state of the account that ``nonce`` identifies; empty for another one."""
        state = cls(folder=root / FOLDER, nonce=nonce)
        kept = _load(state.folder / "state.json")
        if kept is None:
            state.discarded = "the sandbox's state file is damaged; what exists is recognised again"
        elif kept and kept.get("nonce") != nonce:
            state.discarded = "the sandbox server was started anew, so its account is empty; all is created again"
        elif kept:
            state.generation = int(kept["generation"])
            state.records = {r["urn"]: _record(r) for r in kept["records"]}
            state.doomed = {_doom_key(r): r for r in map(_record, kept["doomed"])}
        state._replay()
        return state

    @contextmanager
    def held(self) -> Iterator[None]:
        """Write changes, and let nobody else write; what is left of the journal is folded in at the end.

        Raises:
            SandboxError: another process changes the sandbox.
        """
        lock = Lock(self.folder / "state.lock")
        if not lock.acquire(f"pid {getpid()}"):
            raise SandboxError(
                f"the sandbox is being changed by another process ({lock.holder() or 'just ended'}); "
                "wait for it to end and run this again"
            )
        try:
            with (self.folder / "state.journal").open("a", encoding="utf-8") as self._journal:
                self._journal.write("\n")  # ends a line that a kill tore
                self._note({"nonce": self.nonce, "generation": self.generation})
                yield
            self._fold()
        finally:
            self._journal = None
            lock.release()

    def put(self, record: Record) -> None:
        """Remember a resource as it is now."""
        self._note({"put": asdict(record)})
        self.records[record.urn] = record

    def drop(self, urn: str) -> None:
        """Forget a resource."""
        self._note({"drop": urn})
        self.records.pop(urn, None)

    def doom(self, record: Record) -> None:
        """Remember that a resource is to be deleted once another has taken its place."""
        self._note({"doom": asdict(record)})
        self.doomed[_doom_key(record)] = record

    def spare(self, record: Record) -> None:
        """It is deleted, or was never replaced."""
        self._note({"spare": _doom_key(record)})
        self.doomed.pop(_doom_key(record), None)

    def _note(self, line: dict[str, Any]) -> None:
        if self._journal is None:
            raise RuntimeError("the state is changed only while it is held")
        self._journal.write(json.dumps(line, separators=(",", ":")) + "\n")
        self._journal.flush()

    def _replay(self) -> None:
        """Apply the lines that belong to this account and follow the state file; a torn last line never happened."""
        try:
            text = (self.folder / "state.journal").read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return
        ours = False
        for line in text.splitlines():
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if "nonce" in told:
                ours = told["nonce"] == self.nonce and told["generation"] == self.generation
            elif ours:
                self._apply(told)

    def _apply(self, told: dict[str, Any]) -> None:
        if "put" in told:
            self.records[told["put"]["urn"]] = _record(told["put"])
        elif "drop" in told:
            self.records.pop(told["drop"], None)
        elif "doom" in told:
            record = _record(told["doom"])
            self.doomed[_doom_key(record)] = record
        elif "spare" in told:
            self.doomed.pop(told["spare"], None)

    def _fold(self) -> None:
        self.generation += 1
        whole = {
            "nonce": self.nonce,
            "generation": self.generation,
            "records": [asdict(r) for r in self.records.values()],
            "doomed": [asdict(r) for r in self.doomed.values()],
        }
        replace_text(self.folder / "state.json", json.dumps(whole, separators=(",", ":")))
        (self.folder / "state.journal").unlink(missing_ok=True)


def _load(path: Path) -> dict[str, Any] | None:
    """The file's content, empty where there is none; None where it is damaged."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        if {"nonce", "generation", "records", "doomed"} <= set(loaded):
            return dict(loaded)
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError):
        pass
    return None


def _record(fields: dict[str, Any]) -> Record:
    return Record(**{**fields, "dependencies": tuple(fields["dependencies"])})


def _doom_key(record: Record) -> str:
    return f"{record.urn} {record.id}"
