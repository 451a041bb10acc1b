# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Units as modules of torch, for quantization-aware fine-tuning.

    import pwlforge.torch

    network.activation = pwlforge.torch.PwlUnit("gelu", entries=8).calibrate(samples)

The forward pass is the golden model bit for bit. The backward pass is straight-through: the slope of the line that the
code selected, nothing where a quantizer saturates. Scales are learned by the gradient of LSQ (learned step size
quantization, arXiv 1902.08153). A unit takes them rounded to 8 significant bits, and its table is fitted again whenever
those have moved, so that the forward pass stays that of a unit which exists.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
import torch
from torch import nn

from . import _core, calibrate
from .quantize import code_range
from .table import Table, fit
from .unit import Unit

_BITS = 8  # of the codes of a unit
_LEAST_SCALE = 1e-6


def _rounded(scale: torch.Tensor) -> float:
    """To 8 significant bits."""
    return float(scale.detach().to(torch.bfloat16))


class _Look:
    """A fitted unit as arrays over its codes."""

    def __init__(self, table: Table) -> None:
        self.table = table
        one = table.contexts[0]
        low, high = code_range(table.input_bits, True)
        x = (np.arange(low, high + 1) - one.zero_in) * one.scale_in
        segments = table.segments()
        entry = (np.arange(low, high + 1)[:, None] >= one.thresholds).sum(axis=1)
        slopes = np.array([segment.slope for segment in segments])[entry]
        lines = slopes * x + np.array([segment.intercept for segment in segments])[entry]
        first, last = code_range(table.output_bits, table.output_signed)
        steps = lines / one.scale_out + one.zero_out
        self.codes = torch.from_numpy(Unit(table).outputs().astype(np.int64))
        self.slopes = torch.from_numpy(slopes.astype(np.float32))
        self.steps = torch.from_numpy((lines / one.scale_out).astype(np.float32))
        self.passes = torch.from_numpy(((steps >= first) & (steps <= last)).astype(np.float32))


class _Through(torch.autograd.Function):
    """Quantizer, look-up, dequantizer; backward through the selected line."""

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: Any, x: torch.Tensor, scale_in: torch.Tensor, scale_out: torch.Tensor, look: _Look
    ) -> torch.Tensor:
        one = look.table.contexts[0]
        low, high = code_range(look.table.input_bits, True)
        steps = x / one.scale_in
        code = torch.clamp(torch.round(steps) + one.zero_in, low, high)
        place = (code - low).long()
        ctx.save_for_backward(steps, code - one.zero_in, place)
        ctx.look = look
        ctx.inside = (steps + one.zero_in >= low) & (steps + one.zero_in <= high)
        return (look.codes[place] - one.zero_out).to(x.dtype) * one.scale_out

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> Any:
        steps, rounded, place = ctx.saved_tensors
        (gradient,) = gradients
        look, table = ctx.look, ctx.look.table
        through = gradient * look.slopes[place] * look.passes[place]
        # LSQ: how far rounding moved a number, in steps; where it saturates, the code itself.
        moved = rounded - torch.where(ctx.inside, steps, torch.zeros_like(steps))
        wrong = look.codes[place].float() - table.contexts[0].zero_out - look.passes[place] * look.steps[place]
        rate = 1.0 / np.sqrt(steps.numel() * code_range(table.input_bits, True)[1])
        return (
            through * ctx.inside,
            (through * moved).sum() * rate,
            (gradient * wrong).sum() * rate,
            None,
        )


class PwlUnit(nn.Module):
    """An 8-bit unit in place of an activation: any shape in, the same shape out, single precision.

    :param function: gelu, hswish, silu, sigmoid, tanh (see :func:`pwlforge.fit`, whose other options are ``options``)
    :param entries: segments of the table
    :param scale_in: real steps of the codes; :meth:`calibrate` finds them
    :param learn: whether the scales are parameters
    """

    def __init__(
        self,
        function: str,
        *,
        entries: int = 16,
        scale_in: float = 2**-5,
        zero_in: int = 0,
        scale_out: float = 2**-5,
        zero_out: int = 0,
        learn: bool = True,
        **options: Any,
    ) -> None:
        super().__init__()
        self.function, self.entries, self.options = function, entries, options
        self.zero_in, self.zero_out = zero_in, zero_out
        self.scale_in = nn.Parameter(torch.tensor(float(scale_in)), requires_grad=learn)
        self.scale_out = nn.Parameter(torch.tensor(float(scale_out)), requires_grad=learn)
        self._known: tuple[Any, _Look] | None = None

    def calibrate(self, samples: torch.Tensor) -> PwlUnit:
        """Sets scales and zero points to those of least squared error on what comes in."""
        numbers = calibrate.sample(samples.detach().double().reshape(-1).numpy())
        scale_in, self.zero_in = calibrate.input_grid(self.function, numbers, _BITS, False)
        outputs = calibrate.values_of(self.function, numbers)
        scale_out, self.zero_out = calibrate.output_grid(outputs, _BITS, False)
        with torch.no_grad():
            self.scale_in.fill_(scale_in)
            self.scale_out.fill_(scale_out)
        return self

    def table(self) -> Table:
        """The table of the scales as they are: what ``pwlforge gen`` takes."""
        return self._look().table

    def unit(self) -> Unit:
        """The golden model of the same."""
        return Unit(self.table())

    def _look(self) -> _Look:
        with torch.no_grad():
            for scale in (self.scale_in, self.scale_out):
                if not bool(torch.isfinite(scale)):
                    raise _core.InputError(f"{self.function}: a scale is {float(scale)}; use a smaller learning rate")
                scale.clamp_(min=_LEAST_SCALE)
        key = (_rounded(self.scale_in), _rounded(self.scale_out), self.zero_in, self.zero_out)
        if self._known is None or self._known[0] != key:
            table = fit(
                self.function,
                entries=self.entries,
                scale_in=key[0],
                zero_in=self.zero_in,
                scale_out=key[1],
                zero_out=self.zero_out,
                **self.options,
            )
            self._known = (key, _Look(table))
        return self._known[1]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.dtype != torch.float32:
            raise _core.InputError(f"{self.function}: takes float32 (found {x.dtype})")
        result: torch.Tensor = _Through.apply(x, self.scale_in, self.scale_out, self._look())
        return result


class PwlRows(nn.Module):
    """A row operator (``Unit.operator``: softmax, layernorm, rmsnorm) over the last axis: the golden model forwards,
    the real function's gradient backwards.

    :param real: the real function, such as ``lambda x: torch.softmax(x, -1)``
    """

    def __init__(self, unit: Unit, real: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.unit, self.real = unit, real

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        wanted = self.real(x)
        given = torch.from_numpy(np.asarray(self.unit.real(x.detach().numpy())))
        # The first term only carries the gradient: its value would cost the last bit.
        return _Replace.apply(wanted, given)  # type: ignore[no-any-return]


class _Replace(torch.autograd.Function):
    """The second operand forwards, the first one's gradient backwards."""

    @staticmethod
    def forward(ctx: Any, wanted: torch.Tensor, given: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        return given

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> Any:
        return gradients[0], None


class _Step(torch.autograd.Function):
    """clamp(round(v), low, high) * scale; LSQ backwards."""

    @staticmethod
    def forward(ctx: Any, v: torch.Tensor, scale: torch.Tensor, low: int, high: int) -> torch.Tensor:  # type: ignore[override]
        code = torch.clamp(torch.round(v), low, high)
        ctx.save_for_backward(v, scale, code)
        ctx.inside = (v >= low) & (v <= high)
        ctx.rate = 1.0 / np.sqrt(v.numel() / scale.numel() * high)
        return code * scale

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> Any:
        v, scale, code = ctx.saved_tensors
        (gradient,) = gradients
        moved = torch.where(ctx.inside, code - v, code)
        return gradient * ctx.inside * scale, (gradient * moved).sum(dim=1, keepdim=True) * ctx.rate, None, None


class LowRankLinear(nn.Module):
    """A linear layer with integer weights that learn through a low-rank update (LR-QAT, arXiv 2406.06385).

        codes = clamp(round(W / s0 + (alpha / rank) A B), low, high)     weights = codes * s, a scale s for each output

    W stays as it was trained; A (outputs x rank), B (rank x inputs), the scales and the bias learn. B begins at zero,
    so that training begins at the rounded weights. Nothing of A and B is left in the result: they go into the codes.
    """

    def __init__(self, linear: nn.Linear, *, bits: int = 4, rank: int = 4, alpha: float = 1.0) -> None:
        super().__init__()
        if not 2 <= bits <= 8:
            raise _core.InputError(f"bits: out of range (found {bits}); choose 2..8")
        self.low, self.high = code_range(bits, True)
        weights = linear.weight.detach()
        self.weights: torch.Tensor
        self.first_scale: torch.Tensor
        self.register_buffer("weights", weights.clone())
        largest = weights.abs().amax(dim=1, keepdim=True).clamp(min=_LEAST_SCALE)
        self.register_buffer("first_scale", largest / self.high)
        self.scale = nn.Parameter(self.first_scale.clone())
        self.a = nn.Parameter(torch.randn(weights.shape[0], rank) / np.sqrt(rank))
        self.b = nn.Parameter(torch.zeros(rank, weights.shape[1]))
        self.bias = None if linear.bias is None else nn.Parameter(linear.bias.detach().clone())
        self.factor = alpha / rank

    def _steps(self) -> torch.Tensor:
        return self.weights / self.first_scale + self.factor * (self.a @ self.b)

    def codes(self) -> torch.Tensor:
        """The integer weights, outputs x inputs."""
        with torch.no_grad():
            return torch.clamp(torch.round(self._steps()), self.low, self.high).to(torch.int8)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weights = _Step.apply(self._steps(), self.scale, self.low, self.high)
        return nn.functional.linear(x, weights, self.bias)
