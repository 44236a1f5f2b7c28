// What the limits did, as Prometheus' text: who was turned away, and what integrators have used.
#pragma once

#include <string>
#include <vector>

#include "server/api_keys.hpp"
#include "server/front.hpp"

namespace signpost {

void append_metrics(std::string& out, const FrontFigures& figures);
void append_metrics(std::string& out, const std::vector<ApiKeyUsage>& keys);

}  // namespace signpost
