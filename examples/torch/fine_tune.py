# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""A small network loses accuracy to coarse tables and 4-bit weights, and learns it back.

    python3 examples/torch/fine_tune.py [--steps 300] [-o DIRECTORY]

Four networks on the arms of a spiral: in floating point; with an 8-bit unit of few entries in place of each activation;
the same after fine-tuning through the units; and with 4-bit weights as well, fine-tuned through low-rank updates.
"""

import argparse
import copy
import os

try:
    import torch
    from torch import nn
except ImportError as missing:
    raise SystemExit("no torch: install python3-torch, or torch from PyPI") from missing
import matplotlib

matplotlib.use("Agg")
import pwlforge.torch  # noqa: E402
from matplotlib import pyplot  # noqa: E402

ARMS = 4
HIDDEN = 24


TURNS = 1.5  # of an arm
LAYERS = 3


def make_points(count, seed):
    """Points on the arms of a spiral, and the number of the arm."""
    random = torch.Generator().manual_seed(seed)
    arm = torch.randint(ARMS, (count,), generator=random)
    radius = 0.1 + 0.9 * torch.rand(count, generator=random)
    angle = 2 * torch.pi * (arm / ARMS + TURNS * radius) + 0.08 * torch.randn(count, generator=random)
    return torch.stack([radius * torch.cos(angle), radius * torch.sin(angle)], dim=1) * 2, arm


def accuracy(network, points):
    with torch.no_grad():
        return 100 * (network(points[0]).argmax(dim=1) == points[1]).float().mean().item()


def train(network, points, steps, rate):
    """Losses, step by step; the rate falls to nothing as a cosine. Scales are small, and so are their steps."""
    learned = [(name, one) for name, one in network.named_parameters() if one.requires_grad]
    scales = [one for name, one in learned if "scale" in name]
    others = [one for name, one in learned if "scale" not in name]
    optimizer = torch.optim.Adam([{"params": others}, {"params": scales, "lr": rate / 50}], rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(points[0]), points[1])
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return losses


def with_units(network, points, entries):
    """A copy with a calibrated unit in place of each activation."""
    result, x = copy.deepcopy(network), points[0]
    for place, layer in enumerate(network):
        if isinstance(layer, nn.SiLU):
            result[place] = pwlforge.torch.PwlUnit("silu", entries=entries).calibrate(x)
        x = layer(x)
    return result


def with_low_rank(network, bits, rank):
    """A copy with integer weights."""
    result = copy.deepcopy(network)
    for place, layer in enumerate(network):
        if isinstance(layer, nn.Linear):
            result[place] = pwlforge.torch.LowRankLinear(layer, bits=bits, rank=rank)
    return result


def draw(curves, path):
    figure, axes = pyplot.subplots(figsize=(7, 4))
    for label, losses in curves.items():
        axes.plot(losses, label=label, linewidth=1)
    axes.set_xlabel("step")
    axes.set_ylabel("cross entropy")
    axes.set_yscale("log")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=300, help="of fine-tuning; four times as many of training")
    parser.add_argument("--entries", type=int, default=2, help="of the tables")
    parser.add_argument("--bits", type=int, default=4, help="of the weights")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="fail when nothing was lost, or not most of it came back")
    parser.add_argument("-o", "--output", default="out", help="folder for the loss curves and the tables")
    arguments = parser.parse_args()
    os.makedirs(arguments.output, exist_ok=True)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)

    seen, unseen = make_points(1500, arguments.seed), make_points(3000, arguments.seed + 1)
    sizes = [2] + [HIDDEN] * LAYERS
    layers = [layer for pair in zip(sizes, sizes[1:]) for layer in (nn.Linear(*pair), nn.SiLU())]
    network = nn.Sequential(*layers, nn.Linear(HIDDEN, ARMS))
    train(network, seen, 4 * arguments.steps, 0.01)
    replaced = with_units(network, seen, arguments.entries)
    tuned = copy.deepcopy(replaced)
    narrow = with_low_rank(replaced, arguments.bits, rank=4)
    found = {
        "floating point": accuracy(network, unseen),
        f"units of {arguments.entries} entries": accuracy(replaced, unseen),
        f"units and {arguments.bits}-bit weights": accuracy(narrow, unseen),
    }
    curves = {
        "units": train(tuned, seen, arguments.steps, 0.004),
        f"units, {arguments.bits}-bit weights, low rank": train(narrow, seen, arguments.steps, 0.01),
    }
    found["units, fine-tuned"] = accuracy(tuned, unseen)
    found[f"units and {arguments.bits}-bit weights, fine-tuned"] = accuracy(narrow, unseen)
    for label, percent in found.items():
        print(f"  {label:<42} {percent:.1f} %")
    draw(curves, os.path.join(arguments.output, "loss.svg"))
    draw(curves, os.path.join(arguments.output, "loss.png"))
    for place, layer in enumerate(tuned):
        if isinstance(layer, pwlforge.torch.PwlUnit):
            layer.table().save(os.path.join(arguments.output, f"silu_{place}.json"))
    if arguments.check:
        best, coarse, low, fine, fine_low = found.values()
        if best - coarse < 2 or best - low < 2:
            raise SystemExit("the coarse units lost nothing: the example shows nothing")
        if best - fine > (best - coarse) / 4 or best - fine_low > (best - low) / 4:
            raise SystemExit("fine-tuning did not bring three quarters of the loss back")


if __name__ == "__main__":
    main()
