"""Columns that mean what another column means already, and so are not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partydesk.domain.errors import Note
from partydesk.domain.fields import Field
from partydesk.exchange.headers import Labels
from partydesk.exchange.mapping import Mapping, known_labels, propose_mapping
from partydesk.exchange.reader import Table


def second_columns(table: Table, mapping: Mapping, fields: Sequence[Field]) -> Iterator[Note]:
    """Give a note ``second_column`` for each filled column left out because another was taken.

    Two columns 手机号码 and 联系电话 both fill the telephone number; only one can, and the person
    who sees nothing missing in the report must be told of the other.
    """
    labels = Labels(known_labels(fields))
    taken = {mapped.field.name: mapped for mapped in mapping.columns}
    for header in mapping.ignored:
        if not labels.has(header.label):
            continue
        meant = propose_mapping([header], fields).columns
        one = taken.get(meant[0].field.name) if meant else None
        if one and any(row.cell(header.column_index) is not None for row in table.rows):
            message = (
                f"“{one.header.label}”和“{header.label}”两列都是{one.field.label}，只读了前一列；"
                "请合并成一列，或指定读哪一列"
            )
            yield Note("second_column", message, table.sheet_name, table.header_row, header.label)
