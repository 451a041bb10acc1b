// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pwlforge {

/// `commands`, one a line and without comments, as one line of a yosys script, continued with backslashes. yosys checks
/// the whole design after each line of a script, which for thousands of small commands takes far longer than they do.
std::string checked_once(const std::string& commands);

}  // namespace pwlforge
