"""Where optax.contrib.reduce_on_plateau lowers the scale: the rows of optax_test.cpp. optax
itself is not needed: a decay is a run of `patience` blocks whose means do not improve, and after a
decay `cooldown` blocks belong to no run."""

from fractions import Fraction

from patience import ends_of_runs, without_improvement
from peer_losses import show, trainings

for patience, relative, absolute, cooldown, interval in [
        (10, 1e-4, 0.0, 0, 1), (10, 1e-4, 0.0, 4, 1), (1, 0.01, 0.0, 0, 5), (3, 0.0, 0.03, 2, 7),
        (2, 0.02, 0.05, 1, 20)]:
    for inputs in [(600, 1, 120, 100), (600, 2, 120, 400), (600, 3, 150, 0), (600, 4, 100, 2000)]:
        losses = [Fraction(loss) for loss in trainings(*inputs)]
        means = [float(sum(losses[i:i + interval]) / interval)
                 for i in range(0, len(losses) - interval + 1, interval)]
        flags = without_improvement(
            means, lambda mean, best: mean < (1 - relative) * best - absolute)
        show(f"{patience}, {relative}, {absolute}, {cooldown}, {interval}", inputs,
             [interval * end for end in ends_of_runs(flags, patience, cooldown)])
