#include "tests/support/schema_check.hpp"

#include <algorithm>
#include <regex>

namespace signpost {
namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  return type == "number" && value.is_number();
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::size_t fitting(const json& document, const json& schemas, const json& value) {
  return static_cast<std::size_t>(std::count_if(schemas.begin(), schemas.end(), [&](const json& schema) {
    return schema_mistake(document, schema, value).empty();
  }));
}

}  // namespace

std::string schema_mistake(const json& document, const json& schema, const json& value, const std::string& where) {
  for (const auto& [keyword, wanted] : schema.items()) {
    const auto wrong = [&, name = keyword] {
      return where + ": " + name + " " + schema[name].dump().substr(0, 200) + " does not hold for " +
             value.dump().substr(0, 200);
    };
    if (keyword == "$ref") {
      const std::string pointer = wanted.get<std::string>().substr(1);
      if (std::string inner = schema_mistake(document, document.at(json::json_pointer(pointer)), value, where);
          !inner.empty())
        return inner;
    } else if (keyword == "type") {
      if (!has_type(value, wanted)) return wrong();
    } else if (keyword == "enum") {
      if (std::find(wanted.begin(), wanted.end(), value) == wanted.end()) return wrong();
    } else if (keyword == "const") {
      if (value != wanted) return wrong();
    } else if (keyword == "oneOf") {
      if (fitting(document, wanted, value) != 1) return wrong();
    } else if (keyword == "anyOf") {
      if (fitting(document, wanted, value) == 0) return wrong();
    } else if (keyword == "required") {
      for (const json& name : wanted)
        if (value.is_object() && !value.contains(name.get<std::string>()))
          return where + "/" + name.get<std::string>() + ": is missing";
    } else if (keyword == "properties") {
      for (const auto& [name, inner] : wanted.items())
        if (value.is_object() && value.contains(name))
          if (std::string mistake = schema_mistake(document, inner, value[name], where + "/" + name); !mistake.empty())
            return mistake;
    } else if (keyword == "additionalProperties") {
      if (wanted == false && value.is_object())
        for (const auto& [name, inner] : value.items())
          if (!schema["properties"].contains(name)) return where + "/" + name + ": is not described";
    } else if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
        if (std::string mistake = schema_mistake(document, wanted, value[i], where + "/" + std::to_string(i));
            !mistake.empty())
          return mistake;
    } else if (keyword == "minItems" || keyword == "maxItems") {
      if (value.is_array() && (keyword == "minItems" ? value.size() < wanted : value.size() > wanted)) return wrong();
    } else if (keyword == "minLength" || keyword == "maxLength") {
      if (value.is_string() && (keyword == "minLength" ? characters(value) < wanted : characters(value) > wanted))
        return wrong();
    } else if (keyword == "minimum" || keyword == "maximum") {
      if (value.is_number() && (keyword == "minimum" ? value < wanted : value > wanted)) return wrong();
    } else if (keyword == "pattern") {
      if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(wanted.get<std::string>())))
        return wrong();
    } else if (keyword == "format") {
      if (wanted != "date") return where + ": unknown format " + wanted.dump();
      if (value.is_string() && !std::regex_match(value.get<std::string>(), std::regex("\\d{4}-\\d{2}-\\d{2}")))
        return wrong();
    } else if (keyword != "description") {
      return where + ": unknown keyword " + keyword;
    }
  }
  return {};
}

}  // namespace signpost
