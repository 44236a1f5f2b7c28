// The checks that look at names and shapes alone, and need no patient: targets, answers, units, circles.
#pragma once

#include "engine/findings/diagnostic.hpp"
#include "engine/names/names.hpp"

namespace signpost {

// All but the circles. Where it adds no error, compile() may rely on every name.
void check_names(const Names& names, Diagnostics& diagnostics);

// Steps, modules and jumps together must lead forward only. The names have passed their check.
void check_circles(const Names& names, Diagnostics& diagnostics);

}  // namespace signpost
