"""Records that may be the same person, unit or organization.

:func:`twins_of` gives the index of a pool. It finds the pairs of a whole pool, and the records that
one more record looks like, by the same rules: every record is put into boxes by what could make it
the twin of another (its number, its name with its birth, its phone …), and only what shares a box
is compared. Boxes are dictionaries, so the work grows with the number of records, not of pairs.

The rules decide nothing: they give pairs with a certainty and a sentence, and somebody decides.
"""

from partydesk.domain.duplicates.grouping import Group, groups_of
from partydesk.domain.duplicates.kinds import twins_of
from partydesk.domain.duplicates.pairs import RULES_VERSION, Certainty, Likeness, Pair, Rule
from partydesk.domain.duplicates.twins import Twins

__all__ = [
    "RULES_VERSION",
    "Certainty",
    "Group",
    "Likeness",
    "Pair",
    "Rule",
    "Twins",
    "groups_of",
    "twins_of",
]
