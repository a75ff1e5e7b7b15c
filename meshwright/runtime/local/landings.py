"""Reads a landing's files into Arrow, as declared or not at all."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet

from ..errors import RunError
from ..plan import Input, PlannedColumn
from .conform import arrow_type, conform, Misfit

TRUE, FALSE = ["true", "True", "TRUE"], ["false", "False", "FALSE"]
