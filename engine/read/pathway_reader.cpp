// Pathways and modules: steps, answers, rules, outcomes, scores.
#include <array>
#include <utility>

#include "engine/amounts/quantity.hpp"
#include "engine/read/reader.hpp"

namespace signpost {

namespace {

std::vector<Points> points_of(Value* map) {
  std::vector<Points> points;
  if (map == nullptr) return points;
  for (auto& [key, value] : map->entries) {
    if (value.kind != Value::Kind::scalar) continue;
    if (const std::optional<int> count = parse_integer(value.text)) points.push_back({{key.text, key.at}, *count});
  }
  return points;
}

Worse worse_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, Worse>, 5> kWords{{{"no", Worse::no},
                                                                      {"neither", Worse::neither},
                                                                      {"first", Worse::first},
                                                                      {"higher", Worse::higher},
                                                                      {"lower", Worse::lower}}};
  for (const auto& [known, worse] : kWords) {
    if (word == known) return worse;
  }
  return Worse::unstated;
}

}  // namespace

// What an answer brings with it, wherever it stands.
void Reader::consequences(Answer& answer, Value& map) {
  answer.to = name(map, "to");
  answer.records = name(map, "records");
  answer.red_flag = name(map, "red-flag");
  answer.score = points_of(get(map, "score"));
  answer.advice = names(map, "advice");
  answer.without_advice = names(map, "without-advice");
  answer.only_if = condition(map, "only-if");
  answer.confirm = is_true(map, "confirm");
}

Answer Reader::yes_or_no(const Value& key, Value& value) {
  Answer answer;
  answer.id = {key.text, key.at};
  if (value.kind == Value::Kind::scalar) {
    answer.to = name_of(value);
  } else if (value.kind == Value::Kind::map) {
    consequences(answer, value);
  }
  return answer;
}

Answer Reader::band(const Value& key, Value& value) {
  Answer answer;
  answer.id = {key.text, key.at};
  if (value.kind == Value::Kind::scalar) {
    answer.range = text_of(value);
  } else if (value.kind == Value::Kind::map) {
    answer.range = text(value, "range");
    consequences(answer, value);
  }
  return answer;
}

Answer Reader::answer(const Value& key, Value& value) {
  Answer answer;
  answer.id = {key.text, key.at};
  if (value.kind == Value::Kind::scalar) {
    answer.text = text_of(value);
  } else if (value.kind == Value::Kind::map) {
    answer.text = text(value, "text");
    answer.help = text(value, "help");
    consequences(answer, value);
  }
  return answer;
}

std::vector<Answer> Reader::answers(Value& map) {
  std::vector<Answer> found;
  found.reserve(map.entries.size());
  for (auto& [key, value] : map.entries) {
    if (value.kind != Value::Kind::missing) found.push_back(answer(key, value));
  }
  return found;
}

void Reader::question(AuthoredStep& step, Value& map, std::size_t index) {
  step.kind = AuthoredStep::Kind::ask;
  step.why = text(map, "why");
  step.help = text(map, "help");
  step.records = name(map, "records");
  step.red_flag = name(map, "red-flag");
  step.unsure = name(map, "unsure");
  step.any = name(map, "any");
  step.none = name(map, "none");
  if (const Value* worse = get(map, "worse")) step.worse = worse_of(worse->text);

  if (map.find("choose") != nullptr) {
    step.ask = AskKind::choose;
    Value* choose = get(map, "choose");
    if (choose != nullptr && choose->kind == Value::Kind::scalar) {
      set_uses_.push_back({index, name_of(*choose)});
    } else if (choose != nullptr) {
      step.answers = answers(*choose);
    }
    return;
  }
  if (map.find("tick") != nullptr) {
    step.ask = AskKind::tick;
    if (Value* tick = get(map, "tick")) step.answers = answers(*tick);
    return;
  }
  for (const auto& [word, ask] : {std::pair{std::string_view("number"), AskKind::number},
                                  {"duration", AskKind::duration},
                                  {"date", AskKind::date}}) {
    if (map.find(word) == nullptr) continue;
    step.ask = ask;
    if (Value* range = get(map, word)) {
      step.range = Range{range->at,          text(*range, "unit"), text(*range, "from"),
                         text(*range, "to"), text(*range, "step"), text(*range, "usual")};
    }
    if (Value* bands = get(map, "bands")) {
      for (auto& [key, value] : bands->entries) {
        if (value.kind != Value::Kind::missing) step.answers.push_back(band(key, value));
      }
    }
    return;
  }

  step.ask = AskKind::yes_no;
  const bool goes_on = map.find("to") != nullptr || map.find("then") != nullptr;
  for (const std::string_view word : {"yes", "no"}) {
    bool written = false;
    for (auto& [key, value] : map.entries) {
      if (key.text != word) continue;
      written = true;
      step.answers.push_back(yes_or_no(key, value));
    }
    if (written) continue;
    if (!goes_on) {
      diagnostics_.add(Code::missing_key, step.id.at,
                       "a yes-or-no question must have the key `" + std::string(word) + "`",
                       std::string(word) + ": where that answer leads; or give the step a `to` or `then`");
    }
    Answer answer;
    answer.id = {std::string(word), step.id.at};
    step.answers.push_back(std::move(answer));
  }
}

Rule Reader::rule(Value& map) {
  Rule rule;
  rule.at = map.at;
  rule.evidence = names(map, "evidence");
  rule.when = condition(map, "when");
  if (rule.when) {
    rule.at = rule.when->at.line == 0 ? map.at : rule.when->at;
    rule.to = name(map, "to");
  } else if (map.find("when") != nullptr) {
    rule.when.emplace();  // refused already: it must not become an `otherwise`
  } else {
    rule.to = name(map, "otherwise");
  }
  return rule;
}

AuthoredStep Reader::step(const Value& key, Value& map, std::size_t index) {
  AuthoredStep step;
  step.id = {key.text, key.at};
  step.question = text(map, "question");
  step.evidence = names(map, "evidence");
  step.to = name(map, "to");
  step.advice = names(map, "advice");
  if (Value* rules = get(map, "then")) {
    step.then.reserve(rules->items.size());
    for (Value& item : rules->items) {
      if (item.kind == Value::Kind::map) step.then.push_back(rule(item));
    }
  }
  if (map.find("question") != nullptr) {
    question(step, map, index);
  } else if (map.find("use") != nullptr) {
    step.kind = AuthoredStep::Kind::use;
    step.use = name(map, "use");
  } else if (map.find("note") != nullptr) {
    step.kind = AuthoredStep::Kind::note;
    step.note = text(map, "note");
  }
  return step;
}

std::vector<Score> Reader::scores(Value& map) {
  std::vector<Score> found;
  Value* scores = get(map, "scores");
  if (scores == nullptr) return found;
  for (auto& [key, value] : scores->entries) {
    if (value.kind != Value::Kind::map) continue;
    Score score;
    score.id = {key.text, key.at};
    score.meaning = text(value, "meaning");
    score.evidence = names(value, "evidence");
    if (Value* plus = get(value, "plus")) {
      for (Value& item : plus->items) {
        if (item.kind != Value::Kind::map) continue;
        const int points = integer(item, "points", 0);
        if (auto when = condition(item, "when")) score.plus.push_back({std::move(*when), points, item.at});
      }
    }
    found.push_back(std::move(score));
  }
  return found;
}

Pathway Reader::pathway(Value& file, std::uint32_t index, bool module) {
  set_uses_.clear();
  Pathway pathway;
  pathway.module = module;
  pathway.file = index;
  pathway.id = name(file, module ? "module" : "pathway");
  pathway.topic = name(file, "topic");
  if (pathway.topic.empty() && !module) pathway.topic = pathway.id;
  pathway.title = text(file, "title");
  pathway.version = text(file, "version");
  pathway.area = text(file, "area");
  if (const Value* status = get(file, "status")) {
    pathway.status = status->text == "approved"  ? Status::approved
                     : status->text == "retired" ? Status::retired
                                                 : Status::draft;
  }
  if (Value* approval = get(file, "approval")) {
    pathway.approval = Approval{plain(*approval, "by"), plain(*approval, "role"), plain(*approval, "date"),
                                plain(*approval, "digest")};
  }
  if (auto admits = condition(file, "for")) pathway.admits = std::move(*admits);
  if (Value* search = get(file, "search")) {
    for (Value& item : search->items) {
      if (item.kind == Value::Kind::scalar) pathway.search.push_back(text_of(item));
    }
  }
  if (Value* codes = get(file, "codes")) {
    for (auto& [key, value] : codes->entries) {
      if (value.kind == Value::Kind::scalar) pathway.codes.emplace_back(key.text, std::move(value.text));
    }
  }
  if (Value* owner = get(file, "owner")) {
    pathway.author = plain(*owner, "author");
    pathway.approver = plain(*owner, "approver");
    pathway.review_by = plain(*owner, "review-by");
  }
  pathway.evidence = names(file, "evidence");
  pathway.start = name(file, "start");
  if (Value* steps = get(file, "steps")) {
    pathway.steps.reserve(steps->entries.size());
    for (auto& [key, value] : steps->entries) {
      if (value.kind == Value::Kind::map) pathway.steps.push_back(step(key, value, pathway.steps.size()));
    }
  }
  if (Value* floors = get(file, "floors")) {
    for (Value& item : floors->items) {
      if (item.kind != Value::Kind::map) continue;
      auto when = condition(item, "when");
      if (when) pathway.floors.push_back({std::move(*when), name(item, "outcome"), names(item, "evidence"), item.at});
    }
  }
  if (Value* outcomes = get(file, "outcomes")) {
    pathway.outcomes.reserve(outcomes->entries.size());
    for (auto& [key, value] : outcomes->entries) {
      if (value.kind != Value::Kind::map) continue;
      pathway.outcomes.push_back({{key.text, key.at},
                                  name(value, "disposition"),
                                  text(value, "reason"),
                                  names(value, "advice"),
                                  names(value, "worsening"),
                                  names(value, "evidence")});
    }
  }
  pathway.claims = claims(file);
  pathway.scores = scores(file);
  pathway.was = names(file, "was");
  if (pathway.status == Status::approved && file.find("approval") == nullptr) {
    diagnostics_.add(
        Code::missing_key, file.find("status")->at, "an approved pathway must have the key `approval`",
        "approval: { by: Name, role: Role, date: 2026-11-22, digest: the digest of the content approved }");
  }
  return pathway;
}

}  // namespace signpost
