"""The network and the training loop of learning_stages in Python: see training_throughput.py."""

import time
from collections.abc import Callable

import torch
import torch.nn.functional as F
from random_images import CLASSES, Images
from torch import Tensor, nn

PADDING = 4
LEARNING_RATE = 0.1
MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4


def convolution(inputs: int, outputs: int, kernel: int, stride: int) -> nn.Conv2d:
    layer = nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out")
    return layer


class Block(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = convolution(inputs, outputs, 3, stride)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = convolution(outputs, outputs, 3, 1)
        if inputs != outputs or stride != 1:
            self.shortcut = convolution(inputs, outputs, 1, stride)
        else:
            self.shortcut = None

    def forward(self, x: Tensor) -> Tensor:
        activated = self.bn1(x).relu_()
        inner = self.bn2(self.conv1(activated)).relu_()
        identity = x if self.shortcut is None else self.shortcut(activated)
        return self.conv2(inner).add_(identity)


class WideResNet(nn.Module):
    """The network of wide_resnet.cpp, with the same names."""

    def __init__(self, depth: int, widen: int) -> None:
        super().__init__()
        self.conv = convolution(3, 16, 3, 1)
        blocks: list[nn.Module] = []
        inputs = 16
        for width in (16, 32, 64):
            for i in range((depth - 4) // 6):
                stride = 2 if i == 0 and width != 16 else 1
                blocks.append(Block(inputs, width * widen, stride))
                inputs = width * widen
        self.blocks = nn.Sequential(*blocks)
        self.bn = nn.BatchNorm2d(inputs)
        self.fc = nn.Linear(inputs, CLASSES)
        nn.init.zeros_(self.fc.bias)

    def forward(self, images: Tensor) -> Tensor:
        features = self.blocks(self.conv(images))
        return self.fc(self.bn(features).relu_().mean((2, 3)))


def channel_statistics(pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each channel."""
    values = torch.arange(256, dtype=torch.double)
    means, deviations = [], []
    for channel in pixels.unbind(1):
        shares = torch.bincount(channel.reshape(-1), minlength=256).double() / channel.numel()
        means.append(shares.dot(values))
        deviations.append(shares.dot((values - means[-1]).square()).sqrt().clamp_min(1))
    return (torch.stack(means).float().reshape(1, -1, 1, 1),
            torch.stack(deviations).float().reshape(1, -1, 1, 1))


def augment(batch: Tensor, generator: torch.Generator) -> Tensor:
    """Mirrors and shifts each image at random, as augmentation.cpp does."""
    count, channels, height, width = batch.shape
    device = batch.device
    shifts = 2 * PADDING + 1
    choice = torch.randint(2 * shifts * shifts, (count, 1, 1), generator=generator)
    choice = choice.to(device, non_blocking=True)
    right = choice % shifts
    down = choice.div(shifts, rounding_mode="floor") % shifts
    mirrored = choice >= shifts * shifts
    x = torch.arange(width, device=device)
    y = torch.arange(height, device=device).reshape(height, 1)
    columns = right + torch.where(mirrored, x.flip(0), x)
    sources = (down + y) * (width + 2 * PADDING) + columns
    padded = F.pad(batch, (PADDING, PADDING, PADDING, PADDING)).reshape(count, channels, -1)
    sources = sources.reshape(count, 1, -1).expand(count, channels, height * width)
    return padded.gather(2, sources).reshape(batch.shape)


class Trainer:
    """The training loop of engine.cpp."""

    def __init__(self, network: WideResNet, data: Images, batch_size: int, device: str,
                 channels_last: bool, mode: str = "") -> None:
        self.layout = torch.channels_last if channels_last else torch.contiguous_format
        self.network = network.to(device, memory_format=self.layout)
        self.mean, self.deviation = (x.to(device) for x in channel_statistics(data.pixels))
        self.pixels = data.pixels.to(device)
        self.labels = data.labels.to(device)
        self.batch_size = batch_size
        self.device = device
        self.compiled = mode != ""
        self.forward: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = self.loss_and_logits
        if mode:
            # Includes the backward pass. With CUDA graphs, the smaller last batch of an epoch gets its own.
            self.forward = torch.compile(self.forward, mode=mode, dynamic=False)
        options = {"fused": True} if device == "cuda" else {}  # like the program
        self.optimizer = torch.optim.SGD(self.network.parameters(), LEARNING_RATE, MOMENTUM,
                                         weight_decay=WEIGHT_DECAY, **options)
        self.generator = torch.Generator().manual_seed(0)

    def loss_and_logits(self, pixels: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        images = pixels.to(torch.float).sub_(self.mean).div_(self.deviation)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            logits = self.network(images.contiguous(memory_format=self.layout))
            return F.cross_entropy(logits, labels), logits

    def step(self, pixels: Tensor, labels: Tensor, sums: Tensor) -> None:
        if self.compiled:
            torch.compiler.cudagraph_mark_step_begin()
        self.optimizer.zero_grad(set_to_none=True)
        loss, logits = self.forward(pixels, labels)
        loss.backward()
        self.optimizer.step()
        with torch.no_grad():
            sums[0].add_(loss, alpha=len(labels))
            sums[1].add_(logits.argmax(1).eq(labels).sum())

    def epoch(self) -> tuple[float, float]:
        """Trains on every image once; returns images per second and the mean loss."""
        begin = time.perf_counter()
        self.network.train()
        count = len(self.labels)
        order = torch.randperm(count, generator=self.generator).to(self.device)
        sums = torch.zeros(2, dtype=torch.double, device=self.device)
        for batch in order.split(self.batch_size):
            pixels = augment(self.pixels.index_select(0, batch), self.generator)
            self.step(pixels, self.labels.index_select(0, batch), sums)
        loss = sums[0].item() / count  # waits for the device
        return count / (time.perf_counter() - begin), loss

    @torch.no_grad()
    def test_loss(self, data: Images) -> float:
        self.network.eval()
        return self.forward(data.pixels.to(self.device), data.labels.to(self.device))[0].item()
