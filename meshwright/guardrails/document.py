"""The guardrails as a page for people."""

from .registry import ALL

_HEAD = """# Guardrails

What must hold for every resource of the platform, whichever component made it. Written by
`python -m meshwright.guardrails > docs/guardrails.md`.

`mesh check --deep` holds every stack to them as its own program would build it, offline; a breach is a finding. So does
the engine, before it builds anything:

```text
pulumi preview --stack operations.dev --policy-pack stacks/guardrails
```

The policy pack needs `pip install 'meshwright[guardrails]'`. The engine tells a policy nothing of retention, so
`data-is-retained` is held by `mesh check --deep` alone. What they add up to is in [controls](controls.md).

| id | severity | what must hold | why | what to do | NIST 800-53 | CDMC |
|---|---|---|---|---|---|---|
"""


def document() -> str:
    """The page, as Markdown."""
    rows = [(f"`{r.id}`", r.severity, r.must, r.why, r.remedy, ", ".join(r.nist), ", ".join(r.cdmc)) for r in ALL]
    return _HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
