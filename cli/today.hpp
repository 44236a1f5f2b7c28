// The day that it is where the program runs.
#pragma once

#include "engine/amounts/age.hpp"

namespace signpost {

Day today();

}  // namespace signpost
