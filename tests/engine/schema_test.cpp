// The schemas are checked twice: their structure always, and their judgement wherever Python's jsonschema is installed.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/findings/code.hpp"
#include "engine/read/keys.hpp"
#include "engine/read/library.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

// The kind of file that a path of a library holds, as json_schema names it.
std::string kind_of(const std::string& path) {
  if (path.ends_with(".test.yaml")) return "scenarios";
  if (path.starts_with("topics/")) return "pathway";
  if (path.starts_with("modules/")) return "module";
  return path.substr(0, path.size() - 5);
}

class Validation {
 public:
  Validation() : folder_(fs::temp_directory_path() / ("signpost-schema-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    for (const std::string_view kind : schema_kinds()) write(std::string(kind) + ".json", json_schema(kind));
  }
  ~Validation() { fs::remove_all(folder_); }
  Validation(const Validation&) = delete;
  Validation& operator=(const Validation&) = delete;

  void add(const NamedText& file) {
    const std::string name = std::to_string(count_++) + ".yaml";
    write(name, file.text);
    manifest_ += (folder_ / (kind_of(file.path) + ".json")).string() + "\t" + (folder_ / name).string() + "\n";
  }

  // One line for each file added; nothing when Python or its packages are not installed.
  std::optional<std::vector<std::string>> run() {
    write("manifest", manifest_);
    const std::string command = "python3 " SIGNPOST_SOURCE_DIR "/tests/engine/validate.py < " +
                                (folder_ / "manifest").string() + " > " + (folder_ / "out").string();
    const int status = std::system(command.c_str());
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) return std::nullopt;
    REQUIRE(status == 0);
    std::ifstream stream(folder_ / "out");
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    REQUIRE(lines.size() == count_);
    return lines;
  }

 private:
  void write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  fs::path folder_;
  std::string manifest_;
  std::size_t count_ = 0;
};

// Goes through every place of a schema where a value is described.
void check_places(const json& schema, const std::string& where) {
  CAPTURE(where);
  const bool described = schema.contains("type") || schema.contains("enum") || schema.contains("anyOf");
  CHECK(described);
  if (schema.contains("properties")) {
    CHECK(schema.at("additionalProperties") == false);
    for (const auto& [key, value] : schema.at("properties").items()) {
      CHECK(value.at("description").get<std::string>().ends_with('.'));
      CHECK(value.at("title") == key);
      check_places(value, where + "/" + key);
    }
    const json required_keys = schema.value("required", json::array());
    for (const json& required : required_keys) {
      CHECK(schema.at("properties").contains(required.get<std::string>()));
    }
    const json dependent = schema.value("dependentSchemas", json::object());
    for (const auto& [key, value] : dependent.items()) {
      CHECK(schema.at("properties").contains(key));
    }
  } else if (schema.value("type", json()) == "object") {
    CHECK(schema.contains("propertyNames"));
    check_places(schema.at("additionalProperties"), where + "/*");
  }
  if (schema.contains("items")) check_places(schema.at("items"), where + "/[]");
  if (schema.contains("anyOf") && !schema.contains("properties")) {
    for (const json& way : schema.at("anyOf")) check_places(way, where + "|");
  }
}

}  // namespace

TEST_CASE("every kind of file has a schema that describes every key") {
  CHECK(schema_kinds().size() == kFileKinds);
  for (const std::string_view kind : schema_kinds()) {
    CAPTURE(kind);
    const json schema = json::parse(json_schema(kind));
    CHECK(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
    CHECK(schema.at("type") == "object");
    check_places(schema, std::string(kind));
  }
  CHECK(json_schema("nothing").empty());
}

TEST_CASE("a schema says what the table of keys says") {
  const json schema = json::parse(json_schema("pathway"));
  CHECK(schema.at("required") == json({"pathway", "title", "status", "for", "start", "outcomes"}));
  CHECK(schema.at("properties").at("status").at("enum") == json({"draft", "approved", "retired"}));
  CHECK(schema.at("properties").at("title").at("maxLength") == kMaxTitleCharacters);
  const json& step = schema.at("properties").at("steps").at("additionalProperties");
  CHECK(step.at("dependentSchemas").at("why").at("anyOf")[0].at("required")[0] == "question");
  CHECK(schema.at("properties").at("steps").at("propertyNames").at("maxLength") == kMaxIdCharacters);
  CHECK(schema.at("properties").at("steps").at("propertyNames").at("not").at("enum").size() == reserved_ids().size());
}

TEST_CASE("a schema says how many points an answer or a rule may have") {
  const auto keys = [](const json& map) { return map.at("properties"); };
  const json pathway = json::parse(json_schema("pathway"));
  const json step = keys(pathway).at("steps").at("additionalProperties");
  const json yes = keys(step).at("yes").at("anyOf").at(1);
  const json score = keys(pathway).at("scores").at("additionalProperties");
  for (const json& points :
       {keys(yes).at("score").at("additionalProperties"), keys(keys(score).at("plus").at("items")).at("points")}) {
    CHECK(points.at("type") == "integer");
    CHECK(points.at("minimum") == -static_cast<int>(kMaxPoints));
    CHECK(points.at("maximum") == kMaxPoints);
  }
  const json library = json::parse(json_schema("library"));
  CHECK_FALSE(keys(keys(library).at("limits")).at("ways-in-one-place").contains("maximum"));
}

TEST_CASE("an editor refuses one point too many as reading does") {
  Validation validation;
  for (const bool of_rule : {false, true})
    for (const char* points : {"1000", "-1000", "1001", "-1001"}) {
      const std::string rule = of_rule ? points : "1", answer = of_rule ? "1" : points;
      validation.add(tests::pathway_file(
          "cough", "start: a\nsteps:\n  a: { question: \"Is it?\", yes: { to: home, score: { s: " + answer +
                       " } }, no: home }\nscores:\n  s:\n    meaning: How bad it is\n" +
                       "    plus:\n      - { when: sex is female, points: " + rule + " }\n    evidence: [source]\n"));
    }
  const auto lines = validation.run();
  if (!lines) {
    WARN("python3 with jsonschema and yaml is not installed: the schemas' judgement is not tested");
    return;
  }
  for (const std::size_t at_limit : {0U, 1U, 4U, 5U}) CHECK((*lines)[at_limit] == "valid");
  for (const std::size_t beyond : {2U, 3U, 6U, 7U}) CHECK((*lines)[beyond].starts_with("invalid:"));
}

TEST_CASE("an editor finds nothing wrong with the shipped and the small library") {
  Validation validation;
  std::vector<std::string> paths;
  for (const std::string folder :
       {SIGNPOST_SOURCE_DIR "/pathways", SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library"}) {
    for (const NamedText& file : test::files_in(folder)) {
      if (!file.path.ends_with(".yaml")) continue;
      validation.add(file);
      paths.push_back(folder + "/" + file.path);
    }
  }
  REQUIRE(paths.size() > 20);
  const auto lines = validation.run();
  if (!lines) {
    WARN("python3 with jsonschema and yaml is not installed: the schemas' judgement is not tested");
    return;
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    INFO(paths[i]);
    CHECK((*lines)[i] == "valid");
  }
}

TEST_CASE("an editor sees the wrong shapes that reading sees and accepts the right ones") {
  constexpr Code kShapes[] = {Code::unknown_key, Code::missing_key, Code::wrong_shape, Code::unknown_word,
                              Code::bad_id,      Code::bad_range,   Code::too_many,    Code::keys_conflict};
  Validation validation;
  for (const Code code : kShapes) {
    const Explanation& entry = explanation(code);
    for (const std::string_view example : {entry.wrong, entry.right}) {
      for (const NamedText& file : test::library_with_example(entry.file, example)) {
        if (file.path == entry.file) validation.add(file);
      }
    }
  }
  const auto lines = validation.run();
  if (!lines) {
    WARN("python3 with jsonschema and yaml is not installed: the schemas' judgement is not tested");
    return;
  }
  for (std::size_t i = 0; i < std::size(kShapes); ++i) {
    INFO(info(kShapes[i]).text);
    CHECK((*lines)[2 * i].starts_with("invalid:"));
    CHECK((*lines)[2 * i + 1] == "valid");
  }
}
