"""Values that are made from lists."""

from meshwright import Table, double, text

FIRST = 10
NAMES = ["north", "south"]
numbers = [n for n in range(3)]
backwards = [n for n in range(10, 0, -3)]
bounded = [n for n in range(FIRST, 12)]
measured = [double(n, f"measure_{n}", optional=True) for n in range(FIRST, 15)]
named = [text(number, name) for number, name in [(1, "id"), (2, "city")]]
triples = [[a, b, c] for a, b, c in ((1, 2, 3), [4, 5, 6])]
over_a_name = [f"{name}_{FIRST}" for name in NAMES]
over_a_result = [f"the_{name}" for name in over_a_name]
inside = [[f"{a}_{b}" for b in range(2)] for a in ["x", "y"]]
nothing = [n for n in range(0)]
keyed = {name: "text" for name in NAMES}
numbered = {f"{name}_{FIRST}": [name] for name in NAMES}
again = [n for n in range(3)]
tables = [Table(f"by_{name}", columns=named) for name in NAMES]
