# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Units and operators: numpy codes in, numpy codes out, through the C++ golden model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _core
from ._words import PathLike, fill
from .quantize import code_type, dequantize, quantize
from .table import Table

_PATTERNS: dict[str, np.dtype[Any]] = {
    "fp32": np.dtype(np.uint32),
    "fp16": np.dtype(np.uint16),
    "bf16": np.dtype(np.uint16),
}
_FLOATS: dict[str, np.dtype[Any]] = {"fp32": np.dtype(np.float32), "fp16": np.dtype(np.float16)}
_LOOKED_UP_BITS = 16  # up to so many input bits the outputs of all codes are kept


def _positive_scale(name: str, value: float | None) -> float | None:
    return None if value is None else float(value)


class Unit:
    """What a unit directory computes, bit for bit.

    ``Unit(table)`` is the unit of one context of a table, :meth:`open` that of a unit or operator directory,
    :meth:`operator` a row operator (softmax, rmsnorm, layernorm) or a gated unit (swiglu, geglu), its tables fitted,
    :meth:`wide` div or rsqrt over a whole integer range.

    Calling it maps codes to codes; :meth:`real` maps real numbers through quantizer, unit and dequantizer.
    """

    def __init__(self, table: Table, context: int = 0) -> None:
        self._native: _core.ScalarUnit | _core.RowUnit = _core.unit_of_table(table._native, context)
        self._outputs: NDArray[Any] | None = None

    @classmethod
    def _wrap(cls, native: Any) -> Unit:
        unit = cls.__new__(cls)
        unit._native = native
        unit._outputs = None
        return unit

    @classmethod
    def open(
        cls,
        directory: PathLike,
        context: int = 0,
        *,
        gamma: Sequence[float] | None = None,
        beta: Sequence[float] | None = None,
    ) -> Unit:
        """The unit or operator of a directory that gen wrote. Gains of channels are no part of one: give them here."""
        path = os.fspath(directory)
        if not _core.is_operator_directory(path):
            if gamma is not None or beta is not None:
                raise _core.InputError(f"{path}: a unit has no channels; drop gamma and beta")
            return cls._wrap(_core.open_unit(path, context))
        return cls._wrap(_core.open_operator(path, gamma, beta))

    @classmethod
    def operator(
        cls,
        name: str,
        *,
        width: int = 8,
        floating: bool = False,
        max_row: int | None = None,
        lanes: int = 1,
        tables: Sequence[Table] = (),
        store: str = "registers",
        entries: int | None = None,
        output_bits: int | None = None,
        scale_in: float | None = None,
        scale_out: float | None = None,
        exp_bits: int | None = None,
        reciprocal_bits: int | None = None,
        epsilon: float = 1e-5,
        length: int = 0,
        gamma: Sequence[float] | None = None,
        beta: Sequence[float] | None = None,
        unit_name: str = "",
    ) -> Unit:
        """A row operator or a gated unit, as ``pwlforge gen --operator`` makes it.

        :param name: softmax, rmsnorm, layernorm, swiglu or geglu
        :param width: bits of a code, 8 or 16
        :param floating: FP32 instead of codes
        :param max_row: elements of the longest row; default: as many as gamma has, else 4096
        :param tables: softmax: exp, div; norms: rsqrt; gated units: silu or gelu. Those left out are fitted
        :param scale_in: real step of a code; of gated units, of both operands
        :param scale_out: real step of an output; softmax: always 2^-output_bits
        :param length: elements of a norm's rows; default: max_row
        :param gamma: gain of a norm, one or one for each of max_row channels; beta: bias, the same
        """
        channels = max(len(gamma) if gamma is not None else 1, len(beta) if beta is not None else 1)
        if max_row is None:
            max_row = channels * lanes if channels > 1 else 4096
        request = fill(
            _core.OperatorRequest(),
            {
                "operator": name,
                "width": width,
                "floating": floating,
                "max_row": max_row,
                "lanes": lanes,
                "tables": [one._native for one in tables],
                "store": store,
                "entries": entries,
                "output_bits": output_bits,
                "scale_in": _positive_scale("scale_in", scale_in),
                "scale_out": _positive_scale("scale_out", scale_out),
                "exp_bits": exp_bits,
                "reciprocal_bits": reciprocal_bits,
                "epsilon": float(epsilon),
                "length": length,
                "affine": channels > 1,
                "gamma": None if gamma is None else [float(one) for one in gamma],
                "beta": None if beta is None else [float(one) for one in beta],
                "name": unit_name,
            },
        )
        return cls._wrap(_core.make_operator(request))

    @classmethod
    def wide(
        cls,
        function: str,
        bits: int,
        *,
        unit: str = "int8",
        entries: int | None = None,
        fraction_bits: int | None = None,
        output_bits: int | None = None,
        store: str = "registers",
        tables: Sequence[Table] = (),
    ) -> Unit:
        """div or rsqrt of unsigned numbers of 8..64 bits, with an integer core ``unit``.

        Calls give (mantissa, exponent, zero), f(v) = mantissa * 2^-output_bits * 2^-exponent; with ``fraction_bits``
        one integer, f(v) * 2^fraction_bits rounded.
        """
        options = {
            "function": function,
            "wide": bits,
            "unit": unit,
            "entries": entries,
            "fraction_bits": fraction_bits,
            "output_bits": output_bits,
            "store": store,
            "tables": [one._native for one in tables],
        }
        return cls._wrap(_core.make_operator(fill(_core.OperatorRequest(), options)))

    @property
    def kind(self) -> str:
        """unit, softmax, rmsnorm, layernorm, swiglu, geglu or wide."""
        return "unit" if self._scalar else str(self._native.kind)

    @property
    def name(self) -> str:
        return str(self._native.name)

    @property
    def tables(self) -> list[Table]:
        """The tables inside."""
        if self._scalar:
            return [Table(self._native.table)]
        return [Table(one) for one in self._native.tables]

    @property
    def floating(self) -> str:
        """fp32, bf16 or fp16; empty for integers."""
        if self._scalar:
            return str(self._native.floating)
        return "fp32" if self._native.floating else ""

    @property
    def input_bits(self) -> int:
        return int(self._native.input_bits)

    @property
    def output_bits(self) -> int:
        return int(self._native.output_bits)

    @property
    def output_signed(self) -> bool:
        if self._scalar:
            return bool(self._native.output_signed)
        return self.kind not in ("softmax", "wide")

    @property
    def scale_in(self) -> float:
        """Real step of an input code."""
        return float(self._native.scales.scale_in if self._scalar else self._native.scale_in)

    @property
    def zero_in(self) -> int:
        """Input code of 0.0."""
        return int(self._native.scales.zero_in) if self._scalar else 0

    @property
    def scale_out(self) -> float:
        """Real step of an output code."""
        return float(self._native.scales.scale_out if self._scalar else self._native.scale_out)

    @property
    def zero_out(self) -> int:
        """Output code of 0.0."""
        return int(self._native.scales.zero_out) if self._scalar else 0

    def outputs(self) -> NDArray[Any]:
        """Outputs of all 2^input_bits codes, ascending from the smallest. A unit of up to 16 bits."""
        if not self._scalar or self.floating or self.input_bits > _LOOKED_UP_BITS:
            raise _core.InputError(
                f"{self.name}: outputs of all codes are told for integer units of up to 16 bits; call it"
            )
        if self._outputs is None:
            half = 1 << (self.input_bits - 1)
            values = self._native.evaluate(np.arange(-half, half, dtype=np.int64))
            self._outputs = values.astype(code_type(self.output_bits, self.output_signed))
        return self._outputs.copy()

    def __call__(self, codes: ArrayLike, gates: ArrayLike | None = None, keep: ArrayLike | None = None) -> Any:
        """Output codes, of the shape of ``codes`` and the smallest type that holds them.

        :param codes: integers of any shape; the last axis of an operator's is a row. FP32 and FP16 units take arrays of
            that type, BF16 ones bit patterns in uint16
        :param gates: second operand of a gated unit, of the same shape
        :param keep: row operators: False drops an element, of the same shape
        :raises InputError: a code outside the input's range, a shape that does not fit
        """
        given = np.asarray(codes)
        if self._scalar:
            if gates is not None or keep is not None:
                raise _core.InputError(f"{self.name}: a unit takes codes only; drop gates and keep")
            return self._result(self._native.evaluate(self._numbers("codes", given).ravel()).reshape(given.shape))
        length = given.shape[-1] if given.ndim > 0 else 1
        others = None if gates is None else self._like("gates", self._numbers("gates", np.asarray(gates)), given)
        mask = None if keep is None else self._like("keep", np.asarray(keep, dtype=np.bool_), given)
        if mask is not None and self.kind in ("swiglu", "geglu", "wide"):
            raise _core.InputError(f"{self.name}: its elements do not depend on each other; drop keep")
        values = self._native.evaluate(self._numbers("codes", given).ravel(), length, mask, others).reshape(given.shape)
        return self._split(values) if self.kind == "wide" else self._result(values)

    def real(self, x: ArrayLike, gates: ArrayLike | None = None, keep: ArrayLike | None = None) -> Any:
        """Real numbers through quantizer, unit and dequantizer, in single precision; the last axis is a row."""
        if self.kind == "wide":
            raise _core.InputError(f"{self.name}: takes integers; call it with them")
        if self.floating:
            return self(np.asarray(x, dtype=_FLOATS.get(self.floating, np.dtype(np.float32))), gates, keep)
        codes = quantize(x, self.scale_in, self.zero_in, self.input_bits, True)
        others = None
        if gates is not None:
            others = quantize(gates, float(self._native.scale_gate), 0, self.input_bits, True)
        return dequantize(self(codes, others, keep), self.scale_out, self.zero_out)

    def write(self, directory: PathLike) -> None:
        """Writes the directory of an operator: Verilog, bench, manifest. For units see :func:`pwlforge.generate`."""
        if self._scalar:
            raise _core.InputError(f"{self.name}: a unit has many forms; use generate(directory, table, unit=...)")
        self._native.write(os.fspath(directory))

    def config_writes(self) -> list[tuple[int, int]]:
        """(address, data) of the configuration port of an operator: its tables and words; then a commit."""
        if self._scalar:
            raise _core.InputError(f"{self.name}: the header of its directory has the images of a unit")
        return [(int(address), int(data)) for address, data in self._native.config_writes]

    def __deepcopy__(self, memo: Any) -> Unit:
        return self  # it does not change

    def __repr__(self) -> str:
        if self._scalar:
            return f"<Unit {self.name} of {self.tables[0]!r}>"
        return f"<Unit {self.name}: {self._native.summary}>"

    @property
    def _scalar(self) -> bool:
        return isinstance(self._native, _core.ScalarUnit)

    def _numbers(self, name: str, given: NDArray[Any]) -> NDArray[np.int64]:
        """As the native half takes them: signed 64-bit numbers, or bit patterns of floats."""
        if self.floating:
            real = _FLOATS.get(self.floating)
            if real is not None and given.dtype == real:
                given = np.ascontiguousarray(given).view(_PATTERNS[self.floating])
            if given.dtype != _PATTERNS[self.floating]:
                wanted = f"{real} or " if real is not None else ""
                raise _core.InputError(
                    f"{name}: {self.name} takes {wanted}bit patterns in {_PATTERNS[self.floating]} "
                    f"(found {given.dtype})"
                )
        elif given.dtype.kind not in "iu":
            raise _core.InputError(f"{name}: codes are integers (found {given.dtype}); quantize first, or use real()")
        elif given.dtype == np.uint64 and given.size > 0 and int(given.max()) > np.iinfo(np.int64).max:
            raise _core.InputError(f"{name}: numbers of up to 63 bits can be handed over (found {int(given.max())})")
        return np.ascontiguousarray(given, dtype=np.int64)

    def _like(self, name: str, given: NDArray[Any], codes: NDArray[Any]) -> NDArray[Any]:
        if given.shape != codes.shape:
            raise _core.InputError(f"{name}: of another shape than codes ({given.shape} and {codes.shape})")
        return np.ascontiguousarray(given).ravel()

    def _result(self, values: NDArray[np.int64]) -> NDArray[Any]:
        if self.floating:
            patterns = values.astype(_PATTERNS[self.floating])
            real = _FLOATS.get(self.floating)
            return patterns if real is None else patterns.view(real)
        return values.astype(code_type(self.output_bits, self.output_signed))

    def _split(self, words: NDArray[np.int64]) -> Any:
        """A wide unit's outputs, from one word each."""
        unsigned = words.astype(np.uint64)
        value = (unsigned & np.uint64((1 << self.output_bits) - 1)).astype(code_type(self.output_bits, False))
        exponent_bits = int(self._native.exponent_bits)
        if exponent_bits == 0:
            return value
        rest = unsigned >> np.uint64(self.output_bits)
        exponent = (rest & np.uint64((1 << exponent_bits) - 1)).astype(np.uint8)
        return value, exponent, (rest >> np.uint64(exponent_bits)).astype(np.bool_)
