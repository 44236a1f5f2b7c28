// The service over the library that is shipped.
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "server/site.hpp"
#include "tests/support/browser.hpp"
#include "tests/support/moment.hpp"
#include "tests/support/shipped_library.hpp"

using namespace signpost;
using nlohmann::json;
using signpost::test::kNow;

namespace {

const Site& site() {
  static const TokenSealer sealer({random_token_key(1)});
  static Metrics metrics;
  static const Site made(
      shipped_library(), sealer,
      [] {
        return Moment{kNow, static_cast<Day>(kNow / 86400)};
      },
      {}, metrics);
  return made;
}
Browser browser() {
  return Browser([](const Request& request, Response& response) { site()(request, response); });
}

// Does `part` stand in `whole`? Objects may hold more; a text that ends with an ellipsis may go on.
bool holds(const json& whole, const json& part) {
  if (part.is_object()) {
    for (const auto& [name, inner] : part.items())
      if (!whole.is_object() || !whole.contains(name) || !holds(whole[name], inner)) return false;
    return true;
  }
  if (part.is_array()) {
    if (!whole.is_array()) return false;
    for (const json& inner : part)
      if (std::none_of(whole.begin(), whole.end(), [&](const json& candidate) { return holds(candidate, inner); }))
        return false;
    return true;
  }
  const std::string ellipsis = "…";
  if (part.is_string() && part.get<std::string>().ends_with(ellipsis)) {
    const std::string beginning = part.get<std::string>().substr(0, part.get<std::string>().size() - ellipsis.size());
    return whole.is_string() && whole.get<std::string>().starts_with(beginning);
  }
  return whole == part;
}

}  // namespace

TEST_CASE("a canary walks every shipped topic to its end") {
  CHECK(site().canaries().silent().empty());
  CHECK(site().canaries().journeys().size() == shipped_library().topics.size());
  CHECK(site().canaries().sing());
}

// Trap 19.
TEST_CASE("the longest journey that a shipped pathway can give fits a cookie") {
  const DecisionGraph& graph = shipped_library();
  const TokenSealer sealer({random_token_key(1)});
  for (const Program& program : graph.programs) {
    Journey journey;
    journey.topics = {TopicIndex{0}};
    journey.patient = {Age{100, 111}, Sex::female, Party::someone_else};
    journey.on = 20779;
    journey.switches = 0xffffffffu;
    // Every question answered, with everything shown and ticked: no journey asks so much.
    for (std::uint32_t i = 0; i < program.questions; ++i) {
      const auto index = static_cast<QuestionIndex>(at(program.first_question) + i);
      const std::size_t answers = graph.questions[at(index)].answers.size();
      const auto all = static_cast<std::uint32_t>((std::uint64_t{1} << answers) - 1);
      journey.answers.push_back({index, Given::Kind::ticks, 0, all, all});
    }
    CAPTURE(program.pathway, program.questions);
    CHECK(sealer.seal(graph, journey, kNow).size() <= kMaxTokenChars);
    journey.held = journey.answers;
    CHECK(sealer.seal(graph, journey, kNow).size() <= kMaxTokenChars);
  }
}

TEST_CASE("every shipped topic can be walked on the pages to an outcome") {
  const DecisionGraph& graph = shipped_library();
  for (const Canaries::Walked& canary : site().canaries().journeys()) {
    Browser visitor = browser();
    visitor.post("/start", {{"topic", graph.topics[at(canary.topic)].id}});
    std::size_t pages = 0;
    for (const Reviewed& row : review(graph, canary.journey)) {
      CAPTURE(graph.topics[at(canary.topic)].id, visitor.path(), visitor.heading());
      REQUIRE(visitor.page().status == 200);
      CHECK(visitor.page().body.find('\x01') == std::string::npos);
      CHECK(visitor.page().body.find("{{") == std::string::npos);
      CHECK(visitor.page().body.size() < 20'000);
      const Entered fields = entered(graph, row.question, row.given, canary.journey.on);
      const Question& question = graph.questions[at(row.question)];
      Browser::Fields sent;
      for (std::size_t i = 0; i < question.answers.size(); ++i)
        if ((fields.checked >> i & 1u) && question.kind != QuestionKind::number &&
            question.kind != QuestionKind::duration && question.kind != QuestionKind::date)
          sent.emplace_back("answer", question.answers[i].id);
      if (fields.none) sent.emplace_back("answer", "none");
      if (question.kind == QuestionKind::date) {
        sent = {{"day", fields.first}, {"month", fields.second}, {"year", fields.third}};
      } else if (!fields.first.empty()) {
        sent = {{"amount", fields.first}};
        const auto units = units_of(question);
        if (fields.unit >= 0) sent.emplace_back("unit", units[static_cast<std::size_t>(fields.unit)]);
      }
      visitor.submit(sent);
      if (visitor.heading() == "Please check your answer") visitor.submit({}, "Yes, that is right");
      ++pages;
    }
    CAPTURE(graph.topics[at(canary.topic)].id, visitor.heading());
    CHECK(visitor.path().ends_with("/" + std::to_string(pages + 1)));
    CHECK(visitor.shows("Keep this advice"));
    CHECK(visitor.heading() == graph.dispositions[at(graph.outcomes[at(canary.outcome)].disposition)].heading);
  }
}

// docs/api.md: each ```sh block with a curl command is sent, and must be answered by what the ```json block after it
// shows. $journey is the journey of the answer before.
TEST_CASE("the examples of the API page are answered as it says") {
  std::ifstream file(SIGNPOST_SOURCE_DIR "/docs/api.md");
  REQUIRE(file);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto block_after = [&](const std::string& begin, std::size_t from) -> std::pair<std::string, std::size_t> {
    const std::size_t where = text.find(begin, from);
    if (where == std::string::npos) return {{}, std::string::npos};
    const std::size_t first = where + begin.size();
    const std::size_t end = text.find("```", first);
    return {text.substr(first, end - first), end + 3};
  };
  std::string journey;
  std::size_t examples = 0;
  for (std::size_t from = 0;;) {
    auto [command, next] = block_after("```sh\n", from);
    if (next == std::string::npos) break;
    from = next;
    if (command.find("curl") == std::string::npos) continue;
    auto [expected, after] = block_after("```json\n", from);
    REQUIRE(after != std::string::npos);
    Request request;
    request.method = "GET";
    const std::string base = "http://127.0.0.1:8111";
    const std::size_t address = command.find(base);
    REQUIRE(address != std::string::npos);
    request.path = command.substr(address + base.size(), command.find_first_of(" \n", address) - address - base.size());
    if (const std::size_t data = command.find("-d '"); data != std::string::npos) {
      request.method = "POST";
      REQUIRE(command.find("-H 'Content-Type: application/json'") != std::string::npos);
      request.headers.add("Content-Type", "application/json");
      request.body = command.substr(data + 4, command.find('\'', data + 4) - data - 4);
      if (const std::size_t place = request.body.find("$journey"); place != std::string::npos)
        request.body.replace(place, 8, journey);
    }
    Response response;
    site()(request, response);
    CAPTURE(command, expected, response.body);
    const json answer = json::parse(response.body);
    CHECK(holds(answer, json::parse(expected)));
    if (answer.contains("journey")) journey = answer["journey"];
    ++examples;
  }
  CHECK(examples >= 8);
}
