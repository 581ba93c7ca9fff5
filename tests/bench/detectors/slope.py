"""Where statopt's SLOPE drops the learning rate: the rows of slope_parity_test.cpp, as made by
statopt 0.2 on PyTorch 2.11.0. It needs the packages of tests/parity/requirements.txt."""

from pathlib import Path
import sys

import statopt.slope
import torch

sys.path.append(str(Path(__file__).parents[2] / "parity"))
from peer_losses import show, trainings


def decays(losses, significance, window, leak, interval, warmup):
    weight = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    weight.grad = torch.zeros_like(weight)
    optimizer = statopt.slope.SLOPE([weight], lr=1.0, significance=significance, leak_ratio=leak,
                                    testfreq=interval, warmup=warmup)
    optimizer.state["minN_stats"] = window  # the constructor refuses less than 100
    positions = []
    for position, loss in enumerate(losses, 1):
        before = optimizer.param_groups[0]["lr"]
        optimizer.step(lambda: torch.tensor(loss, dtype=torch.float64))
        if optimizer.param_groups[0]["lr"] < before:
            positions.append(position)
    return positions


for significance, window, leak, interval, warmup, count, length in [
        (0.05, 1000, 8, 100, 100, 32000, 16000), (0.05, 50, 8, 10, 100, 1600, 800),
        (0.2, 20, 4, 7, 0, 400, 150), (0.01, 10, 2, 1, 60, 300, 100), (0.1, 30, 3, 25, 0, 600, 200)]:
    for inputs in [(count, 1, length, 300), (count, 2, length, 3000, -9000),
                   (count, 3, length, 0)]:
        show(f"{significance}, {window}, {leak}, {interval}, {warmup}", inputs,
             decays(trainings(*inputs), significance, window, leak, interval, warmup))
