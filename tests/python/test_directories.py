# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""generate, simulate and Unit.open: the directories are those of the program, and do what the unit does."""

import os
import shutil

import numpy as np
import pwlforge
import pytest


def files_of(folder):
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def test_unit_directory_is_that_of_the_program(program, tmp_path):
    table = pwlforge.fit("gelu", entries=8, scales=[3, 4])
    table.save(tmp_path / "gelu.json")
    flags = "--unit int8 --store fixed --pipeline 2 --lanes 2 --tag 3 --skid"
    program("gen", *flags.split(), "--table", tmp_path / "gelu.json", "-o", tmp_path / "program")
    unit = pwlforge.generate(
        tmp_path / "package", table, unit="int8", store="fixed", pipeline=2, lanes=2, tag=3, skid=True
    )
    assert files_of(tmp_path / "package") == files_of(tmp_path / "program")
    codes = np.arange(-128, 128)
    for context in (0, 1):
        opened = pwlforge.Unit.open(tmp_path / "package", context)
        assert opened(codes).tolist() == pwlforge.Unit(table, context)(codes).tolist()
    assert unit(codes).tolist() == pwlforge.Unit(table)(codes).tolist()


@pytest.mark.parametrize(
    "flags, options",
    [
        ("--store latches --trim", {"store": "latches", "trim": True}),
        ("--store latches --trim-shift", {"store": "latches", "trim_shift": True}),
        ("--store truth_table --tolerance 1", {"store": "truth_table", "tolerance": 1}),
        ("--store fixed --slope-terms 3", {"store": "fixed", "slope_terms": 3}),
    ],
)
def test_least_stores_are_those_of_the_program(flags, options, program, tmp_path):
    table = pwlforge.fit("gelu", entries=8, scales=[4])
    table.save(tmp_path / "gelu.json")
    program("gen", "--unit", "int8", *flags.split(), "--table", tmp_path / "gelu.json", "-o", tmp_path / "program")
    pwlforge.generate(tmp_path / "package", table, unit="int8", **options)
    assert files_of(tmp_path / "package") == files_of(tmp_path / "program")


def test_truth_table_and_raw_output(tmp_path):
    table = pwlforge.fit("sigmoid", entries=4, scales=[4])
    ideal = pwlforge.generate(tmp_path / "ideal", table, unit="int8", store="truth_table")
    codes = np.arange(-128, 128)
    exact = pwlforge.fit("sigmoid", entries=64, scales=[4])
    assert exact.certificate()["contexts"][0]["mismatches"] == 0
    assert ideal(codes).tolist() == pwlforge.Unit(exact)(codes).tolist()
    raw = pwlforge.generate(tmp_path / "raw", table, unit="int8", output="raw")
    one = table.contexts[0]
    entry = (codes[:, None] >= one.thresholds).sum(axis=1)
    assert raw(codes).tolist() == (one.slopes[entry] * codes + one.intercepts[entry]).tolist()


def test_operator_directory_is_that_of_the_program(program, tmp_path):
    program("gen", "--operator", "softmax", "--width", 8, "--lanes", 2, "--max-row", 64, "-o", tmp_path / "program")
    unit = pwlforge.Unit.operator("softmax", lanes=2, max_row=64)
    opened = pwlforge.generate(tmp_path / "package", unit)
    assert files_of(tmp_path / "package") == files_of(tmp_path / "program")
    rows = np.random.default_rng(1).integers(-128, 128, (20, 50))
    assert opened(rows).tolist() == unit(rows).tolist()
    # Gains are loaded at run time: an opened norm takes them beside its directory.
    gamma = np.linspace(0.5, 1.5, 16)
    norm = pwlforge.Unit.operator("rmsnorm", gamma=gamma)
    pwlforge.generate(tmp_path / "norm", norm)
    rows = rows[:, :16]
    assert pwlforge.Unit.open(tmp_path / "norm", gamma=gamma)(rows).tolist() == norm(rows).tolist()
    assert pwlforge.Unit.open(tmp_path / "norm")(rows).tolist() != norm(rows).tolist()
    assert len(norm.config_writes()) > 32


def test_simulation(tmp_path):
    table = pwlforge.fit("gelu", entries=4, scales=[4])
    pwlforge.generate(tmp_path / "unit", table, unit="int8", store="fixed")
    told = pwlforge.simulate(tmp_path / "unit", engine="cycle")
    assert told["mismatches"] == 0 and told["exhaustive"] and told["vectors"] >= 256
    pwlforge.generate(tmp_path / "rows", pwlforge.Unit.operator("rmsnorm", max_row=16))
    assert pwlforge.simulate(tmp_path / "rows", engine="cycle", vectors="random:20")["mismatches"] == 0


@pytest.mark.skipif(shutil.which("verilator") is None, reason="verilator is not installed")
def test_a_fault_in_the_verilog_is_found(tmp_path):
    folder = tmp_path / "unit"
    pwlforge.generate(folder, pwlforge.fit("gelu", entries=4, scales=[4]), unit="int8", store="fixed", pipeline=1)
    assert pwlforge.simulate(folder)["mismatches"] == 0
    file = folder / "rtl" / "pwl_int_compare.v"
    text = file.read_text()
    assert text.count("ge = 1'b1;") == 1
    file.write_text(text.replace("ge = 1'b1;", "ge = 1'b0;"))  # a code that equals its threshold stays below it
    with pytest.raises(pwlforge.CheckFailed, match="mismatches"):
        pwlforge.simulate(folder)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda t, d: pwlforge.generate(d / "x", t, unit="int7x"), "int7x"),
        (lambda t, d: pwlforge.generate(d / "x", t, unit="int8", store="drum"), "drum"),
        (lambda t, d: pwlforge.generate(d / "x", t, unit="int8", pipeline=9), "pipeline"),
        (lambda t, d: pwlforge.generate(d / "x", [], unit="int8"), "entries"),
        (lambda t, d: pwlforge.generate(d / "x", t, unit="int8", slope_terms=2), "--store fixed"),
        (lambda t, d: pwlforge.generate(d / "x", pwlforge.Unit.operator("geglu"), lanes=2), "lanes"),
        (lambda t, d: pwlforge.Unit(t).write(d / "x"), "generate"),
        (lambda t, d: pwlforge.simulate(d / "x"), "manifest"),
        (lambda t, d: pwlforge.simulate(d, vectors="some"), "random:N"),
        (lambda t, d: pwlforge.simulate(d, engine="paper"), "verilator"),
    ],
)
def test_bad_calls(call, words, tmp_path):
    with pytest.raises(pwlforge.Error, match=words):
        call(pwlforge.fit("gelu", entries=4, scales=[4]), tmp_path)
    assert list(tmp_path.iterdir()) == []
