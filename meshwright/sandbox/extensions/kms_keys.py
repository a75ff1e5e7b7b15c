"""Keys: moto makes an RSA pair for symmetric and HMAC keys too, which takes longer than everything else together."""

from typing import Any

import moto.kms.models as kms

from .extending import patch

ASYMMETRIC = ("RSA_", "ECC_", "SM2", "ML_DSA")


def install() -> None:
    """Make a pair only for keys that have one."""

    def generate_if_any(key_spec: str) -> Any:
        return generate(key_spec) if key_spec.startswith(ASYMMETRIC) else None

    generate = patch(kms, "generate_private_key", generate_if_any)
