"""Giving empty cells what stands above them, where the map says so."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from huiyin.intake.importing.cells import Cell, SourceRow, as_text
from huiyin.intake.importing.mapping import PERSONAL
from huiyin.intake.importing.rows import RowReader


def filled_down(rows: Iterable[SourceRow], reader: RowReader) -> Iterator[SourceRow]:
    """The rows with what `fill_down` names filled in.

    Who filed is taken from above only within a merged cell, since a blank one may be somebody who gave no name. Below
    a row that can't be read nothing is taken, for it might not stand in its columns.
    """
    fields = reader.plan.fill_down
    if not fields:
        yield from rows
        return
    places = {place: key in PERSONAL for key in fields for place in reader.places_of(key)}
    above: dict[int, Cell] = {}
    for row in rows:
        if row.refusal is not None:
            above.clear()
            yield row
            continue
        cells = [*row.cells, *[""] * (max(places) + 1 - len(row.cells))]
        for place, only_merged in places.items():
            if as_text(cells[place]):
                above[place] = cells[place]
            elif place in above and (not only_merged or place in row.merged):
                cells[place] = above[place]
            # Whoever stands further above must not be taken for the petitioner of a row below this one.
            elif only_merged:
                above.pop(place, None)
        yield replace(row, cells=tuple(cells))
