"""boto3 clients of the embedded AWS, which know nothing of the user's own AWS settings."""

import os
import threading
from typing import Any

import botocore.session
from botocore.config import Config

ACCESS_KEY = "MESHSANDBOXMESHSANDB"
"""No key of any account: moto takes twenty capital letters and asks for no more."""
SECRET_KEY = "no-secret"
AGENT = "meshwright"
"""What the platform's own calls are known by."""
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
                user_agent_extra=AGENT,  # the history of grants knows by it who is at work
                retries={"mode": "standard", "max_attempts": 1},  # a failure of this server is no passing one
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=120,
                max_pool_connections=4,
            ),
        )


def _session() -> botocore.session.Session:
    """A session whose settings come from no environment variable and no file."""
    if not _SESSIONS:
        blind = {
            name: (configured, None, default, convert)
            for name, (configured, _, default, convert) in botocore.session.Session.SESSION_VARIABLES.items()
        }
        for name in ("config_file", "credentials_file"):
            blind[name] = (None, None, os.devnull, None)
        _SESSIONS.append(botocore.session.Session(session_vars=blind))
    return _SESSIONS[0]
