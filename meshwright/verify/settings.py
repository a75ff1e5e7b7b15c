"""Resources that AWS shows in the form in which they are written: told by the realiser's own table of types."""

from collections.abc import Iterator, Mapping
from typing import Any

from meshwright.account.desired import Declared
from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError
from meshwright.sandbox.resources import kind_of

from .comparing import differences
from .ground import Ground, is_gone
from .results import Breach, Fix, Observation, Sound


def as_declared(ground: Ground, token: str, *, key: str, seen: str = "", fixes: str = "") -> Iterator[Observation]:
    """Each resource of a type against what the account has.

    Args:
        token: the type.
        key: the input that names one.
        seen: what to say of one that is as declared; a template over its inputs.
        fixes: what a fix would do; empty where only a deployment may.
    """

    def name(declared: Declared) -> str:
        return str(declared.inputs[key])

    def look(declared: Declared) -> Observation:
        subject = name(declared)
        try:
            lacking = list(differences(*both(ground, declared)))
        except ApiError as problem:
            if not (fixes and is_gone(problem)) or problem.code == "NoSuchBucket":
                raise
            lacking = ["there is none"]
        if not lacking:
            return Sound(subject, seen or "as declared")
        fix = Fix(f"{fixes} {subject}", lambda api: _write(api, declared)) if fixes else None
        return Breach(subject, "; ".join(lacking), "as declared", cure=f"run: {ground.up}", fix=fix)

    return ground.each(ground.desired.of(token), name, look)


def both(ground: Ground, declared: Declared) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What a request would set, and what the account answers, in one form."""
    kind, api = kind_of(declared.type), ground.account.api
    known = {**declared.outputs, **declared.inputs}
    named = set(kind.identify(known, kind.reads))
    inputs = {name: value for name, value in declared.inputs.items() if name != "tags"}
    request = kind.parameters(kind.creates, inputs)
    wanted = {name: value for name, value in request.items() if name not in named}
    answer = api.call(kind.service, kind.reads, **kind.identify(known, kind.reads))
    found = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    if not set(wanted) & set(found):
        inner = _inside(wanted)
        if set(inner) & set(found):  # the answer shows what is inside of the request's member
            return inner, found
        found = _inside(found)
    return wanted, found


def _inside(content: dict[str, Any]) -> dict[str, Any]:
    """The one structure that another consists of."""
    values = list(content.values())
    return values[0] if len(values) == 1 and isinstance(values[0], dict) else content


def _write(api: Api, declared: Declared) -> None:
    kind = kind_of(declared.type)
    kind.update(api, {}, declared.inputs)
