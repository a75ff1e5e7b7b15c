"""Which columns are likely to tell of a person, by their names and by their values. A guess, on the safe side."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from typing import Any

from .sampled import Field

LOOKED_AT = 1_000
"""Values of a column that are looked at."""
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(\+|00|\()[0-9() ./-]{6,22}|[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_CARD = re.compile(r"[0-9](?:[ -]?[0-9]){12,18}")
_SOCIAL = re.compile(r"[0-9]{3}-[0-9]{2}-[0-9]{4}")
_HARDWARE = re.compile(r"[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}")
_GIVEN = frozenset(
    """ahmed aisha alexander ali alice amelia ana andrea andreas andrew anna anne antonio ben carlos catherine charles
    charlotte chen christian christine daniel david elena elizabeth emily emma eva fatima felix florian francesco
    frank george giulia hannah hans hiroshi isabella ivan jack jakob james jan jane jean jennifer jessica joao johann
    john jonas jose joseph juan julia julie karen karl katarzyna kevin klaus lars laura lea leon li lina linda lisa
    louis lucas lucia luis lukas maria marie mario mark marta martin mary matthew maximilian michael miguel mohamed
    mohammed muhammad nadia nicolas nina noah olga oliver olivia pablo patricia paul pedro peter philipp pierre
    priya rachel richard robert rosa sabine samuel sandra sara sarah sofia sophia sophie stefan stephen susan sven
    thomas tim tom tomas ursula victor wei william yuki yusuf""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Kind:
    """A kind of personal data."""

    what: str
    """For a comment: ``e-mail addresses``."""
    words: tuple[str, ...]
    """Parts of a column's name that tell of it, underscores between them."""
    coarse: bool = False
    """Whether a coarser value still serves: a year of birth, the area of a postcode."""


EMAIL = Kind("e-mail addresses", ("email", "e_mail", "mail"))
PHONE = Kind("phone numbers", ("phone", "telephone", "tel", "mobile", "cell", "fax", "msisdn", "phone_number"))
ACCOUNT = Kind("bank accounts", ("iban", "bban", "account_number", "bank_account", "sort_code"))
CARD = Kind("payment cards", ("card", "card_number", "credit_card", "pan", "cvv", "cvc"))
NETWORK = Kind("network addresses", ("ip", "ip_address", "ipv4", "ipv6", "mac_address", "user_agent", "device_id"))
OFFICIAL = Kind(
    "numbers of official documents",
    ("ssn", "social_security", "national_id", "passport", "tax_id", "tin", "nin", "nino", "driver_license",
     "driving_licence", "id_card", "license_plate", "insurance_number"),
)  # fmt: skip
NAME = Kind(
    "names of people",
    ("first_name", "firstname", "forename", "given_name", "last_name", "lastname", "surname", "family_name",
     "middle_name", "maiden_name", "full_name", "fullname", "customer_name", "client_name", "user_name", "username",
     "contact_name", "contact_person", "employee_name", "patient_name", "passenger", "passenger_name", "driver_name",
     "guest_name", "member_name", "holder", "cardholder", "signatory", "nickname", "login", "screen_name"),
)  # fmt: skip
BIRTH = Kind("dates of birth", ("dob", "birth", "birthday", "birthdate", "date_of_birth", "born", "age"), coarse=True)
ADDRESS = Kind("postal addresses", ("address", "street", "house_number", "home_address", "residence"))
POSTCODE = Kind("postcodes", ("postcode", "postal_code", "zip", "zip_code", "zipcode", "plz"), coarse=True)
SPECIAL = Kind(
    "special categories of personal data",
    ("gender", "sex", "religion", "ethnicity", "race", "diagnosis", "nationality", "disability", "marital_status",
     "sexual_orientation", "blood_type"),
)  # fmt: skip
INCOME = Kind("incomes", ("salary", "income", "wage", "wages"), coarse=True)
KINDS = (
    EMAIL, PHONE, ACCOUNT, CARD, NETWORK, OFFICIAL, NAME, BIRTH, POSTCODE, ADDRESS, SPECIAL, INCOME,
)  # fmt: skip


def _luhn(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    doubled = [d * 2 - 9 if d > 4 else d * 2 for d in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _mod_97(text: str) -> bool:
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1


def _network(text: str) -> bool:
    try:
        return ("." in text or ":" in text) and bool(ip_address(text))
    except ValueError:
        return bool(_HARDWARE.fullmatch(text))


_PATTERNS: tuple[tuple[Kind, float, Callable[[str], object]], ...] = (
    (EMAIL, 0.1, _EMAIL.fullmatch),
    (ACCOUNT, 0.5, lambda t: _IBAN.fullmatch(t.replace(" ", "")) and _mod_97(t.replace(" ", ""))),
    (CARD, 0.8, lambda t: _CARD.fullmatch(t) and _luhn(t)),
    (NETWORK, 0.5, _network),
    (OFFICIAL, 0.5, _SOCIAL.fullmatch),
    (PHONE, 0.5, lambda t: _PHONE.fullmatch(t) and sum(c.isdigit() for c in t) >= 7),
    (NAME, 0.5, lambda t: t.replace(",", " ").split()[:1] and t.replace(",", " ").split()[0].lower() in _GIVEN),
)  # fmt: skip
"""What values look like, and from which part of a column's values on it counts."""


def by_name(name: str) -> Kind | None:
    """What a column's name tells of a person."""
    padded = f"_{name}_"
    return next((kind for kind in KINDS if any(f"_{word}_" in padded for word in kind.words)), None)


def by_values(values: Collection[Any]) -> Kind | None:
    """What a column's values look like."""
    texts = [v.strip() for v in values if isinstance(v, str) and v.strip()][:LOOKED_AT]
    if not texts:
        return None
    return next((kind for kind, part, fits in _PATTERNS if sum(map(bool, map(fits, texts))) >= part * len(texts)), None)


def personal(fields: Sequence[Field]) -> dict[str, tuple[Kind, str]]:
    """By column, what it is likely to tell of a person, and by what it was told: ``its name`` or ``its values``."""
    found: dict[str, tuple[Kind, str]] = {}
    for field in fields:
        if (named := by_name(field.name)) is not None:
            found[field.name] = named, "its name"
        elif (looks := by_values(field.values)) is not None:
            found[field.name] = looks, "its values"
    if found:  # days of many years, beside other things of people
        births = (f for f in fields if f.name not in found and f.type.kind == "date" and _births(f.values))
        found.update({f.name: (BIRTH, "its values") for f in births})
    return found


def _births(values: Sequence[Any]) -> bool:
    years = sorted(int(str(v)[:4]) for v in values if v is not None)
    return bool(years) and years[0] > 1900 and years[-1] - years[0] > 20 and years[-1] < date.today().year - 5
