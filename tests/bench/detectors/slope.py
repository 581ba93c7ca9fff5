"""Where statopt's SLOPE drops the learning rate: the rows of slope_parity_test.cpp. statopt itself is
not needed: at each test the line is fitted anew, in exact fractions, through the latest
ceil(n / leak) of the n losses since the decay before, and Student's distribution is integrated by
Simpson's rule."""

from fractions import Fraction
from math import exp, inf, lgamma, log, log1p, pi, sqrt
from pathlib import Path
import sys

sys.path.append(str(Path(__file__).parents[2] / "parity"))
from peer_losses import show, trainings


def student(t, freedom):
    """P(T <= t)."""
    if abs(t) > 60:
        return 0.0 if t < 0 else 1.0
    factor = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2)

    def density(x):
        return factor * exp(-(freedom + 1) / 2 * log1p(x * x / freedom))

    steps = 2000
    width = t / steps
    points = [density(i * width) * (4 if i % 2 else 2) for i in range(1, steps)]
    return 0.5 + width / 3 * (density(0.0) + sum(points) + density(t))


def t_statistic(losses):
    n = len(losses)
    ys = [Fraction(loss) for loss in losses]
    spread = Fraction(n**3 - n, 12)
    mean = sum(ys) / n
    products = sum((2 * i - n + 1) * y for i, y in enumerate(ys)) / 2
    residual = sum((y - mean) ** 2 for y in ys) - products**2 / spread
    if residual == 0:
        return 0.0 if products == 0 else inf if products > 0 else -inf
    return float(products / spread) / sqrt(residual / (n - 2) / spread)


def decays(losses, significance, window, leak, interval, warmup):
    positions, begin = [], 0
    for step in range(interval, len(losses) + 1, interval):
        kept = -((begin - step) // leak)
        if kept > window and step > warmup:
            if student(t_statistic(losses[step - kept:step]), kept - 2) >= significance:
                positions.append(step)
                begin = step
    return positions


for significance, window, leak, interval, warmup, count, length in [
        (0.05, 1000, 8, 100, 100, 32000, 16000), (0.05, 50, 8, 10, 100, 1600, 800),
        (0.2, 20, 4, 7, 0, 400, 150), (0.01, 10, 2, 1, 60, 300, 100), (0.1, 30, 3, 25, 0, 600, 200)]:
    for inputs in [(count, 1, length, 300), (count, 2, length, 3000, -9000),
                   (count, 3, length, 0)]:
        show(f"{significance}, {window}, {leak}, {interval}, {warmup}", inputs,
             decays(trainings(*inputs), significance, window, leak, interval, warmup))
