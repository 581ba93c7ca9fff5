"""Where tensorpack's StatMonitorParamSetter fires: the rows of tensorpack_parity_test.cpp.
tensorpack needs graph-mode TensorFlow, so this is an emulation: it looks at slices of all losses,
none of which begins before the latest decay."""

from pathlib import Path
import sys

sys.path.append(str(Path(__file__).parents[2] / "parity"))
from peer_losses import show, trainings

for window, absolute in [(5, 0.0), (2, 0.0), (10, 0.0625), (30, 0.25), (3, 0.5)]:
    count = 60 if window < 5 else 200
    for inputs in [(count, 1, 60, 100), (count, 2, 60, 400, -9000), (count, 3, 60, 0),
                   (count, 4, 50, 2000)]:
        losses, decays = trainings(*inputs), []
        for end in range(window, len(losses) + 1):
            history = losses[end - window:end]
            overlaps = decays and end - window < decays[-1]
            if not overlaps and not min(history) < history[0] - absolute:
                decays.append(end)
        show(f"{window}, {absolute}", inputs, decays)
