#include "engine/compile/program_claims.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "engine/pathway/amount.hpp"

namespace signpost {
namespace {

using K = Condition::Kind;

bool of_the_end(const Condition& c) {
  return c.kind == K::outcome_is || c.kind == K::level_is || c.kind == K::disposition ||
         std::any_of(c.parts.begin(), c.parts.end(), of_the_end);
}

std::string_view after(std::string_view text, std::string_view lead) {
  return text.substr(0, lead.size()) == lead ? text.substr(lead.size()) : std::string_view{};
}

Level level_named(std::string_view word) {
  return word == "emergency" ? Level::emergency
         : word == "urgent"  ? Level::urgent
         : word == "routine" ? Level::routine
                             : Level::self_care;
}

// Calls f(claim, file, entered) for each claim that is made of this program: the library's, its pathway's, and those of
// whatever else its journeys come to.
template <class F>
void each_claim(const Library& library, const FileNames& begin, const ProgramLayout& layout, F f) {
  for (const Claim& c : library.claims) f(c, static_cast<const FileNames*>(nullptr), false);
  for (const Claim& c : begin.pathway->claims) f(c, &begin, false);
  std::vector<const FileNames*> met;
  for (Draft d : layout.order)
    if (const FileNames* file = layout.nodes[d].file;
        file != &begin && std::find(met.begin(), met.end(), file) == met.end()) {
      met.push_back(file);
      for (const Claim& c : file->pathway->claims) f(c, file, true);
    }
}

// Calls f(condition, step) for each question that a condition reads and that has answers of its own, not a fact's.
template <class F>
void each_question_read(const Names& names, const Condition& c, const FileNames* scope, F f) {
  for (const Condition& part : c.parts) each_question_read(names, part, scope, f);
  if (c.kind == K::score) {
    const ScoreInFile seen = names.score(c.subject.text, *scope);
    for (const ScoreRule& r : seen.score->plus) each_question_read(names, r.when, seen.file, f);
  } else if (!c.subject.empty() && !of_the_end(c)) {
    const Meaning m = names.meaning(c.subject.text, scope);
    if (m.kind == Meaning::Kind::step) f(c, *m.step);
  }
}

// By place in the order: the nodes of a file and, because the file may begin with another module's first step, those of
// every module while it is used there.
std::vector<char> inside(const ProgramLayout& layout, const FileNames& file) {
  std::vector<char> found;
  for (const Draft node : layout.order) {
    const DraftNode* n = &layout.nodes[node];
    // An outcome is the same for all who use its module; whoever ends there has been at a step before.
    while (n->file != &file && n->step != nullptr) {
      if (n->done == kNoDraft || !layout.nodes[n->done].after_use) break;  // the pathway's own, or a module run first
      n = &layout.nodes[n->done];
    }
    found.push_back(n->file == &file ? 1 : 0);
  }
  return found;
}

class ClaimBuilder {
 public:
  ClaimBuilder(GraphBuilder& graph, const ProgramVariables& variables, TestBuilder& tests)
      : graph_(graph), variables_(variables), tests_(tests) {}

  // `scope`: where the claim stands; null: in safety.yaml. `inside`: as in ProgramClaim.
  ProgramClaim made_of(const Claim& c, const FileNames* scope, std::vector<char> inside) {
    ProgramClaim claim;
    claim.claim = graph_.claim(c, scope ? scope->pathway : nullptr);
    claim.inside = std::move(inside);
    const Condition everyone;
    const Condition& when = c.when ? *c.when : c.answered ? *c.answered : everyone;
    claim.open = tests_.build(when, scope, Reading::open);
    if (c.from) {
      claim.from_open = tests_.build(*c.from, scope, Reading::open);
      claim.to_open = tests_.build(*c.to, scope, Reading::open);
      for (const auto* condition : {&c.from, &c.to}) what_it_names(**condition, scope, claim.may_differ);
    }
    claim.since = tests_.build(when, scope, Reading::claim);
    claim.when = claim_test(when, scope);
    if (!c.answered) claim.unasked = what_it_reads(when, scope);
    if (c.from) {
      claim.from = tests_.build(*c.from, scope, Reading::claim);
      claim.to = tests_.build(*c.to, scope, Reading::claim);
    }
    for (const auto* list : {&c.known, &c.asked})
      for (const Name& name : *list) {
        Condition named;
        named.kind = K::known;
        named.subject = name;
        claim.known.push_back(list == &c.known ? tests_.build(named, scope) : asked_or_told(named, scope));
      }
    return claim;
  }

 private:
  ClaimTest claim_test(const Condition& c, const FileNames* scope) {
    ClaimTest t;
    if (!of_the_end(c)) {
      t.test = tests_.build(c, scope, Reading::claim);
      return t;
    }
    switch (c.kind) {
      case K::all:
        t.op = ClaimTest::Op::all;
        break;
      case K::any:
        t.op = ClaimTest::Op::any;
        break;
      case K::negation:
        t.op = ClaimTest::Op::negation;
        break;
      default:
        t.op = ClaimTest::Op::end;
        break;
    }
    for (const Condition& part : c.parts) t.parts.push_back(claim_test(part, scope));
    if (c.kind == K::outcome_is) {
      t.file = scope ? scope->pathway->id.text : std::string();
      for (const Name& name : c.values) t.outcomes.push_back(name.text);
    } else if (t.op == ClaimTest::Op::end) {
      for (std::uint32_t i = 0; i < graph_.graph.dispositions.size(); ++i)
        t.dispositions.push_back(std::any_of(c.values.begin(), c.values.end(), [&](const Name& name) {
          if (c.kind == K::level_is) return graph_.graph.dispositions[i].level == level_named(name.text);
          const std::uint32_t other = graph_.names.disposition(name.text);
          return !c.compared ? i == other : c.comparison == Comparison::more ? i > other : i < other;
        }));
    }
    return t;
  }

  // Adds the facts and answers that a condition reads and that a journey may leave unknown, each after those that say
  // whether it is so.
  std::vector<Unasked> what_it_reads(const Condition& when, const FileNames* scope) {
    std::vector<Unasked> unasked;
    facts_read(when, scope, unasked);
    each_question_read(graph_.names, when, scope, [&](const Condition& c, const AuthoredStep& step) {
      if (step.ask != AskKind::tick) return question_read(step, unasked);
      if (c.kind != K::includes) return;
      const auto is = [&](const Answer& a) { return a.id.text == c.values.front().text; };
      const Answer& item = *std::find_if(step.answers.begin(), step.answers.end(), is);
      const VariableIndex fact = recorded(item, unasked);
      add(unasked,
          {variables_.of(&item),
           kNone<TestIndex>,
           {{symbol::no, 0, fact ? std::vector{fact} : std::vector<VariableIndex>{}}, {symbol::yes, fact, {}}}});
    });
    // Lists as a whole last: they are what their items are.
    each_question_read(graph_.names, when, scope, [&](const Condition& c, const AuthoredStep& step) {
      if (step.ask == AskKind::tick && c.kind != K::includes) list_read(step, unasked);
    });
    return unasked;
  }

  static void add(std::vector<Unasked>& unasked, Unasked one) {
    const auto same = [&](const Unasked& u) { return u.variable == one.variable; };
    if (std::none_of(unasked.begin(), unasked.end(), same)) unasked.push_back(std::move(one));
  }

  void facts_read(const Condition& c, const FileNames* scope, std::vector<Unasked>& unasked) {
    for (const Condition& part : c.parts) facts_read(part, scope, unasked);
    if (c.kind == K::score) {
      const ScoreInFile seen = graph_.names.score(c.subject.text, *scope);
      for (const ScoreRule& r : seen.score->plus) facts_read(r.when, seen.file, unasked);
    } else if (!c.subject.empty() && !of_the_end(c)) {
      const Meaning m = graph_.names.meaning(c.subject.text, scope);
      if (m.kind == Meaning::Kind::fact) fact_read(library().facts[m.index], unasked);
    }
  }

  void fact_read(const Fact& fact, std::vector<Unasked>& unasked) {
    if (fact.never) facts_read(*fact.never, nullptr, unasked);
    if (fact.type == FactType::means) return facts_read(*fact.means, nullptr, unasked);
    std::vector<const AuthoredStep*> asked_by;
    for (const Pathway& p : library().pathways)
      for (const AuthoredStep& step : p.steps)
        if (step.records.text == fact.id.text) asked_by.push_back(&step);
    add(unasked, {variables_.of(&fact), fact.never ? tests_.never(fact) : kNone<TestIndex>,
                  any_value(variables_[variables_.of(&fact)], asked_by)});
  }

  // The values of a variable; of an amount those that one of its questions can be given.
  static std::vector<Unasked::Value> any_value(const Variable& v, const std::vector<const AuthoredStep*>& asked_by) {
    std::vector<Unasked::Value> values;
    for (Symbol s = 1; s <= v.symbols - (v.has_unsure ? 1 : 0); ++s) {
      const auto within = [&](const AuthoredStep* step) {
        const auto amount = read_amount(*step, nullptr);
        return !amount || (v.cells[s - 1u] <= amount->high && (s == v.cells.size() || v.cells[s] > amount->low));
      };
      if (v.kind != Variable::Kind::amount || asked_by.empty() || std::any_of(asked_by.begin(), asked_by.end(), within))
        values.push_back({s, 0, {}});
    }
    return values;
  }

  // The variable of the fact that an answer records, which is then one of those read; 0 where it records none.
  VariableIndex recorded(const Answer& answer, std::vector<Unasked>& unasked) {
    if (answer.records.empty()) return 0;
    const Fact& fact = library().facts[graph_.names.fact(answer.records.text)];
    fact_read(fact, unasked);
    return variables_.of(&fact);
  }

  // One of several is the first answer whose fact is so; where none is, one that records nothing.
  void question_read(const AuthoredStep& step, std::vector<Unasked>& unasked) {
    Unasked one{variables_.of(&step), kNone<TestIndex>, any_value(variables_[variables_.of(&step)], {&step})};
    if (step.ask == AskKind::choose) {
      std::vector<VariableIndex> facts;
      for (const Answer& a : step.answers) facts.push_back(recorded(a, unasked));
      for (Unasked::Value& value : one.values) {
        const std::size_t answer = value.symbol - 1u;
        value.where_so = facts[answer];
        const auto last = facts.begin() + static_cast<std::ptrdiff_t>(value.where_so ? answer : facts.size());
        std::copy_if(facts.begin(), last, std::back_inserter(value.where_not_so),
                     [](VariableIndex v) { return v != 0; });
      }
    }
    add(unasked, std::move(one));
  }

  // A list is none where no item is so, else some.
  void list_read(const AuthoredStep& step, std::vector<Unasked>& unasked) {
    Unasked whole{variables_.of(&step), kNone<TestIndex>, {{symbol::none, 0, {}}}};
    for (const Answer& item : step.answers) {
      const VariableIndex own = variables_.of(&item);
      const bool read =
          own && std::any_of(unasked.begin(), unasked.end(), [&](const Unasked& u) { return u.variable == own; });
      const VariableIndex so = read ? own : recorded(item, unasked);
      if (so) whole.values.front().where_not_so.push_back(so);
      whole.values.push_back({symbol::some, so, {}});
    }
    add(unasked, std::move(whole));
  }

  // Adds the variables that a condition names, and those that the facts in it stand for; not what tells without asking
  // whether they are so.
  void what_it_names(const Condition& c, const FileNames* scope, std::vector<VariableIndex>& named) {
    for (const Condition& part : c.parts) what_it_names(part, scope, named);
    if (c.subject.empty() || of_the_end(c)) return;
    const Meaning m = graph_.names.meaning(c.subject.text, scope);
    switch (m.kind) {
      case Meaning::Kind::age:
        named.push_back(kAgeVariable);
        return;
      case Meaning::Kind::sex:
        named.push_back(kSexVariable);
        return;
      case Meaning::Kind::party:
        named.push_back(kPartyVariable);
        return;
      case Meaning::Kind::flip:
        named.push_back(static_cast<VariableIndex>(kFirstSwitch + m.index));
        return;
      case Meaning::Kind::fact: {
        const Fact& fact = library().facts[m.index];
        if (fact.type == FactType::means) return what_it_names(*fact.means, nullptr, named);
        named.push_back(variables_.of(&fact));
        return;
      }
      case Meaning::Kind::step:
        if (c.kind == K::includes) {
          const auto is = [&](const Answer& a) { return a.id.text == c.values.front().text; };
          const Answer& item = *std::find_if(m.step->answers.begin(), m.step->answers.end(), is);
          named.push_back(variables_.of(&item));
          if (!item.records.empty())
            named.push_back(variables_.of(&library().facts[graph_.names.fact(item.records.text)]));
        } else {
          named.push_back(variables_.of(m.step));
        }
        return;
      default:
        return;
    }
  }

  // Whether a question was put, or a fact told, *not sure* included.
  TestIndex asked_or_told(const Condition& named, const FileNames* scope) {
    const Meaning m = graph_.names.meaning(named.subject.text, scope);
    if (m.kind == Meaning::Kind::fact && library().facts[m.index].type != FactType::means)
      return tests_.told(library().facts[m.index]);
    if (m.kind != Meaning::Kind::step) return tests_.build(named, scope);
    const VariableIndex index = variables_.of(m.step);
    return graph_.leaf(index, GraphBuilder::table(variables_[index], Truth::no, Truth::yes, Truth::yes));
  }

  const Library& library() const { return graph_.names.library(); }

  GraphBuilder& graph_;
  const ProgramVariables& variables_;
  TestBuilder& tests_;
};

}  // namespace

std::optional<int> questions_of(std::string_view text) {
  int count = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (error != std::errc{} || count < 0 || count > kMaxWithin || (unit != " questions" && unit != " question"))
    return {};
  return count;
}

std::uint32_t GraphBuilder::claim(const Claim& c, const Pathway* file) {
  auto [it, fresh] = claims_.try_emplace(&c, static_cast<std::uint32_t>(claims.all.size()));
  if (!fresh) return it->second;
  ClaimInfo& info = claims.all.emplace_back();
  info.text = c.claim.text;
  if (file != nullptr) info.file = file->id.text;
  info.location = c.at;
  info.comparing = c.from.has_value();
  info.answered = c.answered.has_value();
  if (c.waived) {
    info.waived_by = c.waived->by;
    info.waived_reason = c.waived->reason;
    info.waived_until = c.waived->until;
  }
  Promise& promise = info.promise;
  for (const Name& a : c.advice) promise.advice.push_back(AdviceIndex(names.advice(a.text)));
  promise.within = questions_of(c.within.text).value_or(-1);
  std::string_view text = c.disposition.text;
  if (text == "never less urgent") promise.kind = Promise::Kind::never_less_urgent;
  if (text == "never more urgent") promise.kind = Promise::Kind::never_more_urgent;
  if (text.empty() || promise.kind != Promise::Kind::journeys) return it->second;
  promise.of_disposition = true;
  for (std::uint32_t i = 0; i < graph.dispositions.size(); ++i) {
    const DispositionInfo& d = graph.dispositions[i];
    auto is = [&](std::string_view id, auto holds) { return !id.empty() && holds(i, names.disposition(id)); };
    auto soon_enough = [&](std::string_view limit) {
      if (limit.empty()) return false;
      auto most = parse_minutes(limit),
           its = d.within == "now" ? std::optional<std::int32_t>(0) : parse_minutes(d.within);
      return most && its && *its <= *most;
    };
    promise.allowed.push_back(is(after(text, "at least "), [](auto a, auto b) { return a <= b; }) ||
                              is(after(text, "at most "), [](auto a, auto b) { return a >= b; }) ||
                              is(after(text, "exactly "), [](auto a, auto b) { return a == b; }) ||
                              is(after(text, "never "), [](auto a, auto b) { return a != b; }) ||
                              soon_enough(after(text, "within ")) ||
                              (text == "face to face" &&
                               (d.contact == "be seen" || d.contact == "go in person" || d.contact == "call 999")) ||
                              (!after(text, "level is ").empty() && d.level == level_named(after(text, "level is "))));
  }
  return it->second;
}

void scan_claims(const Names& names, const FileNames& begin, const ProgramLayout& layout, ProgramReads& reads,
                 std::set<AgeCell>& age_cuts) {
  const bool age = reads.age, sex = reads.sex, party = reads.party;
  ReadScan scan(names, reads, age_cuts);
  each_claim(names.library(), begin, layout, [&](const Claim& c, const FileNames* scope, bool) {
    for (const auto* condition : {&c.when, &c.answered, &c.from, &c.to})
      if (*condition) {
        scan.condition(**condition, scope);
        each_question_read(names, **condition, scope, [&](const Condition&, const AuthoredStep& step) {
          for (const Answer& a : step.answers) {
            Condition recorded;
            recorded.kind = K::truth;
            recorded.subject = a.records;
            if (!a.records.empty()) scan.condition(recorded, nullptr);
          }
        });
      }
    for (const auto* list : {&c.known, &c.asked})
      for (const Name& name : *list) {
        Condition named;
        named.kind = K::known;
        named.subject = name;
        scan.condition(named, scope);
      }
    scan.advice(c.advice);
  });
  reads.age = age;
  reads.sex = sex;
  reads.party = party;
}

std::vector<ProgramClaim> make_claims(GraphBuilder& graph, const FileNames& begin, const ProgramLayout& layout,
                                      const ProgramVariables& variables, TestBuilder& tests) {
  ClaimBuilder builder(graph, variables, tests);
  std::vector<ProgramClaim> made;
  each_claim(graph.names.library(), begin, layout, [&](const Claim& c, const FileNames* scope, bool entered) {
    made.push_back(builder.made_of(c, scope, entered ? inside(layout, *scope) : std::vector<char>()));
  });
  return made;
}

}  // namespace signpost
