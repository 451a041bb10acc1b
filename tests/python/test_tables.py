# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""fit and Table against the program and against what the parameters mean."""

import json
import math

import numpy as np
import pwlforge
import pytest


def test_fit_is_that_of_the_program(program, tmp_path):
    path = tmp_path / "table.json"
    for function in pwlforge.function_names():
        program("fit", function, "--entries", 8, "-o", path)
        assert pwlforge.fit(function, entries=8).to_json() == path.read_text()
    flags = (
        "--scale-in 0.037 --zero-in 3 --scale-out 0.021 --zero-out -7 --output-bits 7 --format k9b18 --rounding floor"
    )
    program("fit", "silu", "--entries", 5, *flags.split(), "-o", path)
    table = pwlforge.fit(
        "silu",
        entries=5,
        scale_in=0.037,
        zero_in=3,
        scale_out=0.021,
        zero_out=-7,
        output_bits=7,
        format="k9b18",
        rounding="floor",
    )
    assert table.to_json() == path.read_text()
    program(
        "fit",
        "gelu",
        "--entries",
        8,
        "--method",
        "genetic",
        "--objective",
        "a",
        "--seed",
        7,
        "--format",
        "f6k8b8",
        "--sharing",
        "shared",
        "--scales",
        "0,3",
        "--threshold",
        "round",
        "-o",
        path,
    )
    table = pwlforge.fit(
        "gelu",
        entries=8,
        method="genetic",
        objective="a",
        seed=7,
        format="f6k8b8",
        sharing="shared",
        scales=[0, 3],
        threshold="round",
    )
    assert table.to_json() == path.read_text()


def test_documents_come_back_as_they_were(tmp_path):
    for table in (pwlforge.fit("gelu", entries=7), pwlforge.fit("tanh", entries=6, format="fp16")):
        table.save(tmp_path / "table.json")
        assert pwlforge.Table.load(tmp_path / "table.json") == table
        assert pwlforge.Table.from_json(table.to_json()) == table
    assert pwlforge.fit("gelu", entries=7) != pwlforge.fit("gelu", entries=8)


def test_certificate_is_that_of_the_program(program, tmp_path):
    table = pwlforge.fit("sigmoid", entries=6, scales=[3, 4])
    table.save(tmp_path / "table.json")
    assert table.certificate() == json.loads(program("certify", tmp_path / "table.json", "--json"))


def test_segments_are_the_lines_of_the_unit():
    for options in (
        {"format": "k8b16", "scale_in": 0.04, "zero_in": 5, "zero_out": -3},
        {"format": "f6k8b8", "scales": [4]},
    ):
        table = pwlforge.fit("gelu", entries=8, **options)
        one, segments = table.contexts[0], table.segments()
        assert len(segments) == 8 and segments[0].low == -math.inf and segments[-1].high == math.inf
        unit = pwlforge.Unit(table)
        codes = np.arange(-128, 128)
        x = (codes - one.zero_in) * one.scale_in
        y = (unit(codes).astype(float) - one.zero_out) * one.scale_out
        line = np.array([next(s.slope * v + s.intercept for s in segments if s.low <= v < s.high) for v in x])
        inside = np.abs(unit(codes).astype(int)) < 127
        assert inside.sum() > 100
        assert np.abs(y - line)[inside].max() <= one.scale_out / 2 * (1 + 1e-9)


def test_samples_are_a_function():
    points = np.linspace(-4, 4, 101)
    table = pwlforge.fit(
        "softplus", samples=np.stack([points, np.log1p(np.exp(points))], axis=1), entries=16, scale_in=2**-5
    )
    assert table.function == "softplus"
    assert table.certificate()["contexts"][0]["max_error_lsb"] <= 1


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"function": "relu6"}, "gelu"),
        ({"entries": 1}, "entries"),
        ({"format": "k8"}, "k8"),
        ({"method": "best"}, "optimal"),
        ({"sharing": "some"}, "per-scale"),
        ({"rounding": "up"}, "half_even"),
        ({"scale_in": -1.0}, "scale"),
        ({"scale_in": 0.1, "scales": [3]}, "scales"),
        ({"entries": "many"}, "entries"),
        ({"samples": [(0, 0), (0, 1)]}, "must increase"),
        ({"samples": []}, "samples"),
    ],
)
def test_requests_that_make_no_sense(arguments, words):
    with pytest.raises(pwlforge.InputError, match=words):
        pwlforge.fit(**{"function": "gelu", **arguments})


def test_bad_documents(tmp_path):
    with pytest.raises(pwlforge.IoError) as found:
        pwlforge.Table.load(tmp_path / "missing.json")
    assert isinstance(found.value, OSError) and isinstance(found.value, pwlforge.Error)
    good = pwlforge.fit("gelu", entries=4)
    document = json.loads(good.to_json())
    document["contexts"][2]["slopes"][1] = 1000
    with pytest.raises(pwlforge.InputError, match="planted:/contexts/2/slopes/1") as wrong:
        pwlforge.Table.from_json(json.dumps(document), "planted")
    assert isinstance(wrong.value, ValueError)
    with pytest.raises(pwlforge.InputError, match="planted:"):
        pwlforge.Table.from_json(good.to_json()[:100], "planted")
    (tmp_path / "file").write_text("")
    with pytest.raises(pwlforge.IoError):
        good.save(tmp_path / "file" / "table.json")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
