"""Where CNTK's adjustAfterEpoch lowers the learning rate: the rows of cntk_parity_test.cpp. CNTK
has no release for a current Python, so this is an emulation: a block decays unless its mean is below
the least of all means before it by more than the margin. In exact fractions."""

from fractions import Fraction
from pathlib import Path
import sys

sys.path.append(str(Path(__file__).parents[2] / "parity"))
from peer_losses import show, trainings

for interval, relative in [(1, 0.0), (1, 0.03125), (5, 0.0), (7, 0.015625), (20, 0.0)]:
    count = 60 if interval == 1 else 300
    for inputs in [(count, 1, 50, 100), (count, 2, 50, 400), (count, 3, 50, 0),
                   (count, 4, 50, 2000)]:
        losses = [Fraction(loss) for loss in trainings(*inputs)]
        means = [sum(losses[i:i + interval]) / interval
                 for i in range(0, len(losses) - interval + 1, interval)]
        show(f"{interval}, {relative}", inputs,
             [interval * (block + 1) for block in range(1, len(means))
              if min(means[:block]) - means[block] <= Fraction(relative) * min(means[:block])])
