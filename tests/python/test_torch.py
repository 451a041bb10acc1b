# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""pwlforge.torch: forwards the golden model bit for bit, backwards the gradients that its page promises."""

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed")

import pwlforge  # noqa: E402
import pwlforge.torch  # noqa: E402

FUNCTIONS = ("gelu", "hswish", "silu", "sigmoid", "tanh")


def every_input(module):
    """Every code, the numbers between two codes, and beyond both ends."""
    steps = np.arange(-2 * 132, 2 * 132) / 2 - module.zero_in
    return torch.from_numpy((steps * module.table().contexts[0].scale_in).astype(np.float32)).reshape(2, -1)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("entries", [2, 16])
def test_forward_is_the_golden_model(function, entries):
    module = pwlforge.torch.PwlUnit(function, entries=entries).calibrate(torch.randn(4000) * 2 + 0.3)
    x = every_input(module)
    assert module(x).shape == x.shape
    assert module(x).tolist() == pwlforge.Unit(module.table()).real(x.numpy()).tolist()
    # A scale that was learned gives another unit, and that one exactly.
    before = module(x).tolist()
    with torch.no_grad():
        module.scale_in.mul_(1.37)
        module.scale_out.mul_(0.81)
    x = every_input(module)
    assert module(x).tolist() == module.unit().real(x.numpy()).tolist() != before
    assert abs(module.table().contexts[0].scale_in / float(module.scale_in) - 1) <= 2**-8


def test_gradients_are_those_of_the_selected_line_and_of_lsq():
    module = pwlforge.torch.PwlUnit("gelu", entries=6, scale_in=0.021, scale_out=0.013, zero_in=3, zero_out=-110)
    x = every_input(module).clone().requires_grad_()
    weight = torch.linspace(-1, 2, x.numel()).reshape(x.shape)
    (module(x) * weight).sum().backward()
    one, segments = module.table().contexts[0], module.table().segments()
    expected, of_in, of_out = [], 0.0, 0.0
    for number, w in zip(x.detach().numpy().ravel(), weight.numpy().ravel()):
        v = float(np.float32(number) / np.float32(one.scale_in)) + one.zero_in
        code = min(max(int(np.rint(np.float32(v - one.zero_in))) + one.zero_in, -128), 127)
        line = segments[int(np.sum(code >= one.thresholds))]
        u = (line.slope * (code - one.zero_in) * one.scale_in + line.intercept) / one.scale_out
        passes = -128 <= u + one.zero_out <= 127
        inside = -128 <= v <= 127
        y = int(pwlforge.Unit(module.table())(np.array([code]))[0])
        expected.append(w * line.slope * passes * inside)
        of_in += w * line.slope * passes * (code - one.zero_in - (v - one.zero_in) * inside)
        of_out += w * (y - one.zero_out - u * passes)
    rate = 1 / np.sqrt(x.numel() * 127)
    assert np.allclose(x.grad.numpy().ravel(), expected, rtol=1e-4, atol=1e-5)
    assert np.isclose(float(module.scale_in.grad), of_in * rate, rtol=1e-3)
    assert np.isclose(float(module.scale_out.grad), of_out * rate, rtol=1e-3)
    assert 0 < np.mean(np.array(expected) == 0) < 0.5


def test_learning_moves_the_scales_and_keeps_the_bits():
    torch.manual_seed(3)
    module = pwlforge.torch.PwlUnit("silu", entries=8, scale_in=0.3, scale_out=0.3)
    x = torch.randn(500)
    optimizer = torch.optim.Adam(module.parameters(), 0.005)

    def loss():
        return ((module(x) - torch.nn.functional.silu(x)) ** 2).mean()

    first = float(loss())
    for _ in range(60):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()
    assert float(loss()) < first / 4
    assert module(x).tolist() == module.unit().real(x.numpy()).tolist()


def test_copies_and_states():
    module = pwlforge.torch.PwlUnit("tanh").calibrate(torch.randn(100))
    x = every_input(module)
    twin = copy.deepcopy(module)
    assert twin(x).tolist() == module(x).tolist()
    fixed = pwlforge.torch.PwlUnit("tanh", learn=False, zero_in=module.zero_in, zero_out=module.zero_out)
    fixed.load_state_dict(module.state_dict())
    assert fixed(x).tolist() == module(x).tolist()
    assert not any(one.requires_grad for one in fixed.parameters())


def test_rows():
    unit = pwlforge.Unit.operator("softmax", max_row=64)
    module = pwlforge.torch.PwlRows(unit, lambda x: torch.softmax(x, -1))
    x = (torch.randn(5, 20) * 2).requires_grad_()
    y = module(x)
    assert y.tolist() == unit.real(x.detach().numpy()).tolist()
    weight = torch.randn(5, 20)
    (y * weight).sum().backward()
    other = x.detach().clone().requires_grad_()
    (torch.softmax(other, -1) * weight).sum().backward()
    assert x.grad.tolist() == other.grad.tolist()


def test_low_rank_weights():
    torch.manual_seed(5)
    linear = torch.nn.Linear(12, 7)
    module = pwlforge.torch.LowRankLinear(linear, bits=4, rank=7, alpha=7.0)
    x = torch.randn(9, 12)
    scale = linear.weight.abs().amax(dim=1, keepdim=True) / 7
    rounded = torch.round(linear.weight / scale)
    assert module.codes().tolist() == rounded.to(torch.int8).tolist()
    assert torch.allclose(module(x), torch.nn.functional.linear(x, rounded * scale, linear.bias))
    optimizer = torch.optim.Adam([module.a, module.b], 0.01)
    goal = torch.nn.Linear(12, 7)(x).detach()  # of another layer
    first = float(((module(x) - goal) ** 2).mean())
    for _ in range(150):
        optimizer.zero_grad()
        ((module(x) - goal) ** 2).mean().backward()
        optimizer.step()
    assert float(((module(x) - goal) ** 2).mean()) < first / 3
    assert module.weights.tolist() == linear.weight.tolist()
    codes = module.codes()
    assert codes.min() >= -8 and codes.max() <= 7 and (codes != rounded.to(torch.int8)).any()
    assert torch.allclose(module(x), torch.nn.functional.linear(x, codes * module.scale, module.bias), atol=1e-6)


def test_a_scale_of_each_output_has_the_gradient_of_lsq():
    linear = torch.nn.Linear(3, 2, bias=False)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor([[0.7, -0.33, 0.1], [0.2, 0.05, -0.08]]))
    module = pwlforge.torch.LowRankLinear(linear, bits=3)
    weight = torch.tensor([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0]])
    (module(torch.eye(3)).T * weight).sum().backward()
    v = linear.weight.detach() / module.first_scale
    code = torch.clamp(torch.round(v), -4, 3)
    moved = torch.where((v >= -4) & (v <= 3), code - v, code)
    assert torch.allclose(module.scale.grad, (weight * moved).sum(dim=1, keepdim=True) / np.sqrt(3 * 3))
    assert float(module.a.grad.abs().max()) == 0 and float(module.b.grad.abs().max()) > 0


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: pwlforge.torch.PwlUnit("gelu")(torch.zeros(3, dtype=torch.float64)), "float32"),
        (lambda: pwlforge.torch.PwlUnit("relu")(torch.zeros(3)), "gelu"),
        (lambda: pwlforge.torch.PwlUnit("gelu", scale_in=float("nan"))(torch.zeros(3)), "learning rate"),
        (lambda: pwlforge.torch.LowRankLinear(torch.nn.Linear(2, 2), bits=1), "bits"),
    ],
)
def test_bad_calls(call, words):
    with pytest.raises(pwlforge.InputError, match=words):
        call()
