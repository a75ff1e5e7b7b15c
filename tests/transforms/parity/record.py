"""Write ``expected.json`` anew from real Spark: ``python -m tests.transforms.parity.record``.

Expected is what Spark makes of the text as it is written; only where a case says why it differs, what it makes of the
compiled text.
"""

import json

from .on_spark import run, session
from .running import EXPECTED, as_spark_reads_it, cases, equal, planned


def main() -> None:
    """Record every case."""
    spark, recorded = session(), {}
    for sql, why in cases().items():
        try:
            written = run(spark, as_spark_reads_it(sql))
        except Exception as error:
            written = ({}, [str(error)[:200]])
        compiled = run(spark, planned(sql).sql["spark"])
        if (bool(written[0]) and equal(written[1], compiled[1])) != (why is None):
            print(f"DIFFERS {sql}\n  written  {written[1]}\n  compiled {compiled[1]}")
        recorded[sql] = {"types": written[0] or compiled[0], "rows": (written if why is None else compiled)[1]}
    EXPECTED.write_text(json.dumps(recorded, indent=0, sort_keys=True, ensure_ascii=False) + "\n")
    print(f"{len(recorded)} cases")


if __name__ == "__main__":
    main()
