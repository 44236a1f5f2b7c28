#include "tests/support/random_answer.hpp"

#include <stdexcept>
#include <string>

#include "engine/amounts/age.hpp"

namespace signpost::test {

using nlohmann::json;

json random_answer(const json& question, std::mt19937& random) {
  const auto pick = [&random](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
  const std::string kind = question.at("kind");
  if (question.value("unsure", false) && pick(12) == 0) return "unsure";
  if (kind == "one") {
    const json& answers = question.at("answers");
    return answers.at(static_cast<std::size_t>(pick(static_cast<int>(answers.size())))).at("id");
  }
  if (kind == "many") {
    json ticked = json::array();
    if (pick(5) != 0) return ticked;
    for (const json& answer : question.at("answers"))
      if (!answer.value("alone", false) && pick(6) == 0) ticked.push_back(answer.at("id"));
    return ticked;
  }
  if (kind == "number") {
    const double from = question.at("from"), to = question.at("to"), step = question.at("step");
    return from + step * pick(static_cast<int>((to - from) / step + 0.5) + 1);
  }
  if (kind == "duration") {
    const json &from = question.at("from"), &to = question.at("to");
    return {{"value", from.at("value").get<int>() + pick(to.at("value").get<int>() - from.at("value").get<int>() + 1)},
            {"unit", to.at("unit")}};
  }
  if (kind == "date") {
    const auto from = *parse_day(question.at("from").get<std::string>()),
               to = *parse_day(question.at("to").get<std::string>());
    return day_text(from + pick(to - from + 1));
  }
  if (kind == "age") {
    auto [count, unit] = age_parts(static_cast<AgeCell>(pick(kAgeCells)));
    static constexpr const char* kUnits[] = {"days", "weeks", "months", "years"};
    return {{"value", count}, {"unit", kUnits[static_cast<std::size_t>(unit)]}};
  }
  throw std::runtime_error("a question of an unknown kind: " + question.dump());
}

}  // namespace signpost::test
