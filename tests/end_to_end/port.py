"""A small mesh around a harbour: who runs it, who may look at it, and who may not.

The harbour shares its visits with the city, without the captains, and with a shipping line, with the captains'
pseudonyms but only its own ships. Nobody offered anything to the press.
"""

CAPTAINS = ("Ahab Coffin", "Grace O'Malley", "Nemo Dakkar", "Zheng Shi")
"""Persons: in clear in the landing, and nowhere else."""

CALLS = f"""call,ship,line,arrived,draught,captain
1,Pequod,red,2026-01-31T23:30:00Z,5.5,{CAPTAINS[0]}
2,Mary,blue,2026-02-01T06:00:00Z,7.25,{CAPTAINS[1]}
3,Nautilus,blue,2026-02-02T07:00:00Z,,{CAPTAINS[2]}
4,Junk,red,2026-02-03T08:00:00Z,3,{CAPTAINS[3]}
5,Mary,blue,2026-03-04T09:00:00Z,7,{CAPTAINS[1]}
"""

HARBOUR = '''
"""Who calls at the port."""
from meshwright import (
    Domain, Expect, Objective, Product, Share, Table, daily, double, landing, text, timestamp
)

domain = Domain(
    "harbour", owner="harbour@example.org", cost_center="CC-1",
    landings=[landing("calls", format="csv", sample="samples/calls.csv", columns=[
        text(1, "call"), text(2, "ship"), text(3, "line"), timestamp(4, "arrived"),
        double(5, "draught", optional=True, unit="m"), text(6, "captain", pii="keep", why="pseudonymised in visits"),
    ])],
    products=[
        Product("visits", version="1.0.0", purpose="one row per call at the port",
            tables=[Table("visits", partition_by=["month(arrived_at)"], columns=[
                text(1, "call_id", key=True), text(2, "ship"), text(3, "line"), timestamp(4, "arrived_at"),
                double(5, "draught", optional=True, unit="m"), text(6, "captain", pii="pseudonymise"),
            ], expects=[Expect.unique("call_id"), Expect.between("draught", 0, 20)])],
            objectives=[Objective.fresh(within="26h")], schedule=daily("05:00"),
            shares=[
                Share("city", purpose="plan the quays"),
                Share("line", purpose="rosters", including=["captain"], rows="line = 'blue'"),
            ]),
    ],
)
'''
SHARES = HARBOUR[HARBOUR.index("                Share(") : HARBOUR.index("            ]),\n    ],")]
VISITS = "SELECT call AS call_id, ship, line, arrived AS arrived_at, draught, captain FROM landing.calls\n"

CITY = '''
"""What the port means to the town."""
from meshwright import Domain, Expect, Objective, Product, Subscription, Table, integer, on_publish, text

domain = Domain(
    "city", owner="city@example.org", cost_center="CC-2",
    products=[
        Product("traffic", version="1.0.0", purpose="calls by line",
            tables=[Table("by_line", columns=[text(1, "line", key=True), integer(2, "calls")],
                expects=[Expect.rows(at_least=1)])],
            objectives=[Objective.fresh(within="26h")], schedule=on_publish("harbour.visits")),
    ],
    consumes=[Subscription("harbour.visits", major=1, purpose="plan the quays")],
)
'''
BY_LINE = "SELECT line, CAST(count(*) AS INT) AS calls FROM harbour_visits_v1.visits GROUP BY line\n"

LINE = '''
"""A shipping line."""
from meshwright import Domain, Expect, Objective, Product, Subscription, Table, integer, on_publish, text

domain = Domain(
    "line", owner="line@example.org", cost_center="CC-3",
    products=[
        Product("rosters", version="1.0.0", purpose="how often each captain called",
            tables=[Table("captains", columns=[text(1, "captain", key=True, pii="inherit"), integer(2, "calls")],
                expects=[Expect.unique("captain")])],
            objectives=[Objective.fresh(within="26h")], schedule=on_publish("harbour.visits")),
    ],
    consumes=[Subscription("harbour.visits", major=1, purpose="rosters")],
)
'''
ROSTERS = "SELECT captain, CAST(count(*) AS INT) AS calls FROM harbour_visits_v1.visits GROUP BY captain\n"

PRESS = '''
"""The newspaper."""
from meshwright import Domain

domain = Domain("press", owner="press@example.org", cost_center="CC-4")
'''

FILES = {
    "domains/harbour/domain.py": HARBOUR,
    "domains/harbour/transforms/visits.sql": VISITS,
    "domains/harbour/samples/calls.csv": CALLS,
    "domains/city/domain.py": CITY,
    "domains/city/transforms/by_line.sql": BY_LINE,
    "domains/line/domain.py": LINE,
    "domains/line/transforms/captains.sql": ROSTERS,
    "domains/press/domain.py": PRESS,
}

SMALL = {
    **{path: text for path, text in FILES.items() if "/harbour/" in path or "/press/" in path},
    "domains/harbour/domain.py": HARBOUR.replace(SHARES, ""),
}
"""The harbour and the press, who have nothing to do with each other."""

VISITS_TABLE = "harbour_visits_v1.visits"
TRAFFIC_TABLE = "city_traffic_v1.by_line"
ROSTERS_TABLE = "line_rosters_v1.captains"
