#include <algorithm>
#include <functional>
#include <string>

#include "engine/names/check_parts.hpp"

namespace signpost {
namespace {

void means_circle(const NameScope& scope, const Fact& fact) {
  std::vector<const Fact*> path;
  std::function<bool(const Fact&)> visit = [&](const Fact& f) {
    if (std::find(path.begin(), path.end(), &f) != path.end()) return &f == &fact;
    path.push_back(&f);
    std::function<bool(const Condition&)> reads = [&](const Condition& c) {
      for (const Condition& part : c.parts)
        if (reads(part)) return true;
      auto i = c.subject.empty() ? kNoIndex : scope.names.fact(c.subject.text);
      return i != kNoIndex && visit(scope.library().facts[i]);
    };
    bool round = (f.means && reads(*f.means)) || (f.never && reads(*f.never));
    if (!round) path.pop_back();
    return round;
  };
  if (visit(fact)) {
    std::string way;
    for (const Fact* f : path) way += f->id.text + " -> ";
    scope.diagnostics.add(
        Code::circle, fact.id.at,
        fmt::format("the meaning of `{}` goes round in a circle: {}{}", fact.id.text, way, fact.id.text),
        "say what it means by facts that are asked");
  }
}

}  // namespace

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
  if (fact.type == FactType::means) means_circle(scope, fact);
}

}  // namespace signpost
