// Read this beside docs/pathway-language.md: each function is one sentence of that page. Nothing here is prepared,
// numbered or remembered between walks; every name is looked up each time it is met.
#include "tests/property/interpreter.hpp"

#include <algorithm>
#include <sstream>

namespace signpost::naive {
namespace {

constexpr std::int64_t kMinutesOfDay = 24 * 60;

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool is_digits(const std::string& word) {
  return !word.empty() && (std::isdigit(static_cast<unsigned char>(word[0])) || (word[0] == '-' && word.size() > 1));
}

// A range as written: from and to may be open, and each end may be in or out.
struct Limits {
  std::optional<std::int64_t> low, high;
  bool low_in = true, high_in = true;
};

Limits limits_of(const std::string& range, bool is_number) {
  const std::vector<std::string> words = words_of(range);
  std::size_t i = 0;
  std::string last_unit;
  for (const std::string& word : words) {
    if (!is_digits(word) && word != "to" && word != "and" && word != "over" && word != "up" && word != "under" &&
        word != "below" && word != "from") {
      last_unit = word;
    }
  }
  const auto quantity = [&]() -> std::int64_t {
    const std::string digits = words.at(i++);
    std::string unit = last_unit;  // "2 to 6 hours": the first number has the last one's unit
    if (i < words.size() && !is_digits(words[i]) && words[i] != "to" && words[i] != "and") unit = words[i++];
    return is_number ? thousandths(digits) : minutes(digits, unit);
  };
  const auto next_is = [&](const char* word) {
    if (i >= words.size() || words[i] != word) return false;
    ++i;
    return true;
  };
  const auto upper = [&](Limits& limits) {
    if (next_is("up")) {
      next_is("to");
      limits.high = quantity();
    } else if (next_is("under") || next_is("below")) {
      limits.high = quantity();
      limits.high_in = false;
    }
  };
  Limits limits;
  if (next_is("over")) {
    limits.low = quantity();
    limits.low_in = false;
    if (next_is("and")) upper(limits);
  } else if (next_is("from")) {
    limits.low = quantity();
    if (next_is("and")) upper(limits);
  } else if (words.at(0) == "up" || words.at(0) == "under" || words.at(0) == "below") {
    upper(limits);
  } else {
    limits.low = quantity();
    if (next_is("to")) {
      limits.high = quantity();
    } else if (next_is("and")) {
      next_is("over");
    }
  }
  return limits;
}

// The place in the list of 210 completed steps at which an age of `count` units begins.
int cell_where(int count, std::string unit) {
  if (!unit.empty() && unit.back() == 's') unit.pop_back();
  if (unit == "year") {
    if (count >= 5) return 94 + (count - 5);
    return cell_where(count * 12, "month");
  }
  if (unit == "month") {
    if (count == 0) return 0;
    if (count >= 60) return 94 + (count / 12 - 5);
    return 37 + (count - 3);
  }
  if (unit == "week") {
    if (count < 4) return count * 7;
    if (count >= 13) return cell_where(3, "month");  // the step after 12 weeks
    return 28 + (count - 4);
  }
  return count >= 28 ? cell_where(4, "week") : count;
}

Value word_value(const std::string& word) { return {Value::Kind::word, word, 0, nullptr}; }
Value unsure_value() { return {Value::Kind::unsure, {}, 0, nullptr}; }

Truth truth(bool b) { return b ? Truth::yes : Truth::no; }

Truth opposite(Truth t) { return t == Truth::open ? t : truth(t == Truth::no); }

struct Span {
  int low = 0, high = 0;
};

// A module in use: where to go on when it is done.
struct Use {
  const Pathway* file;
  const AuthoredStep* step;
};

struct Place {
  std::vector<Use> uses;  // innermost last
  std::size_t first = 0;  // which of the library's first modules is being walked; past the end: none
  const Pathway* file = nullptr;
};

class Walk {
 public:
  Walk(const Library& library, const Start& start, const Answerer& answerer)
      : library_(library), start_(start), answerer_(answerer) {}
  // Walks nowhere; for tests of what another walk has learnt.
  Walk(const Library& library, const Start& start, const Memory& memory, Looking looking)
      : library_(library), start_(start), answerer_(kNobody), back_(&memory), looking_(looking) {}

  Trace run() {
    try {
      const std::vector<const Pathway*> those = admitting(library_, start_);
      if (those.size() != 1)
        stuck(Stuck::Kind::no_pathway, nullptr, nullptr, std::to_string(those.size()) + " pathways");
      beginning_ = those.front();
      trace_.memory.entered.insert(beginning_);
      Place place;
      std::string target = begin_first(place);
      while (!over_) target = follow(place, target);
    } catch (const Stuck& s) {
      trace_.stuck = s;
    }
    return std::move(trace_);
  }

  Truth admits(const Pathway& pathway) { return holds(pathway.admits, &pathway); }
  Truth decide(const Condition& condition, const Pathway* file) { return holds(condition, file); }
  Value known_of(const std::string& fact) { return fact_value(fact); }

 private:
  static inline const Answerer kNobody = [](const Put&, const Trace&) { return std::optional<Reply>(); };

  const Memory& know() const { return back_ ? *back_ : trace_.memory; }
  // ---- finding things by name

  [[noreturn]] void stuck(Stuck::Kind kind, const Pathway* file, const AuthoredStep* step, std::string words) {
    throw Stuck{kind, file ? file->id.text : "", step ? step->id.text : "", std::move(words)};
  }

  const Pathway* file_named(const std::string& id, bool module) {
    for (const Pathway& p : library_.pathways) {
      if (p.id.text == id && p.module == module) return &p;
    }
    stuck(Stuck::Kind::no_such_name, nullptr, nullptr, id);
  }
  static const AuthoredStep* step_named(const Pathway& file, const std::string& id) {
    for (const AuthoredStep& s : file.steps) {
      if (s.id.text == id) return &s;
    }
    return nullptr;
  }
  static const AuthoredOutcome* outcome_named(const Pathway& file, const std::string& id) {
    for (const AuthoredOutcome& o : file.outcomes) {
      if (o.id.text == id) return &o;
    }
    return nullptr;
  }
  const Fact* fact_named(const std::string& id) const {
    for (const Fact& f : library_.facts) {
      if (f.id.text == id) return &f;
    }
    return nullptr;
  }
  const Switch* switch_named(const std::string& id) const {
    for (const Switch& s : library_.switches) {
      if (s.id.text == id) return &s;
    }
    return nullptr;
  }
  const AdviceItem* advice_named(const std::string& id) const {
    for (const AdviceItem& a : library_.advice) {
      if (a.id.text == id) return &a;
    }
    return nullptr;
  }
  static const Answer* answer_named(const AuthoredStep& step, const std::string& id) {
    for (const Answer& a : step.answers) {
      if (a.id.text == id) return &a;
    }
    return nullptr;
  }
  int urgency(const std::string& disposition) {
    for (std::size_t i = 0; i < library_.dispositions.size(); ++i) {
      if (library_.dispositions[i].id.text == disposition) return static_cast<int>(i);
    }
    stuck(Stuck::Kind::no_such_name, nullptr, nullptr, disposition);
  }
  static std::string key_of(const Pathway& file, const AuthoredStep& step) { return file.id.text + "/" + step.id.text; }
  std::string question_id(const Pathway& file, const AuthoredStep& step) const {
    return &file == beginning_ ? step.id.text : key_of(file, step);
  }

  // ---- where the walk goes

  std::string begin_first(Place& place) {
    place.uses.clear();
    if (place.first < library_.first.size()) {
      place.file = file_named(library_.first[place.first].text, true);
      return place.file->start.text;
    }
    enter(place, beginning_);
    return place.file->start.text;
  }

  void enter(Place& place, const Pathway* pathway) {
    place.uses.clear();
    place.first = library_.first.size();
    place.file = pathway;
    for (const Floor& floor : pathway->floors) floors_.push_back({pathway, &floor});
  }

  std::string follow(Place& place, const std::string& target) {
    if (target == "done") {
      if (!place.uses.empty()) {
        const Use use = place.uses.back();
        place.uses.pop_back();
        place.file = use.file;
        trace_.memory.entered.insert(place.file);
        return rules(place, *use.step);
      }
      if (place.first >= library_.first.size()) stuck(Stuck::Kind::left_out, place.file, nullptr, "done");
      ++place.first;
      return begin_first(place);
    }
    if (target.rfind("pathway/", 0) == 0) {
      const Pathway* other = file_named(target.substr(8), false);
      if (admits(*other) != Truth::yes) stuck(Stuck::Kind::not_admitted, place.file, nullptr, target);
      enter(place, other);
      return other->start.text;
    }
    if (const AuthoredStep* step = step_named(*place.file, target)) return meet(place, *step);
    if (const AuthoredOutcome* outcome = outcome_named(*place.file, target)) {
      trace_.memory.entered.insert(place.file);
      end(*place.file, *outcome);
      return {};
    }
    stuck(Stuck::Kind::no_such_name, place.file, nullptr, target);
  }

  std::string meet(Place& place, const AuthoredStep& step) {
    trace_.memory.entered.insert(place.file);
    switch (step.kind) {
      case AuthoredStep::Kind::decide:
        return rules(place, step);
      case AuthoredStep::Kind::use: {
        place.uses.push_back({place.file, &step});
        place.file = file_named(step.use.text, true);
        return place.file->start.text;
      }
      case AuthoredStep::Kind::note:
        note(place, step);
        return over_ ? std::string() : rules(place, step);
      case AuthoredStep::Kind::ask:
        break;
    }
    switch (step.ask) {
      case AskKind::yes_no:
        return ask_yes_no(place, step);
      case AskKind::choose:
        return ask_choose(place, step);
      case AskKind::tick:
        return ask_tick(place, step);
      default:
        return ask_amount(place, step);
    }
  }

  // The first rule that is true, then the step's `to`. A rule before it that nothing decides stops the walk.
  std::string rules(const Place& place, const AuthoredStep& step) {
    for (const Rule& rule : step.then) {
      if (!rule.when) return rule.to.text;
      const Truth t = holds_at(*rule.when, place, step, true);
      if (t == Truth::open) stuck(Stuck::Kind::undecided, place.file, &step, condition_text(*rule.when));
      if (t == Truth::yes) return rule.to.text;
    }
    if (step.to.empty()) stuck(Stuck::Kind::left_out, place.file, &step, "no rule");
    return step.to.text;
  }

  // ---- putting a question

  // The reply, or nothing when the answerer has none: then the walk is over for now.
  std::optional<Reply> put(const Place& place, const AuthoredStep& step, std::vector<std::string> shown) {
    trace_.put.push_back({question_id(*place.file, step), place.file, &step, std::move(shown),
                          step.kind == AuthoredStep::Kind::ask && !step.unsure.empty()});
    std::optional<Reply> reply = answerer_(trace_.put.back(), trace_);
    if (reply) {
      trace_.replies.push_back(*reply);
    } else {
      trace_.waiting = true;
      over_ = true;
    }
    return reply;
  }

  void note(const Place& place, const AuthoredStep& step) {
    if (know().own.count(key_of(*place.file, step))) return;
    std::set<std::string> advice;
    for (const Name& id : step.advice) {
      if (!removed_.count(id.text) && is_given(id.text)) advice.insert(id.text);
    }
    trace_.note_advice.push_back(std::move(advice));
    if (put(place, step, {})) trace_.memory.own[key_of(*place.file, step)] = {};
  }

  // What "not sure" counts as, or empty when it has a target of its own.
  std::string unsure_as(const AuthoredStep& step) const {
    if (!step.records.empty()) {
      const Fact* fact = fact_named(step.records.text);
      if (fact && !fact->if_unsure.empty()) return fact->if_unsure.text;
    }
    return answer_named(step, step.unsure.text) ? step.unsure.text : std::string();
  }

  void write(const Name& fact, const Value& value) {
    if (!fact.empty()) trace_.memory.facts[fact.text] = value;
  }

  // All that follows from an answer, whether it was given or implied.
  void count(const Place& place, const AuthoredStep& step, const Answer& answer, bool first_time) {
    for (const Name& id : answer.advice) added_.insert(id.text);
    for (const Name& id : answer.without_advice) removed_.insert(id.text);
    if (first_time) {
      for (const Points& p : answer.score) trace_.memory.points[score_of(*place.file, p.score.text)] += p.points;
    }
    std::string flag = answer.red_flag.text;
    if (flag.empty() && step.ask == AskKind::tick) flag = step.red_flag.text;
    if (flag.empty() && step.ask == AskKind::yes_no && answer.id.text == (step.worse == Worse::no ? "no" : "yes")) {
      flag = step.red_flag.text;
    }
    if (!flag.empty()) trace_.red_flags.push_back({flag, trace_.put.size(), question_id(*place.file, step)});
  }

  // The same authored question scores once, however often it is met.
  bool scores_now(const Place& place, const AuthoredStep& step) {
    return scored_.insert(key_of(*place.file, step)).second;
  }

  std::string ask_yes_no(const Place& place, const AuthoredStep& step) {
    const std::string key = key_of(*place.file, step);
    Value value;
    if (!step.records.empty()) value = fact_value(step.records.text);
    if (!value.certain()) {
      if (const auto earlier = know().own.find(key); earlier != know().own.end()) {
        value = earlier->second.value;
      } else {
        std::vector<std::string> shown;
        for (const Answer& a : step.answers) shown.push_back(a.id.text);
        const std::optional<Reply> reply = put(place, step, shown);
        if (!reply) return {};
        const std::string as = unsure_as(step);
        value = reply->kind != Reply::Kind::unsure ? word_value(reply->answer)
                : as.empty()                       ? unsure_value()
                                                   : word_value(as);
        write(step.records, value);
      }
    }
    trace_.memory.own[key].value = value;
    return one_answered(place, step, value);
  }

  // Goes where one answer of several leads.
  std::string one_answered(const Place& place, const AuthoredStep& step, const Value& value) {
    const bool first_time = scores_now(place, step);
    if (value.kind == Value::Kind::unsure) return step.unsure.text;
    const Answer* answer = answer_named(step, value.word);
    if (!answer) stuck(Stuck::Kind::no_answer, place.file, &step, value.word);
    count(place, step, *answer, first_time);
    return answer->to.empty() ? rules(place, step) : answer->to.text;
  }

  bool is_shown(const Place& place, const AuthoredStep& step, const Answer& answer) {
    if (!answer.only_if) return true;
    const Truth t = holds_at(*answer.only_if, place, step, false);
    if (t == Truth::open) stuck(Stuck::Kind::undecided, place.file, &step, "only-if of " + answer.id.text);
    return t == Truth::yes;
  }

  std::string ask_choose(const Place& place, const AuthoredStep& step) {
    const std::string key = key_of(*place.file, step);
    Value value;
    if (!step.records.empty()) value = fact_value(step.records.text);
    if (!value.certain()) {
      if (const auto earlier = know().own.find(key); earlier != know().own.end()) value = earlier->second.value;
    }
    if (!value.certain() && !know().own.count(key)) {
      std::vector<const Answer*> offered;
      for (const Answer& a : step.answers) {
        if (!is_shown(place, step, a)) continue;
        const Value fact = a.records.empty() ? Value{} : fact_value(a.records.text);
        if (fact.kind == Value::Kind::word && fact.word == "no") continue;
        if (fact.kind == Value::Kind::word && fact.word == "yes") {
          value = word_value(a.id.text);
          break;
        }
        offered.push_back(&a);
      }
      if (!value.certain()) {
        if (offered.empty()) stuck(Stuck::Kind::no_answer, place.file, &step, "nothing is offered");
        std::vector<std::string> shown;
        for (const Answer* a : offered) shown.push_back(a->id.text);
        const std::optional<Reply> reply = put(place, step, shown);
        if (!reply) return {};
        const std::string as = unsure_as(step);
        value = reply->kind != Reply::Kind::unsure ? word_value(reply->answer)
                : as.empty()                       ? unsure_value()
                                                   : word_value(as);
        write(step.records, value);
        for (const Answer* a : offered) {
          write(a->records,
                value.kind == Value::Kind::unsure ? value : word_value(a->id.text == value.word ? "yes" : "no"));
        }
      }
    }
    trace_.memory.own[key].value = value;
    return one_answered(place, step, value);
  }

  std::string ask_tick(const Place& place, const AuthoredStep& step) {
    const std::string key = key_of(*place.file, step);
    if (!know().own.count(key)) {
      Own answered;
      std::vector<const Answer*> shown;
      for (const Answer& a : step.answers) {
        if (!is_shown(place, step, a)) continue;
        const Value fact = a.records.empty() ? Value{} : fact_value(a.records.text);
        if (!fact.certain()) {
          shown.push_back(&a);
        } else if (fact.word == "yes") {
          answered.ticked.insert(a.id.text);
        }
      }
      if (!shown.empty()) {
        std::vector<std::string> ids;
        for (const Answer* a : shown) ids.push_back(a->id.text);
        const std::optional<Reply> reply = put(place, step, ids);
        if (!reply) return {};
        if (reply->kind == Reply::Kind::unsure) {
          answered.unsure = true;
          answered.ticked.clear();
          for (const Answer* a : shown) write(a->records, unsure_value());
        } else {
          for (const Answer* a : shown) {
            const bool ticked = reply->ticks.count(a->id.text) > 0;
            if (ticked) answered.ticked.insert(a->id.text);
            write(a->records, word_value(ticked ? "yes" : "no"));
          }
        }
      }
      trace_.memory.own[key] = answered;
    }
    const Own& answered = know().own.at(key);
    const bool first_time = scores_now(place, step);
    if (answered.unsure) return step.unsure.empty() ? rules(place, step) : step.unsure.text;
    std::string target;
    for (const Answer& a : step.answers) {
      if (!answered.ticked.count(a.id.text)) continue;
      count(place, step, a, first_time);
      if (target.empty()) target = a.to.text;
    }
    if (!target.empty()) return target;
    const Name& whole = answered.ticked.empty() ? step.none : step.any;
    return whole.empty() ? rules(place, step) : whole.text;
  }

  static bool is_number(const AuthoredStep& step) { return step.ask == AskKind::number; }

  const Answer* band_of(const AuthoredStep& step, const Value& value) {
    for (const Answer& band : step.answers) {
      if (value.kind == Value::Kind::amount && in_range(band.range.text, is_number(step), value.amount)) return &band;
      if (value.kind == Value::Kind::band && value.banded == &step && value.word == band.id.text) return &band;
    }
    return nullptr;
  }

  std::string ask_amount(const Place& place, const AuthoredStep& step) {
    const std::string key = key_of(*place.file, step);
    Value value;
    if (!step.records.empty()) value = fact_value(step.records.text);
    if (!value.certain()) {
      if (const auto earlier = know().own.find(key); earlier != know().own.end()) {
        value = earlier->second.value;
      } else {
        const std::optional<Reply> reply = put(place, step, {});
        if (!reply) return {};
        if (reply->kind == Reply::Kind::unsure) {
          const std::string as = unsure_as(step);
          value = as.empty() ? unsure_value() : Value{Value::Kind::band, as, 0, &step};
        } else {
          value.kind = Value::Kind::amount;
          value.amount = step.ask == AskKind::date ? (start_.on - reply->amount) * kMinutesOfDay : reply->amount;
        }
        write(step.records, value);
      }
    }
    trace_.memory.own[key].value = value;
    const bool first_time = scores_now(place, step);
    if (value.kind == Value::Kind::unsure) return step.unsure.text;
    if (step.answers.empty()) return rules(place, step);
    const Answer* band = band_of(step, value);
    if (!band) stuck(Stuck::Kind::no_answer, place.file, &step, "no band covers the value");
    count(place, step, *band, first_time);
    return band->to.empty() ? rules(place, step) : band->to.text;
  }

  // ---- what is known

  Value fact_value(const std::string& id) {
    if (const auto told = know().facts.find(id); told != know().facts.end()) return told->second;
    const Fact* fact = fact_named(id);
    if (!fact) stuck(Stuck::Kind::no_such_name, nullptr, nullptr, id);
    // What follows from other facts is settled on the way, whoever looks.
    const Looking looking = std::exchange(looking_, Looking::on);
    const Value value = what_follows(*fact);
    looking_ = looking;
    return value;
  }

  Value what_follows(const Fact& that) {
    const Fact* fact = &that;
    if (fact->never && holds(*fact->never, nullptr) == Truth::yes) return word_value("no");
    if (fact->means) {
      const Truth t = holds(*fact->means, nullptr);
      if (t != Truth::open) return word_value(t == Truth::yes ? "yes" : "no");
      if (all_asked(*fact->means)) return fact->if_unsure.empty() ? unsure_value() : word_value(fact->if_unsure.text);
    }
    return {};
  }

  // Whether everything that the test reads has been asked or told, be it that the answer was "not sure".
  bool all_asked(const Condition& condition) {
    for (const Condition& part : condition.parts) {
      if (!all_asked(part)) return false;
    }
    const Fact* fact = fact_named(condition.subject.text);
    if (!fact) return true;  // age, sex, a switch, or no name at all
    if (fact->means) return all_asked(*fact->means);
    return fact_value(fact->id.text).kind != Value::Kind::unknown;
  }

  // The question of this name in the file that the test stands in, or null.
  static const AuthoredStep* question_named(const Pathway* file, const std::string& id) {
    const AuthoredStep* step = file ? step_named(*file, id) : nullptr;
    return step && step->kind == AuthoredStep::Kind::ask ? step : nullptr;
  }

  Value value_of(const Name& name, const Pathway* file) {
    if (name.text == "sex") return word_value(start_.sex);
    if (name.text == "party") return word_value(start_.party);
    if (const AuthoredStep* step = question_named(file, name.text)) {
      if (!step->records.empty()) return fact_value(step->records.text);
      const auto answered = know().own.find(key_of(*file, *step));
      if (answered == know().own.end()) return {};
      if (step->ask == AskKind::tick) {
        return answered->second.unsure ? unsure_value() : word_value(answered->second.ticked.empty() ? "none" : "some");
      }
      return answered->second.value;
    }
    if (const Switch* s = switch_named(name.text)) {
      const auto set = start_.switches.find(name.text);
      return word_value((set == start_.switches.end() ? s->on : set->second) ? "yes" : "no");
    }
    return fact_value(name.text);
  }

  // ---- tests

  // A test of a rule (`after` the question) or of an only-if (before it), with the points that are still possible from
  // there.
  Truth holds_at(const Condition& condition, const Place& place, const AuthoredStep& step, bool after) {
    here_ = &place;
    here_step_ = &step;
    after_ = after;
    const Truth t = holds(condition, place.file);
    here_ = nullptr;
    return t;
  }

  Truth holds(const Condition& c, const Pathway* file) {
    switch (c.kind) {
      case Condition::Kind::everyone:
        return Truth::yes;
      case Condition::Kind::all: {
        Truth result = Truth::yes;
        for (const Condition& part : c.parts) {
          const Truth t = holds(part, file);
          if (t == Truth::no) return Truth::no;
          if (t == Truth::open) result = Truth::open;
        }
        return result;
      }
      case Condition::Kind::any: {
        Truth result = Truth::no;
        for (const Condition& part : c.parts) {
          const Truth t = holds(part, file);
          if (t == Truth::yes) return Truth::yes;
          if (t == Truth::open) result = Truth::open;
        }
        return result;
      }
      case Condition::Kind::negation:
        return opposite(holds(c.parts.at(0), file));
      case Condition::Kind::truth: {
        const Value value = value_of(c.subject, file);
        return value.certain() ? truth(value.word == "yes") : nothing_certain(value);
      }
      case Condition::Kind::is:
        return is_one_of(c, file);
      case Condition::Kind::includes:
        return includes(c, file);
      case Condition::Kind::is_none: {
        const Value value = value_of(c.subject, file);
        return value.certain() ? truth(value.word == "none") : nothing_certain(value);
      }
      case Condition::Kind::is_unsure: {
        const Value value = value_of(c.subject, file);
        return value.kind == Value::Kind::unknown ? Truth::open : truth(value.kind == Value::Kind::unsure);
      }
      case Condition::Kind::known: {
        const Value value = value_of(c.subject, file);
        return value.kind == Value::Kind::unknown ? Truth::open : truth(value.kind != Value::Kind::unsure);
      }
      case Condition::Kind::compare:
        if (c.subject.text == "age") return compare_age(c);
        return compare_amount(c, file);
      case Condition::Kind::ago:
        return compare_amount(c, file);
      case Condition::Kind::score:
        return compare_score(c, file);
      default:
        break;  // outcome, level and disposition stand in claims alone
    }
    stuck(Stuck::Kind::no_such_name, file, nullptr, condition_text(c));
  }

  // A thing that is unknown, or *not sure*: that counts as no to whoever looks back.
  Truth nothing_certain(const Value& value) const {
    return looking_ == Looking::back && value.kind == Value::Kind::unsure ? Truth::no : Truth::open;
  }

  Truth is_one_of(const Condition& c, const Pathway* file) {
    const Value value = value_of(c.subject, file);
    if (value.kind == Value::Kind::unknown) return Truth::open;
    std::set<std::string> named;
    for (const Name& n : c.values) named.insert(n.text);
    if (value.kind == Value::Kind::unsure) {
      if (named.count("unsure")) return Truth::yes;
      return looking_ == Looking::back ? truth(named.count("no") > 0) : Truth::open;
    }
    if (value.kind == Value::Kind::word) return truth(named.count(value.word) > 0);
    const AuthoredStep* step = question_named(file, c.subject.text);
    if (!step) stuck(Stuck::Kind::no_such_name, file, nullptr, condition_text(c));
    const Answer* band = band_of(*step, value);
    return band ? truth(named.count(band->id.text) > 0) : Truth::open;
  }

  Truth includes(const Condition& c, const Pathway* file) {
    const AuthoredStep* step = question_named(file, c.subject.text);
    if (!step) stuck(Stuck::Kind::no_such_name, file, nullptr, condition_text(c));
    const auto answered = know().own.find(key_of(*file, *step));
    if (answered == know().own.end()) return Truth::open;
    if (answered->second.unsure) return nothing_certain(unsure_value());
    return truth(answered->second.ticked.count(c.values.at(0).text) > 0);
  }

  static bool compares(std::int64_t a, Comparison comparison, std::int64_t b) {
    switch (comparison) {
      case Comparison::less:
        return a < b;
      case Comparison::at_most:
        return a <= b;
      case Comparison::at_least:
        return a >= b;
      default:
        return a > b;
    }
  }

  // Ages are completed: "age > 2 years" begins at 3 years.
  Truth compare_age(const Condition& c) const {
    const int count = std::stoi(c.quantity);
    switch (c.comparison) {
      case Comparison::less:
        return truth(start_.age < cell_where(count, c.unit));
      case Comparison::at_least:
        return truth(start_.age >= cell_where(count, c.unit));
      case Comparison::at_most:
        return truth(start_.age < cell_where(count + 1, c.unit));
      default:
        return truth(start_.age >= cell_where(count + 1, c.unit));
    }
  }

  Truth compare_amount(const Condition& c, const Pathway* file) {
    const AuthoredStep* step = question_named(file, c.subject.text);
    const Fact* fact = fact_named(c.subject.text);
    if (step && !step->records.empty()) fact = fact_named(step->records.text);
    const bool number = step ? is_number(*step) : fact && fact->type == FactType::number;
    const std::int64_t limit = number ? thousandths(c.quantity) : minutes(c.quantity, c.unit);
    const Value value = value_of(c.subject, file);
    if (value.kind == Value::Kind::amount) return truth(compares(value.amount, c.comparison, limit));
    if (value.kind != Value::Kind::band) return nothing_certain(value);
    // "Not sure" that counts as a band: decided when the whole band is on one side.
    const Bounds bounds = bounds_of(*value.banded);
    const Limits limits = limits_of(answer_named(*value.banded, value.word)->range.text, is_number(*value.banded));
    std::int64_t low = bounds.from, high = bounds.to;
    if (limits.low) low = std::max(low, limits.low_in ? *limits.low : *limits.low + bounds.step);
    if (limits.high) high = std::min(high, limits.high_in ? *limits.high : *limits.high - bounds.step);
    const bool at_low = compares(low, c.comparison, limit), at_high = compares(high, c.comparison, limit);
    return at_low == at_high ? truth(at_low) : Truth::open;
  }

  // ---- scores

  // Scores of this file and of the modules that it uses.
  ScoreKey score_of(const Pathway& file, const std::string& id) {
    for (const Score& s : file.scores) {
      if (s.id.text == id) return {&file, id};
    }
    for (const AuthoredStep& step : file.steps) {
      if (step.kind != AuthoredStep::Kind::use) continue;
      const Pathway* module = file_named(step.use.text, true);
      for (const Score& s : module->scores) {
        if (s.id.text == id) return {module, id};
      }
    }
    stuck(Stuck::Kind::no_such_name, &file, nullptr, id);
  }

  Truth compare_score(const Condition& c, const Pathway* file) {
    if (!file) stuck(Stuck::Kind::no_such_name, nullptr, nullptr, condition_text(c));
    const ScoreKey score = score_of(*file, c.subject.text);
    Span span;
    if (here_) {
      Memo memo;
      span = after_ ? after(*here_, *here_step_, score, memo) : from_step(*here_, *here_step_, score, memo);
    }
    int certain = know().points.count(score) ? know().points.at(score) : 0;
    for (const Score& s : score.first->scores) {
      if (s.id.text != score.second) continue;
      for (const ScoreRule& plus : s.plus) {
        const Truth t = holds(plus.when, score.first);
        if (t == Truth::yes) certain += plus.points;
        if (t == Truth::open) {
          span.low += std::min(0, plus.points);
          span.high += std::max(0, plus.points);
        }
      }
    }
    const int limit = std::stoi(c.quantity);
    const bool at_low = compares(certain + span.low, c.comparison, limit);
    const bool at_high = compares(certain + span.high, c.comparison, limit);
    return at_low == at_high ? truth(at_low) : Truth::open;
  }

  // The fewest and the most points that questions from a place on can still add, whichever way is taken.
  using Memo = std::map<std::string, Span>;

  static void widen(std::optional<Span>& span, Span other) {
    if (!span) {
      span = other;
    } else {
      span->low = std::min(span->low, other.low);
      span->high = std::max(span->high, other.high);
    }
  }

  Span from_target(const Place& place, const std::string& target, const ScoreKey& score, Memo& memo) {
    std::string key = place.file->id.text + "#" + target + "#" + std::to_string(place.first);
    for (const Use& use : place.uses) key += "#" + key_of(*use.file, *use.step);
    if (const auto found = memo.find(key); found != memo.end()) return found->second;
    Span span;
    if (target == "done") {
      Place next = place;
      if (!next.uses.empty()) {
        const Use use = next.uses.back();
        next.uses.pop_back();
        next.file = use.file;
        span = after(next, *use.step, score, memo);
      } else if (next.first < library_.first.size()) {
        ++next.first;
        next.file = next.first < library_.first.size() ? file_named(library_.first[next.first].text, true) : beginning_;
        span = from_target(next, next.file->start.text, score, memo);
      }
    } else if (target.rfind("pathway/", 0) == 0) {
      Place next;
      next.first = library_.first.size();
      next.file = file_named(target.substr(8), false);
      span = from_target(next, next.file->start.text, score, memo);
    } else if (const AuthoredStep* step = step_named(*place.file, target)) {
      span = from_step(place, *step, score, memo);
    }
    return memo[key] = span;
  }

  // From a step that has not been met yet.
  Span from_step(const Place& place, const AuthoredStep& step, const ScoreKey& score, Memo& memo) {
    if (step.kind == AuthoredStep::Kind::use) {
      Place inside = place;
      inside.uses.push_back({place.file, &step});
      inside.file = file_named(step.use.text, true);
      return from_target(inside, inside.file->start.text, score, memo);
    }
    if (step.kind != AuthoredStep::Kind::ask) return after(place, step, score, memo);
    const bool counts = !know().own.count(key_of(*place.file, step));
    const auto points = [&](const Answer& answer) {
      int sum = 0;
      for (const Points& p : answer.score) {
        if (counts && score_of(*place.file, p.score.text) == score) sum += p.points;
      }
      return sum;
    };
    const auto onward = [&](const Name& target) {
      return target.empty() ? after(place, step, score, memo) : from_target(place, target.text, score, memo);
    };
    const auto shifted = [](Span span, int low, int high) { return Span{span.low + low, span.high + high}; };
    std::optional<Span> all;
    if (step.ask == AskKind::tick) {
      int low = 0, high = 0;
      for (const Answer& a : step.answers) {
        low += std::min(0, points(a));
        high += std::max(0, points(a));
      }
      for (const Answer& a : step.answers) {
        if (!a.to.empty()) widen(all, shifted(onward(a.to), low, high));
      }
      widen(all, shifted(onward(step.any), low, high));
      widen(all, onward(step.none));
      if (!step.unsure.empty()) widen(all, onward(step.unsure));
      return *all;
    }
    for (const Answer& a : step.answers) widen(all, shifted(onward(a.to), points(a), points(a)));
    if (step.answers.empty()) widen(all, after(place, step, score, memo));
    if (!step.unsure.empty() && unsure_as(step).empty()) widen(all, onward(step.unsure));
    return *all;
  }

  // From a step whose question, if any, has been answered.
  Span after(const Place& place, const AuthoredStep& step, const ScoreKey& score, Memo& memo) {
    std::optional<Span> all;
    for (const Rule& rule : step.then) widen(all, from_target(place, rule.to.text, score, memo));
    if (!step.to.empty()) widen(all, from_target(place, step.to.text, score, memo));
    return all.value_or(Span{});
  }

  // ---- the end

  bool is_given(const std::string& id) {
    const AdviceItem* item = advice_named(id);
    if (!item) stuck(Stuck::Kind::no_such_name, nullptr, nullptr, id);
    if (item->only_if && holds(*item->only_if, nullptr) != Truth::yes) return false;  // given only when certainly so
    if (item->unless && holds(*item->unless, nullptr) == Truth::yes) return false;    // withheld only when certainly so
    return true;
  }

  void end(const Pathway& in, const AuthoredOutcome& reached) {
    const Pathway* file = &in;
    const AuthoredOutcome* outcome = &reached;
    // Floors more urgent than the outcome, the most urgent first; of equals the earlier.
    struct Lift {
      const Pathway* file;
      const Floor* floor;
      const AuthoredOutcome* outcome;
      int urgency;
    };
    std::vector<Lift> lifts;
    for (const auto& [where, floor] : floors_) {
      const AuthoredOutcome* to = outcome_named(*where, floor->outcome.text);
      if (!to) stuck(Stuck::Kind::no_such_name, where, nullptr, floor->outcome.text);
      const int u = urgency(to->disposition.text);
      if (u < urgency(reached.disposition.text)) lifts.push_back({where, floor, to, u});
    }
    std::stable_sort(lifts.begin(), lifts.end(), [](const Lift& a, const Lift& b) { return a.urgency < b.urgency; });
    for (const Lift& lift : lifts) {
      const Truth t = holds(lift.floor->when, lift.file);
      if (t == Truth::open)
        stuck(Stuck::Kind::undecided, lift.file, nullptr, "floor: " + condition_text(lift.floor->when));
      if (t == Truth::yes) {
        file = lift.file;
        outcome = lift.outcome;
        break;
      }
    }
    Ended ended{file->id.text, outcome->id.text, outcome->disposition.text, {}, {}};
    std::set<std::string> advice = added_;
    for (const Name& id : outcome->advice) advice.insert(id.text);
    for (const std::string& id : removed_) advice.erase(id);
    for (const std::string& id : advice) {
      if (is_given(id)) ended.advice.insert(id);
    }
    for (const Name& id : outcome->worsening) {
      if (!removed_.count(id.text) && is_given(id.text)) ended.worsening.insert(id.text);
    }
    trace_.ended = ended;
    over_ = true;
  }

  const Library& library_;
  const Start& start_;
  const Answerer& answerer_;
  const Pathway* beginning_ = nullptr;

  std::set<std::string> scored_, added_, removed_;
  std::vector<std::pair<const Pathway*, const Floor*>> floors_;

  const Place* here_ = nullptr;  // where the test that is being decided stands; null at an outcome
  const AuthoredStep* here_step_ = nullptr;
  bool after_ = false;

  Trace trace_;
  const Memory* back_ = nullptr;  // of another walk
  Looking looking_ = Looking::on;
  bool over_ = false;
};

}  // namespace

std::int64_t thousandths(const std::string& digits) {
  const std::size_t point = digits.find('.');
  const bool minus = !digits.empty() && digits[0] == '-';
  std::string fraction = point == std::string::npos ? "" : digits.substr(point + 1);
  fraction.resize(3, '0');
  const std::int64_t whole = std::stoll(digits.substr(0, point));
  return whole * 1000 + (minus ? -1 : 1) * std::stoll(fraction);
}

std::int64_t minutes(const std::string& digits, const std::string& unit) {
  static const std::map<std::string, std::int64_t> kUnits = {
      {"minute", 1}, {"hour", 60}, {"day", 1440}, {"week", 7 * 1440}, {"month", 30 * 1440}, {"year", 365 * 1440}};
  const std::string one = !unit.empty() && unit.back() == 's' ? unit.substr(0, unit.size() - 1) : unit;
  return std::stoll(digits) * kUnits.at(one);
}

bool in_range(const std::string& range, bool is_number, std::int64_t value) {
  const Limits limits = limits_of(range, is_number);
  if (limits.low && (limits.low_in ? value < *limits.low : value <= *limits.low)) return false;
  if (limits.high && (limits.high_in ? value > *limits.high : value >= *limits.high)) return false;
  return true;
}

std::vector<std::int64_t> edges_of(const std::string& range, bool is_number) {
  const Limits limits = limits_of(range, is_number);
  std::vector<std::int64_t> edges;
  if (limits.low) edges.push_back(*limits.low);
  if (limits.high) edges.push_back(*limits.high);
  return edges;
}

Bounds bounds_of(const AuthoredStep& step) {
  const auto gone_by = [](const std::string& text) {
    const std::vector<std::string> words = words_of(text);
    return words.size() >= 2 ? minutes(words[0], words[1]) : 0;  // "1 year ago", "today"
  };
  const Range& range = *step.range;
  if (step.ask == AskKind::date) return {gone_by(range.to.text), gone_by(range.from.text), kMinutesOfDay};
  if (step.ask == AskKind::duration) {
    Bounds bounds{gone_by(range.from.text), gone_by(range.to.text), 1};
    if (!range.step.empty()) bounds.step = gone_by(range.step.text);
    return bounds;
  }
  Bounds bounds{thousandths(words_of(range.from.text).at(0)), thousandths(words_of(range.to.text).at(0)), 1000};
  if (!range.step.empty()) bounds.step = thousandths(words_of(range.step.text).at(0));
  return bounds;
}

const Answer* band_of(const AuthoredStep& step, std::int64_t amount) {
  for (const Answer& band : step.answers) {
    if (in_range(band.range.text, step.ask == AskKind::number, amount)) return &band;
  }
  return nullptr;
}

Truth holds(const Library& library, const Start& start, const Memory& memory, const Condition& condition,
            const Pathway* file, Looking looking) {
  return Walk(library, start, memory, looking).decide(condition, file);
}

Value fact_value(const Library& library, const Start& start, const Memory& memory, const std::string& fact) {
  return Walk(library, start, memory, Looking::on).known_of(fact);
}

std::vector<const Pathway*> admitting(const Library& library, const Start& start) {
  const Answerer nobody = [](const Put&, const Trace&) { return std::optional<Reply>(); };
  std::vector<const Pathway*> those;
  for (const Pathway& pathway : library.pathways) {
    if (pathway.module || pathway.status == Status::retired) continue;
    if ((pathway.topic.empty() ? pathway.id.text : pathway.topic.text) != start.topic) continue;
    if (Walk(library, start, nobody).admits(pathway) == Truth::yes) those.push_back(&pathway);
  }
  return those;
}

Trace walk(const Library& library, const Start& start, const Answerer& answerer) {
  return Walk(library, start, answerer).run();
}

}  // namespace signpost::naive
