"""What answers inside the server's process."""

import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from meshwright.sandbox.serving import Application


def test_requests_are_answered_one_after_another() -> None:
    application, under_way, overlaps = Application("nonce"), threading.Lock(), []

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        alone = under_way.acquire(blocking=False)
        overlaps.append(not alone)
        time.sleep(0.01)  # while another request comes in
        if alone:
            under_way.release()
        return [b""]

    application.moto = answer  # type: ignore[assignment]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: application({"PATH_INFO": f"/{number}"}, None), range(8)))
    assert overlaps == [False] * 8
