"""The search index over categories: built once per state of the table, held in memory, asked without the database.

A category is found by the tokens of its name, its keywords and the names above it. A token counts more the fewer
categories have it, and more in a name or keyword than above. A whole keyword or name that stands in the text
counts once more by its length: the pairs that Chinese is cut into would otherwise meet by chance in long texts.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from huiyin.kernel.text import query_tokens, search_tokens
from huiyin.orgs.selectors.views import CategoryView

# What comes after this many characters rarely changes what a matter is about, and costs time.
TEXT_LENGTH = 2500
_OWN_WEIGHT, _ABOVE_WEIGHT = 2.0, 1.0
_PHRASE_WEIGHT = 1.5  # per character
# A category far behind the first is a chance hit.
_FLOOR = 0.2


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """One category as the index needs it."""

    view: CategoryView
    keywords: str
    names_above: tuple[str, ...]

    def weights(self) -> dict[str, float]:
        """What each token counts before its rarity."""
        found = dict.fromkeys(search_tokens(f"{self.view.name} {self.keywords}"), _OWN_WEIGHT)
        for token in search_tokens(" ".join(self.names_above)):
            found.setdefault(token, _ABOVE_WEIGHT)
        return found

    def phrases(self) -> frozenset[str]:
        """The name and the keywords whole, where they have two characters or more."""
        return frozenset(phrase.lower() for phrase in (self.view.name, *self.keywords.split()) if len(phrase) > 1)


@dataclass(slots=True)
class CategoryIndex:
    """Entries with, for each token, who has it and how much it counts."""

    entries: list[CategoryEntry]
    _postings: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    _phrases: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Build the postings."""
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        phrases: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for place, entry in enumerate(self.entries):
            for token, weight in entry.weights().items():
                postings[token].append((place, weight))
            for phrase in entry.phrases():
                # Looked up by its first token, so that only phrases that may be in the text are compared with it.
                for token in query_tokens(phrase)[:1]:
                    phrases[token].append((phrase, place))
        total = len(self.entries)
        for token, found in postings.items():
            rarity = math.log(1 + total / len(found))
            self._postings[token] = [(place, weight * rarity) for place, weight in found]
        self._phrases = dict(phrases)

    def search(self, text: str, *, limit: int) -> list[CategoryView]:
        """The categories that fit a text of any length best, best first; nothing when no token is known."""
        short = text[:TEXT_LENGTH].lower()
        tokens = query_tokens(short)
        scores: dict[int, float] = defaultdict(float)
        for token in self._known(tokens):
            for place, weight in self._postings[token]:
                scores[place] += weight
        for token in tokens:
            for phrase, place in self._phrases.get(token, ()):
                if phrase in short:
                    scores[place] += _PHRASE_WEIGHT * len(phrase)
        return [self.entries[place].view for place in self._best(scores, limit)]

    def _known(self, tokens: list[str]) -> list[str]:
        """The tokens of the index among these; one that ends in `*` stands for all that start with it."""
        found: dict[str, None] = {}
        for token in tokens:
            if token in self._postings:
                found[token] = None
            elif len(tokens) == 1 and token.endswith("*"):
                found.update(dict.fromkeys(known for known in self._postings if known.startswith(token[:-1])))
        return list(found)

    def _best(self, scores: dict[int, float], limit: int) -> list[int]:
        if not scores:
            return []
        floor = max(scores.values()) * _FLOOR
        # With equal scores the narrower category comes first.
        ranked = sorted(scores, key=lambda place: (-scores[place], -self.entries[place].view.level, place))
        return [place for place in ranked[:limit] if scores[place] >= floor]
