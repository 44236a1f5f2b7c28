#include <algorithm>

#include "engine/names/check_parts.hpp"

namespace signpost {

void check_fact(const NameScope& scope, const Fact& fact) {
  if (fact.values.size() > kMaxListAnswers)
    scope.diagnostics.add(
        Code::too_many, fact.id.at,
        fmt::format("`{}` has {} values; {} is the most", fact.id.text, fact.values.size(), kMaxListAnswers),
        "no question could offer so many");
  if (fact.never) check_condition(scope, *fact.never);
  if (fact.means) check_condition(scope, *fact.means);
  if (!fact.if_unsure.empty()) {
    std::vector<std::string_view> words{"yes", "no"};
    if (fact.type == FactType::one_of) {
      words.clear();
      for (const Name& v : fact.values) words.push_back(v.text);
    }
    bool amount = fact.type == FactType::number || fact.type == FactType::duration || fact.type == FactType::date;
    if (amount)
      scope.diagnostics.add(Code::wrong_kind, fact.if_unsure.at, "a measured fact cannot count *not sure* as a value",
                            "send *not sure* to a step of its own with `unsure:` at the question");
    else if (std::find(words.begin(), words.end(), fact.if_unsure.text) == words.end())
      report_no_answer(scope, fact.if_unsure, fact.id, words);
  }
}

}  // namespace signpost
