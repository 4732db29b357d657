"""The words and limits of a visit on the spot."""

from huiyin.kernel.text import N_

# Whose visit it is to write down: beside the unit that has the matter, those that help.
OFFICERS_MOST = 20
MET_LABELS = {True: N_("见到了，本人同意谈"), False: N_("没有见")}
