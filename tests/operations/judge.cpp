#include "tests/operations/judge.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "server/json.hpp"

namespace signpost::test {
namespace {

std::unique_ptr<const DecisionGraph> graph_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  auto release = read_release(bytes, {});
  if (const auto* const refused = std::get_if<ReleaseRefused>(&release))
    throw std::runtime_error(path + ": " + refused->message);
  return std::move(std::get<Release>(release).graph);
}

}  // namespace

Judge::Judge(const std::string& file) : graph_(graph_of(file)), steps_(*graph_) {}

nlohmann::json Judge::step(const std::string& topic, Day on, const nlohmann::json& answers) const {
  // The reader of the API, so that a value means here what it means there.
  const nlohmann::json body{{"topic", topic}, {"patient", nlohmann::json::object()}, {"answers", answers}};
  const auto parsed = parse_evaluate(body.dump());
  if (const auto* const wrong = std::get_if<JsonProblem>(&parsed))
    throw std::runtime_error("answers that are no answers: " + std::string(wrong->code) + " " + wrong->where);
  const auto& asked = std::get<EvaluateRequest>(parsed);
  const auto evaluated = evaluate(*graph_, asked.topics, {}, on, {}, asked.answers);
  if (const auto* const rejected = std::get_if<Rejected>(&evaluated))
    throw std::runtime_error("the engine alone refuses: " + std::string(rejected_name(rejected->code)) + " " +
                             rejected->question);
  const auto& after = std::get<Answered>(evaluated);
  std::string text;
  steps_.append(text, after.journey, after.step);
  return nlohmann::json::parse(text);
}

}  // namespace signpost::test
