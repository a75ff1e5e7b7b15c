"""boto3 clients of the embedded AWS, which know nothing of the user's own AWS settings."""

import os
import threading
from typing import Any

import botocore.session
from botocore.config import Config

ACCESS_KEY = "MESHSANDBOXMESHSANDB"
"""No key of any account: moto takes twenty capital letters and asks for no more."""
SECRET_KEY = "no-secret"
_LOADING = threading.Lock()
_SESSIONS: list[botocore.session.Session] = []


def client(service: str, *, endpoint: str, region: str) -> Any:
    """A client that talks to ``endpoint`` only, whatever the environment and ``~/.aws`` say."""
    with _LOADING:  # a session's loaders are not safe across threads
        return _session().create_client(
            service,
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            config=Config(
                proxies={},
                parameter_validation=True,
                retries={"mode": "standard", "max_attempts": 1},  # a failure of this server is no passing one
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=120,
                max_pool_connections=4,
                defaults_mode="legacy",
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )


def _session() -> botocore.session.Session:
    if not _SESSIONS:
        session = botocore.session.Session()
        for setting in ("config_file", "credentials_file"):
            session.set_config_variable(setting, os.devnull)
        session.set_config_variable("profile", "")
        session.set_config_variable("ca_bundle", "")
        session.set_config_variable("ignore_configured_endpoint_urls", True)
        session.set_config_variable("sdk_ua_app_id", "")
        _SESSIONS.append(session)
    return _SESSIONS[0]
