"""Write ``expected.json`` anew from real Spark: ``python -m tests.transforms.parity.record``.

Expected is what Spark makes of the text as it is written; only where a case says why it differs, what it makes of the
compiled text.
"""

import json
import sys
from typing import Any

from .on_spark import run, session
from .running import EXPECTED, as_spark_reads_it, cases, equal, planned


def main(everything: bool) -> None:
    """Record the cases that are new, or every case."""
    spark = session()
    recorded = {} if everything else json.loads(EXPECTED.read_text())
    for sql, why in cases().items():
        if sql not in recorded:
            recorded[sql] = _recorded(spark, sql, why)
    kept = {sql: recorded[sql] for sql in cases()}
    lines = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(kept.items()))
    EXPECTED.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(kept)} cases")


def _recorded(spark: Any, sql: str, why: str | None) -> dict[str, Any]:
    written, compiled = _tried(spark, as_spark_reads_it(sql)), _tried(spark, planned(sql).sql["spark"])
    if (bool(written[0]) and equal(written[1], compiled[1])) != (why is None):
        print(f"{'DIFFERS' if why is None else 'IS THE SAME'} {sql}\n  {written}\n  {compiled}")
    types, rows = written if why is None else (written[0] or compiled[0], compiled[1])
    return {"types": types, "rows": rows}


def _tried(spark: Any, sql: str) -> tuple[dict[str, str], list[Any]]:
    try:
        return run(spark, sql)
    except Exception as error:
        return {}, [str(error)[:300]]


if __name__ == "__main__":
    main("--all" in sys.argv)
