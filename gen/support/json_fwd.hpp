// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// The name of a JSON document, for headers that only pass one on: most of the sources never look into it.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace pwlforge {

/// Keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

}  // namespace pwlforge
