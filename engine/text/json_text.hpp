// Writing JSON as text, for the documents that the engine prints itself: findings, SARIF, the JSON Schema. Reading JSON
// is the server's affair.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

// Puts commas and quotes where they belong. Keys and values must alternate inside an object; that is the caller's duty.
class JsonText {
 public:
  // `indent`: spaces for each level; 0 writes everything on one line.
  explicit JsonText(std::size_t indent = 0) : indent_(indent) {}

  JsonText& begin_object() { return open('{'); }
  JsonText& end_object() { return close('}'); }
  JsonText& begin_array() { return open('['); }
  JsonText& end_array() { return close(']'); }
  JsonText& key(std::string_view name);
  JsonText& string(std::string_view text);  // bytes that are not UTF-8 become U+FFFD
  template <std::integral Number>
  JsonText& number(Number number) {
    return digits(std::to_string(number));
  }
  JsonText& boolean(bool value);

  std::string take();

 private:
  JsonText& open(char bracket);
  JsonText& close(char bracket);
  JsonText& digits(std::string_view number);
  void before_value();
  void new_line();

  std::string out_;
  std::size_t indent_;
  std::vector<bool> filled_;  // of each open bracket, whether something stands in it
  bool after_key_ = false;
};

}  // namespace signpost
