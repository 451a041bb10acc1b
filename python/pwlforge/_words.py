# Copyright 2026 the pwlforge authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
# SPDX-License-Identifier: Apache-2.0
"""Words of enumerations, and options that the native half takes as members of an object."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Union

from ._core import InputError

PathLike = Union[str, "os.PathLike[str]"]


def place(name: str, word: str, words: Sequence[str]) -> int:
    """Index of a word among those that exist."""
    if word in words:
        return words.index(word)
    raise InputError(f"{name}: no such choice (found {word}); use {', '.join(words)}")


def fill(target: Any, options: Mapping[str, Any]) -> Any:
    """Sets members; None leaves a member as it is."""
    for name, value in options.items():
        if value is None:
            continue
        try:
            setattr(target, name, value)
        except (TypeError, RuntimeError) as error:
            raise InputError(f"{name}: not of the right type (found {value!r})") from error
    return target
