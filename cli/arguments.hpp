// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Small languages of flags that several verbs share.
#pragma once

#include <string>
#include <vector>

namespace pwlforge::cli {

/// "0..6", "3", "0,2,4" or a mixture, ascending as written; each number in low..high. Throws InputError naming the
/// flag.
std::vector<int> parse_list(const std::string& flag, const std::string& text, int low, int high);

}  // namespace pwlforge::cli
