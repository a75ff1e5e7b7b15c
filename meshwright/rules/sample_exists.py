"""Samples are there."""

from collections.abc import Iterator

from meshwright.language.quoting import quoted

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.landings:
        sample = at.landing.sample
        if sample is not None and f"{at.domain.name}/{sample}" not in facts.mesh.samples:
            yield Breach(at.place.of("sample"), at.scope, f"{at.name}: there is no sample {quoted(sample)}")


RULE = Rule(
    id="sample-exists",
    must="a landing's sample is a file beside the definition, or one of an installed package",
    why="the sandbox delivers it; without it the pipelines that read the landing have nothing to run over",
    fix="add the file, install the package, or remove sample=",
    check=_check,
)
