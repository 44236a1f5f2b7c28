#include "server/json_reader.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <vector>

using namespace signpost;
using nlohmann::json;

namespace {

constexpr std::size_t kDeepest = 20;

// Builds the library's own value from what the reader tells.
class Builder {
 public:
  json root;

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool whole(std::int64_t value) { return add(value); }
  bool number(double value) { return add(value); }
  bool text(std::string_view value, bool) { return add(std::string(value)); }
  bool key(std::string_view value, bool) {
    key_ = value;
    return true;
  }
  bool start_object() { return open(json::object()); }
  bool start_list() { return open(json::array()); }
  void end_object() { open_.pop_back(); }
  void end_list() { open_.pop_back(); }

 private:
  json* put(json value) {
    if (open_.empty()) return &(root = std::move(value));
    json& parent = *open_.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    return &(parent[key_] = std::move(value));
  }
  bool add(json value) {
    put(std::move(value));
    return true;
  }
  bool open(json value) {
    if (open_.size() == kDeepest) return false;
    open_.push_back(put(std::move(value)));
    return true;
  }
  std::vector<json*> open_;
  std::string key_;
};

std::optional<json> ours(const std::string& text) {
  Builder builder;
  if (!JsonReader(text, builder).read()) return std::nullopt;
  return builder.root;
}

std::optional<json> theirs(const std::string& text) {
  json read = json::parse(text, nullptr, false);
  if (read.is_discarded()) return std::nullopt;
  return read;
}

}  // namespace

TEST_CASE("documents are read as the library reads them") {
  const char* const documents[] = {
      R"({"journey":"abc","answer":{"question":"q","value":["a","b"]}})",
      R"( [ 1 , -2 , 3.25 , 1e3 , -0 , 0.5E-2 , 9223372036854775807 , 9223372036854775808 , 18446744073709551616 ] )",
      R"({"a":true,"b":false,"c":null,"":{},"d":[[],[[]]]})",
      R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00")",
      "\"h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"",
      "\t\r\n 0",
      R"("")"};
  for (const std::string document : documents) {
    INFO(document);
    const auto read = ours(document);
    REQUIRE(read.has_value());
    CHECK(*read == theirs(document));
  }
}

TEST_CASE("what is no document is refused as the library refuses it") {
  const char* const documents[] = {"",
                                   " ",
                                   "{",
                                   "}",
                                   "[1,]",
                                   "{\"a\":1,}",
                                   "{a:1}",
                                   "[1 2]",
                                   "01",
                                   "-",
                                   "1.",
                                   ".5",
                                   "1e",
                                   "+1",
                                   "tru",
                                   "nul",
                                   "truefalse",
                                   "\"",
                                   "\"\\\"",
                                   "\"\\x\"",
                                   "\"\\u12\"",
                                   "\"\n\"",
                                   "[1]]",
                                   "{\"a\"}",
                                   "\"\\ud83d\"",
                                   "\"\\ude00\"",
                                   "1e999",
                                   "{\"a\":}",
                                   "'a'",
                                   "\"\xff\"",
                                   "\"\xc0\x80\"",
                                   "\"\\ud83d\\u0041\"",
                                   "NaN",
                                   "[1,2",
                                   "0x10"};
  for (const std::string document : documents) {
    INFO(document);
    CHECK_FALSE(theirs(document).has_value());
    CHECK_FALSE(ours(document).has_value());
  }
}

TEST_CASE("a byte order mark is refused") { CHECK_FALSE(ours("\xef\xbb\xbf{}").has_value()); }

TEST_CASE("whoever is told of a level may refuse it") {
  CHECK(ours(std::string(kDeepest, '[') + std::string(kDeepest, ']')).has_value());
  CHECK_FALSE(ours(std::string(kDeepest + 1, '[') + std::string(kDeepest + 1, ']')).has_value());
}

TEST_CASE("documents with bytes changed by chance are read or refused as by the library") {
  const std::string seeds[] = {
      R"({"journey":"AQB-_x","answer":{"question":"life-threat/now","value":[]},"confirmed":true})",
      R"({"topics":["a","b"],"patient":{"age":{"years":23},"sex":"female"},"answers":[{"value":-38.25e1},{"value":null}]})",
      "{\"q\":\"h\xc3\xa9 \\u00e9\\ud83d\\ude00 \xe2\x82\xac\\n\"}"};
  const std::string letters = "{}[]\",:\\/ \n\tu0123456789abcdefeE+-.tfn\x7f\x80\xbf\xc3\xed\xa0\xf0\x9f";
  std::mt19937 random(4);
  const auto below = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
  };
  std::size_t read = 0, refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string document = seeds[below(std::size(seeds))];
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(document.size());
      if (below(3) == 0)
        document.erase(at, 1 + below(3));
      else if (below(2) == 0)
        document.insert(at, 1, letters[below(letters.size())]);
      else
        document[at] = letters[below(letters.size())];
      if (document.empty()) document = "1";
    }
    INFO(document);
    const auto mine = ours(document), other = theirs(document);
    REQUIRE(mine.has_value() == other.has_value());
    if (mine) REQUIRE(*mine == *other);
    ++(mine ? read : refused);
  }
  CHECK(read > 1000);
  CHECK(refused > 1000);
}
