"""What is to be measured, as the command line said it and as a stage reads it."""

import json
import random
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """`seconds` is how long each load runs, `sizes` are numbers of matters, `rows` those of an import."""

    database: str
    clients: tuple[int, ...]
    sizes: tuple[int, ...]
    seconds: float
    rows: int

    def to_json(self) -> str:
        """For a stage's environment."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """The other way."""
        known = json.loads(text)
        return cls(**{**known, "clients": tuple(known["clients"]), "sizes": tuple(known["sizes"])})

    def chance(self) -> random.Random:
        """The same numbers in every run."""
        return random.Random(1)
