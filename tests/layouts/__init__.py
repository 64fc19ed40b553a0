"""Random workbooks such as an office's own would look: the adversary of the reader that finds tables by their labels.

    layout = random_layout(random.Random(7), form)
    written = write_layout(layout, form, summing_values(random.Random(7), form), folder / "a.xlsx", organ="样例一镇", year=2023)

`written.places` says where each figure really stands. Nothing here uses the reader.
"""

from tests.layouts.ambiguous import Ambiguity, lost_row_label, table_twice, two_equal_row_labels
from tests.layouts.choose import random_layout
from tests.layouts.figures import summing_values
from tests.layouts.habits import pasted_from_the_web, typed_in_wps, typed_values
from tests.layouts.model import Layout
from tests.layouts.write import Written, write_layout

__all__ = [
    "Ambiguity",
    "Layout",
    "Written",
    "lost_row_label",
    "pasted_from_the_web",
    "random_layout",
    "summing_values",
    "table_twice",
    "two_equal_row_labels",
    "typed_in_wps",
    "typed_values",
    "write_layout",
]
