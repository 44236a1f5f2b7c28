// Checks a JSON value against a schema, as far as openapi.json uses the language. A keyword that it does not know is a
// failure, so that a schema never looks obeyed because nobody looked.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace signpost {

// Empty where `value` fits; otherwise the first place that does not, and why. `document` is what $ref points into.
std::string schema_mistake(const nlohmann::json& document, const nlohmann::json& schema, const nlohmann::json& value,
                           const std::string& where = "");

}  // namespace signpost
