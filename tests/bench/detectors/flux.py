"""Where Flux.jl's plateau is true: the rows of flux_parity_test.cpp. Flux.jl is a
package for Julia, so this is an emulation: each observation looks back at `patience` differences,
whatever fired before."""

from pathlib import Path
import sys

sys.path.append(str(Path(__file__).parents[2] / "parity"))
from peer_losses import show, trainings

for patience, absolute in [(3, 1e-6), (3, 0.03125), (1, 0.0078125), (10, 0.125), (5, 0.0625)]:
    for inputs in [(70, 1, 50, 100), (70, 2, 50, 40, -9000), (70, 3, 65, 0), (70, 4, 40, 200)]:
        losses = trainings(*inputs)
        show(f"{patience}, {absolute}", inputs,
             [end for end in range(patience + 1, len(losses) + 1)
              if max(abs(losses[i] - losses[i - 1])
                     for i in range(end - patience, end)) < absolute])
