"""Where torch.optim.lr_scheduler.ReduceLROnPlateau lowers the learning rate: the rows of
pytorch_test.cpp, as made by PyTorch 1.13.1."""

import torch

from peer_losses import show, trainings


def decays(losses, patience, threshold, mode, cooldown):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, patience=patience, threshold=threshold, threshold_mode=mode,
        cooldown=cooldown, factor=0.5, eps=0.0)
    positions = []
    for position, loss in enumerate(losses, 1):
        before = optimizer.param_groups[0]["lr"]
        scheduler.step(loss)
        if optimizer.param_groups[0]["lr"] < before:
            positions.append(position)
    return positions


for patience, threshold, mode, cooldown in [
        (10, 1e-4, "rel", 0), (10, 1e-4, "rel", 5), (0, 1e-4, "rel", 0), (3, 0.01, "rel", 1),
        (5, 0.125, "rel", 0), (4, 0.0, "rel", 20), (2, 0.05, "abs", 0), (7, 0.25, "abs", 3)]:
    count = 80 if patience == 0 else 300
    for inputs in [(count, 1, 60, 100), (count, 2, 60, 400), (count, 3, 100, 0),
                   (count, 4, 50, 2000)]:
        margins = f"{threshold}, 0.0" if mode == "rel" else f"0.0, {threshold}"
        show(f"{patience}, {margins}, {cooldown}", inputs,
             decays(trainings(*inputs), patience, threshold, mode, cooldown))
