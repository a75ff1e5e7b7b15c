"""What a product waits for is published, and asked for."""

from collections.abc import Iterator

from meshwright.language import OnPublish

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    subscribed = {(at.domain.name, at.subscription.product) for at in facts.subscriptions}
    names = {ref.name for ref in facts.products}
    for ref in facts.products:
        schedule = ref.product.schedule
        if not isinstance(schedule, OnPublish):
            continue
        for awaited in schedule.products:
            if awaited.partition(".")[0] in facts.mesh.unread:
                continue
            if awaited not in names:
                near = facts.nearest_product(awaited)
                message = f'{ref.name}: on_publish waits for "{awaited}", which does not exist'
                yield Breach(schedule.place, ref.name, message, f'write "{near}"' if near else "")
            elif awaited.partition(".")[0] != ref.domain.name and (ref.domain.name, awaited) not in subscribed:
                message = f'{ref.name}: on_publish waits for "{awaited}", which {ref.domain.name} does not consume'
                target = facts.mesh.product(awaited)
                assert target is not None  # its name was found
                fix = f'add Subscription("{awaited}", major={target.product.major}, purpose=…) to consumes='
                yield Breach(schedule.place, ref.name, message, fix)


RULE = Rule(
    id="on-publish-resolves",
    must="on_publish names products of the domain, or products it subscribes to",
    why="the event that would start the run never comes, or comes from data the domain has no access to",
    fix="name a product that some domain publishes",
    check=_check,
    waivable=False,
)
