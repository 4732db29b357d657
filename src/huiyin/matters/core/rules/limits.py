"""The words and limits of what all topics share."""

TEXT_MAX = 20_000


# As long as its column, as the place below: SQLite would store what is longer, PostgreSQL fails on it.
TITLE_MAX = 100


PLACE_MAX = 200


RESPONDENT_MAX = 200


# Of an accusation unit and person stand together.
RESPONDENTS_MAX = 2 * RESPONDENT_MAX + 1


REQUEST_MAX = 2_000


REQUESTS_MAX = 20


MESSAGE_MAX = 10_000


# What is short in every office: a list shows so many and no further page.
LIST_MOST = 200
