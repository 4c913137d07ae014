"""Putting groups of rows into columns and pages, in their order. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

# A heading takes about as much as two rows.
HEAD = 2
Group = dict[str, Any]


def pages_of(groups: Sequence[Group], *, columns: int, rows: int) -> list[list[list[Group]]]:
    """Pages of columns of groups (`name`, `rows`); a column holds at most ``rows`` of them.

    What fits on one page stands there in columns as even as whole groups allow; of more, every
    column is filled and a group is cut where one ends.
    """
    whole = sum(len(group["rows"]) + HEAD for group in groups)
    for most in range(max(1, whole // columns), rows + 1):
        even = _whole_groups(groups, most)
        if len(even) <= columns and all(_height(column) <= rows for column in even):
            return [even]
    filled = list(_columns(groups, rows))
    return [filled[start : start + columns] for start in range(0, len(filled), columns)]


def _height(column: Sequence[Group]) -> int:
    return sum(len(group["rows"]) + HEAD for group in column)


def _whole_groups(groups: Sequence[Group], most: int) -> list[list[Group]]:
    """Columns that end with the group that fills them."""
    columns: list[list[Group]] = [[]]
    for group in groups:
        if columns[-1] and _height(columns[-1]) + len(group["rows"]) + HEAD > most:
            columns.append([])
        columns[-1].append(group)
    return columns


def _columns(groups: Sequence[Group], most: int) -> Iterator[list[Group]]:
    column: list[Group] = []
    free = most
    for group in groups:
        rows = group["rows"]
        while rows:
            if free <= HEAD:
                yield column
                column, free = [], most
            taken, rows = rows[: free - HEAD], rows[free - HEAD :]
            column.append({**group, "rows": taken})
            free -= HEAD + len(taken)
    if column:
        yield column
