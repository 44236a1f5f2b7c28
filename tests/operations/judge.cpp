#include "tests/operations/judge.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

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

Judge::Judge(const std::string& file)
    : graph_(graph_of(file)), site_(*graph_, {random_token_key(0)}, system_clock_now, {}) {}

nlohmann::json Judge::step(const std::string& topic, Day on, const nlohmann::json& answers) const {
  Request request;
  request.method = "POST";
  request.path = "/api/v1/evaluate";
  request.headers.add("Content-Type", "application/json");
  request.body = nlohmann::json{
      {"topic", topic},
      {"patient", nlohmann::json::object()},
      {"on", day_text(on)},
      {"answers",
       answers}}.dump();
  Response response;
  site_(request, response);
  if (response.status != 200) throw std::runtime_error("the engine alone refuses the answers: " + response.body);
  return nlohmann::json::parse(response.body).at("step");
}

}  // namespace signpost::test
