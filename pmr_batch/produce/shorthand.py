"""What stands in a cell of a table of figures in place of a figure, as statistics of the government have it."""

from __future__ import annotations

#: Confidential: a small number, or one from which one could be worked out.
HIDDEN = "[c]"
#: Not applicable: there is nothing to count or to compare here.
NOT_APPLICABLE = "[z]"
