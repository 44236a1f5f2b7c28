// What a browser sends: form fields and cookies. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/trimmed.hpp"
#include "server/http.hpp"

namespace signpost {

inline constexpr std::size_t kMaxFormFields = 64;  // a list of 32 answers, and what goes with it

// The fields of an application/x-www-form-urlencoded body, in the order sent.
class Form {
 public:
  // Nothing when the body is no such form: another content type, half an escape, NUL, bytes that are no UTF-8, too many
  // fields.
  static std::optional<Form> read(const Request& request);

  // The first value of that name; empty when there is none.
  std::string_view operator[](std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// The value of a cookie; empty when it was not sent.
std::string_view cookie(const Request& request, std::string_view name);

}  // namespace signpost
