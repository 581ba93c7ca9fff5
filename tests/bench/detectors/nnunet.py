"""Where nnU-Net (version 1) lowers the learning rate: the rows of nnunet_parity_test.cpp, as made
by the ReduceLROnPlateau of PyTorch 2.11.0 that it uses. The mean that it is fed with is an emulation,
because nnU-Net's trainer takes losses only from a training of its own. It is written as a sum over
all losses: the first weighs beta^(t-1), loss i of the others (1 - beta) beta^(t-i)."""

from pathlib import Path
import sys

import torch

sys.path.append(str(Path(__file__).parents[2] / "parity"))
from peer_losses import show, trainings


def decays(losses, beta, patience, absolute):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, mode="min", factor=0.2, patience=patience, threshold=absolute,
        threshold_mode="abs", eps=0.0)
    positions = []
    for t in range(1, len(losses) + 1):
        mean = losses[0] * beta ** (t - 1) + sum(
            (1 - beta) * beta ** (t - i) * losses[i - 1] for i in range(2, t + 1))
        before = optimizer.param_groups[0]["lr"]
        scheduler.step(mean)
        if optimizer.param_groups[0]["lr"] < before:
            positions.append(t)
    return positions


for beta, patience, absolute in [(0.93, 30, 0.001), (0.93, 5, 0.001), (0.5, 3, 0.01),
                                 (0.0, 10, 0.1), (0.99, 0, 0.0005)]:
    count = 100 if patience == 0 else 400
    for inputs in [(count, 1, 100, 100), (count, 2, 100, 1000, -9000), (count, 3, 80, 0)]:
        show(f"{beta}, {patience}, {absolute}", inputs,
             decays(trainings(*inputs), beta, patience, absolute))
