"""Where Keras' ReduceLROnPlateau lowers the learning rate: the rows of keras_test.cpp. Keras
itself is not needed: a decay is a run of `patience` losses that do not improve, and after a decay
cooldown - 1 losses belong to no run."""

from patience import ends_of_runs, without_improvement
from peer_losses import show, trainings

for patience, absolute, cooldown in [(10, 1e-4, 0), (10, 1e-4, 1), (10, 1e-4, 5), (1, 0.0, 0),
                                     (1, 0.01, 3), (4, 0.25, 2)]:
    count = 80 if patience == 1 else 300
    for inputs in [(count, 1, 60, 100), (count, 2, 60, 400, -9000), (count, 3, 100, 0),
                   (count, 4, 50, 2000)]:
        flags = without_improvement(trainings(*inputs), lambda loss, best: loss + absolute < best)
        show(f"{patience}, {absolute}, {cooldown}", inputs,
             ends_of_runs(flags, patience, max(cooldown - 1, 0)))
