"""Which tables beside a matter have rows of it, as one number: most matters have none, and their pages ask none."""

from enum import IntFlag


class Part(IntFlag):
    """One bit a table; a bit that is set stays."""

    # The numbers stand in rows: a bit never gets another meaning, a new table takes the next one.
    HANDOVERS = 1
    ASSISTS = 2
    EXTENSIONS = 4
    REVIEWS = 8
    HEARINGS = 16
    SERVICES = 32
    SUPERVISIONS = 64
    STEPS = 128
    FOLLOW_UPS = 256
    LETTERS = 512
    SPONSORS = 1024
    JOINT = 2048
    LINKS = 4096
    REFERRALS = 8192
    RESPONDENTS = 16384
    LIFT_PROPOSALS = 32768
    CALLS = 65536
    # Not a table: a code was handed out for a record that had come without one. Its petitioner can look from then on.
    CODE_GIVEN = 131072
    CAUSES = 262144
    MENTIONS = 524288
    RECEPTIONS = 1048576
    FIELD_VISITS = 2097152
    EXPLANATIONS = 4194304
    INSTRUCTIONS = 8388608
    REMARKS = 16777216
    PUBLICATIONS = 33554432
    PLANNED = 67108864
    TEAMS = 134217728
    LOOK_BACKS = 268435456


def has_code(*, origin: str, parts: int) -> bool:
    """Whether the petitioner of a matter ever got its code: of an imported record only once one is handed out."""
    return not origin or bool(parts & Part.CODE_GIVEN)
