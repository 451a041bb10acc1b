# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Unit against the parameters restated in rationals, the worked examples of the documents, and the real functions."""

import os
import re

import numpy as np
import pwlforge
import pytest
from conftest import restated
from pwlforge.quantize import dequantize, quantize


@pytest.mark.parametrize("function", pwlforge.function_names())
@pytest.mark.parametrize("options", [{}, {"format": "f6k9b9", "output_signed": False}])
def test_every_code_of_eight_bits(function, options):
    table = pwlforge.fit(function, entries=8, **options)
    codes = np.arange(-128, 128, dtype=np.int8)
    for context in range(len(table.contexts)):
        unit = pwlforge.Unit(table, context)
        expected = [restated(table, context, int(q)) for q in codes]
        assert unit(codes).tolist() == expected
        assert unit.outputs().tolist() == expected
        assert unit(codes).dtype == (np.int8 if table.output_signed else np.uint8)


def test_a_changed_table_gives_other_codes():
    table = pwlforge.fit("gelu", entries=8, scales=[4])
    text = table.to_json()
    slopes = re.search(r'"slopes": \[([^\]]*)\]', text)
    words = slopes.group(1).split(",")
    words[4] = str(int(words[4]) + 1)
    changed = pwlforge.Table.from_json(text[: slopes.start(1)] + ",".join(words) + text[slopes.end(1) :])
    codes = np.arange(-128, 128)
    assert (pwlforge.Unit(changed)(codes) != pwlforge.Unit(table)(codes)).any()


@pytest.mark.parametrize("bits, seed", [(16, 1), (32, 2)])
def test_wide_codes(bits, seed):
    table = pwlforge.fit(
        "gelu",
        entries=8,
        input_bits=bits,
        output_bits=bits,
        format=f"k{bits}b{2 * bits}",
        scales=[bits - 4],
        method="uniform",
    )
    codes = np.random.default_rng(seed).integers(-(2 ** (bits - 1)), 2 ** (bits - 1), 2000)
    assert pwlforge.Unit(table)(codes).tolist() == [restated(table, 0, int(q)) for q in codes]


def test_shapes_and_types():
    unit = pwlforge.Unit(pwlforge.fit("gelu", entries=8, scales=[4]))
    codes = np.arange(-128, 112, dtype=np.int8).reshape(2, 3, 40)
    assert unit(codes).shape == (2, 3, 40)
    assert unit(codes[:, ::2]).tolist() == unit(codes)[:, ::2].tolist()
    assert unit(5).shape == () and int(unit(5)) == unit(np.array([5]))[0]
    assert unit(np.zeros((0, 4), dtype=np.int8)).shape == (0, 4)


@pytest.mark.parametrize("name, kind", [("fp32", np.float32), ("fp16", np.float16)])
def test_floats(name, kind):
    table = pwlforge.fit("gelu", entries=16, format=name)
    unit = pwlforge.Unit(table)
    one = table.contexts[0]
    pattern = {"fp32": np.uint32, "fp16": np.uint16}[name]
    thresholds, slopes, intercepts = (
        np.array(w).astype(pattern).view(kind) for w in (one.thresholds, one.slopes, one.intercepts)
    )
    x = np.random.default_rng(3).normal(0, 3, 4000).astype(kind)
    entry = (x[:, None] >= thresholds).sum(axis=1)
    # In double both products are exact, and the sum is off by less than the last place of the result.
    exact = slopes[entry].astype(float) * x.astype(float) + intercepts[entry].astype(float)
    assert unit(x).dtype == kind
    assert np.abs(unit(x).astype(float) - exact).max() <= np.spacing(np.abs(exact).max().astype(kind)) / 2 * 1.001
    assert (unit(x) == exact.astype(kind)).mean() > 0.999
    assert np.isnan(unit(np.array([np.nan], dtype=kind))).all()
    assert unit(x.view(pattern)).tolist() == unit(x).tolist()


def test_bfloat16_takes_patterns():
    unit = pwlforge.Unit(pwlforge.fit("silu", entries=8, format="bf16"))
    x = np.array([1.0, -2.0, 0.5], dtype=np.float32)
    y = unit((x.view(np.uint32) >> 16).astype(np.uint16))
    assert np.abs((y.astype(np.uint32) << 16).view(np.float32) - x / (1 + np.exp(-x))).max() < 0.05


def examples(word):
    """The worked examples of the page on operators: (given, expected), both as dictionaries of texts."""
    found = []
    with open(os.path.join(os.environ["PWLFORGE_SOURCE"], "docs", "operators.md")) as page:
        for line in page:
            match = re.match(rf"    {word} (.*) => (.*)", line)
            if match:
                found.append(tuple(dict(pair.split("=") for pair in side.split()) for side in match.groups()))
    return found


def numbers(text):
    return np.array([int(one) for one in text.split(",")])


def test_worked_examples_of_rows():
    checked = 0
    for name in ("softmax", "rmsnorm", "layernorm", "swiglu"):
        for given, expected in examples(name):
            row = numbers(given["row"])
            unit = pwlforge.Unit.operator(name, width=int(given["width"]), max_row=64, length=len(row))
            keep = numbers(given["keep"]).astype(bool) if "keep" in given else None
            gates = numbers(given["gates"]) if "gates" in given else None
            if keep is not None and not keep.all():
                assert unit(row, gates, keep).tolist() != unit(row, gates).tolist()
            assert unit(row, gates, keep).tolist() == numbers(expected.get("p", expected.get("out"))).tolist()
            both = None if keep is None else np.stack([keep, keep])
            twice = unit(np.stack([row, row]), None if gates is None else np.stack([gates, gates]), both)
            assert twice.tolist() == [unit(row, gates, keep).tolist()] * 2
            checked += 1
    assert checked >= 6


def test_worked_examples_of_wide_units():
    cases = examples("wide")
    assert len(cases) >= 5
    for given, expected in cases:
        unit = pwlforge.Unit.wide(given["function"], int(given["V"]), unit="int" + given["W"])
        y, k, zero = unit(np.array([int(given["v"])]))
        assert (int(y[0]), int(k[0]), int(zero[0])) == (
            int(expected["y"]),
            int(expected["k"]),
            int(expected.get("zero", 0)),
        )
    for given, expected in examples("integer_form"):
        unit = pwlforge.Unit.wide(
            given["function"],
            int(given["V"]),
            unit="int" + given["W"],
            fraction_bits=int(given["F"]),
            output_bits=int(given["out"]),
        )
        assert int(unit(int(given["v"]))) == int(expected["y"])


def test_operators_follow_the_real_functions():
    x = np.random.default_rng(5).normal(0, 1.5, (8, 48)).astype(np.float32)
    exponentials = np.exp(x - x.max(axis=1, keepdims=True))
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    assert np.abs(pwlforge.Unit.operator("softmax", scale_in=2**-4).real(x) - p).max() < 0.02
    gamma, beta = np.linspace(0.5, 1.5, 48), np.linspace(-1, 1, 48)
    normal = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5) * gamma + beta
    unit = pwlforge.Unit.operator("layernorm", width=16, gamma=gamma, beta=beta, scale_in=2**-12, scale_out=2**-5)
    assert np.abs(unit.real(x) - normal)[np.abs(normal) < 3.9].max() < 2**-5
    root = x / np.sqrt((x**2).mean(axis=1, keepdims=True) + 1e-5) * gamma
    unit = pwlforge.Unit.operator("rmsnorm", width=16, gamma=gamma, scale_in=2**-12, scale_out=2**-5)
    assert np.abs(unit.real(x) - root)[np.abs(root) < 3.9].max() < 2**-5
    assert np.abs(pwlforge.Unit.operator("geglu").real(x, x) - x**2 * (x > 0)).mean() < 0.2


def test_floating_operator():
    x = np.random.default_rng(6).normal(0, 1.5, (4, 32)).astype(np.float32)
    y = pwlforge.Unit.operator("softmax", floating=True, max_row=64)(x)
    exponentials = np.exp(x - x.max(axis=1, keepdims=True))
    assert y.dtype == np.float32 and np.abs(y - exponentials / exponentials.sum(axis=1, keepdims=True)).max() < 0.02


def test_quantizers():
    assert quantize([0.5, 1.5, -0.5, 9e9, -9e9, np.nan], 1.0, 3, 8, True).tolist() == [3, 5, 3, 127, -128, 3]
    assert quantize([-1.0, 2.0], 0.01, 0, 8, False).tolist() == [0, 200]
    assert dequantize(np.array([5, -3]), 0.5, 1).tolist() == [2.0, -2.0]
    unit = pwlforge.Unit(pwlforge.fit("gelu", entries=16, scale_in=0.03, scale_out=0.02, zero_in=4, zero_out=-9))
    x = np.linspace(-3, 2, 50)
    q = quantize(x, 0.03, 4, 8, True)
    assert unit.real(x).tolist() == dequantize(unit(q), 0.02, -9).tolist()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda u: u(np.array([128])), "found 128"),
        (lambda u: u(np.array([0.5])), "integers"),
        (lambda u: u(np.array([1]), keep=np.array([True])), "keep"),
        (lambda u: pwlforge.Unit(u.tables[0], 9), "context"),
        (lambda u: pwlforge.Unit.operator("maxout"), "softmax"),
        (lambda u: pwlforge.Unit.operator("softmax", width=9), "--width"),
        (lambda u: pwlforge.Unit.operator("softmax", max_row=8)(np.zeros(9, int)), "max_row"),
        (lambda u: pwlforge.Unit.operator("swiglu")(np.zeros(9, int)), "gates"),
        (lambda u: pwlforge.Unit.operator("softmax", max_row=8)(np.zeros(8, int), gates=np.zeros(8, int)), "gates"),
        (lambda u: pwlforge.Unit.operator("rmsnorm", gamma=[1, 2, 3], max_row=8), "--gamma"),
        (lambda u: pwlforge.Unit.operator("rmsnorm", gamma=[1, float("nan")]), "--gamma"),
        (lambda u: pwlforge.Unit.operator("softmax", max_row=8)(np.zeros(8, int), keep=np.ones(7, bool)), "shape"),
        (lambda u: pwlforge.Unit.wide("div", 24)(np.array([2**24])), "found 16777216"),
        (lambda u: pwlforge.Unit.wide("div", 99), "--wide"),
        (lambda u: pwlforge.Unit.open("/no/such/directory"), "/no/such"),
    ],
)
def test_bad_calls(call, words):
    unit = pwlforge.Unit(pwlforge.fit("gelu", entries=8, scales=[4]))
    with pytest.raises(pwlforge.Error, match=words):
        call(unit)
