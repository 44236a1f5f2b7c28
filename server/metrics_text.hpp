// The Prometheus text format, version 0.0.4: families of samples.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace signpost {

// The lines before a family's samples. `type` is "counter", "gauge" or "histogram"; `help` is one line.
void append_family(std::string& out, std::string_view name, std::string_view type, std::string_view help);

// `labels`: as label() makes them, joined by commas; may be empty.
void append_sample(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value);
void append_sample(std::string& out, std::string_view name, std::string_view labels, double value);

// name="value", with what the format has a meaning for escaped.
std::string label(std::string_view name, std::string_view value);

// A family of one sample without labels.
template <class Value>
void append_single(std::string& out, std::string_view name, std::string_view type, std::string_view help, Value value) {
  append_family(out, name, type, help);
  if constexpr (std::floating_point<Value>)
    append_sample(out, name, {}, static_cast<double>(value));
  else
    append_sample(out, name, {}, static_cast<std::uint64_t>(value));
}

}  // namespace signpost
