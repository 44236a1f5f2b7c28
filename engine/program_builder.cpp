#include "engine/program_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/graph_shape.hpp"
#include "engine/journey.hpp"

namespace signpost {
namespace {

enum DraftKind : int { kStep, kAfterUse, kOutcome, kFloors, kJumpNode };

std::optional<AgeUnit> age_unit(std::string_view text) {
  if (text.substr(0, 3) == "day") return AgeUnit::days;
  if (text.substr(0, 4) == "week") return AgeUnit::weeks;
  if (text.substr(0, 5) == "month") return AgeUnit::months;
  if (text.substr(0, 4) == "year") return AgeUnit::years;
  return {};
}

bool is_amount(AskKind kind) { return kind == AskKind::number || kind == AskKind::duration || kind == AskKind::date; }

int answer_index(const AuthoredStep& step, std::string_view id) {
  for (std::size_t i = 0; i < step.answers.size(); ++i)
    if (step.answers[i].id.text == id) return static_cast<int>(i);
  return -1;
}

}  // namespace

AgeCell age_bound(const Condition& c) {
  auto count = parse_thousandths(c.quantity);
  auto cell = age_threshold(count.value_or(0) / kThousand, age_unit(c.unit).value_or(AgeUnit::years), nullptr);
  int bound = cell.value_or(0);
  if (c.comparison == Comparison::at_most || c.comparison == Comparison::more) ++bound;
  return static_cast<AgeCell>(bound);
}

std::array<Symbol, kAgeCells> age_classes(const std::set<AgeCell>& cuts) {
  std::array<Symbol, kAgeCells> classes{};
  Symbol symbol = 1;
  for (int cell = 0; cell < kAgeCells; ++cell) {
    if (cell > 0 && cuts.count(static_cast<AgeCell>(cell))) ++symbol;
    classes[static_cast<std::size_t>(cell)] = symbol;
  }
  return classes;
}

// -- shape
// ---------------------------------------------------------------------------------------------------------------

bool ProgramBuilder::shape() {
  std::uint32_t floors = with_floors(0, *begin_);
  Draft start = lead(frame(*begin_, kNoDraft, floors), begin_->pathway->start);
  for (auto it = library().first.rbegin(); it != library().first.rend(); ++it) {
    const FileNames& module = *b_.names.module(it->text);
    start = lead(frame(module, start, 0), module.pathway->start);
  }
  start_ = start;
  while (!to_fill_.empty() && !too_large_) {
    Draft d = to_fill_.back();
    to_fill_.pop_back();
    fill(d);
  }
  if (too_large_) {
    b_.diagnostics.add(
        Code::too_many, begin_->pathway->id.at,
        fmt::format("`{}` with its modules put in has more than {} steps", begin_->pathway->id.text, kMaxProgramNodes),
        "use each module in fewer places, or split the pathway");
    return false;
  }
  return order();
}

std::uint32_t ProgramBuilder::frame(const FileNames& file, Draft done, std::uint32_t floors) {
  auto [it, fresh] = frame_of_.try_emplace({&file, done, floors}, static_cast<std::uint32_t>(frames_.size()));
  if (fresh) frames_.push_back({&file, done, floors});
  return it->second;
}

std::uint32_t ProgramBuilder::with_floors(std::uint32_t floors, const FileNames& file) {
  if (file.pathway->floors.empty()) return floors;
  auto [it, fresh] = floor_set_of_.try_emplace({floors, &file}, static_cast<std::uint32_t>(floor_sets_.size()));
  if (fresh) {
    std::vector<FloorHere> set = floor_sets_[floors];
    for (const Floor& f : file.pathway->floors) set.push_back({&file, &f});
    floor_sets_.push_back(std::move(set));
  }
  return it->second;
}

ProgramBuilder::Draft ProgramBuilder::make(int kind, std::uint32_t key, const void* thing) {
  auto [it, fresh] = draft_of_.try_emplace({kind, key, thing}, static_cast<Draft>(drafts_.size()));
  if (fresh) {
    drafts_.emplace_back();
    to_fill_.push_back(it->second);
    if (drafts_.size() > kMaxProgramNodes) too_large_ = true;
  }
  return it->second;
}

ProgramBuilder::Draft ProgramBuilder::lead(std::uint32_t f, const Name& to) {
  if (to.empty()) return kNoDraft;
  const FileNames& file = *frames_[f].file;
  if (to.text == "done") return frames_[f].done;
  if (to.text.substr(0, kJump.size()) == kJump) {
    const FileNames& other = *b_.names.pathway(std::string_view(to.text).substr(kJump.size()));
    std::uint32_t there = frame(other, kNoDraft, with_floors(frames_[f].floors, other));
    Draft d = make(kJumpNode, there, &other);
    DraftNode& n = drafts_[d];
    n.kind = Node::Kind::decide;
    n.jump = true;
    n.file = &other;
    n.frame = there;
    n.location = to.at;
    return d;
  }
  if (auto s = file.step(to.text); s != kNoIndex) return step_draft(f, file.pathway->steps[s]);
  return outcome_draft(f, file.outcome(to.text));
}

ProgramBuilder::Draft ProgramBuilder::step_draft(std::uint32_t f, const AuthoredStep& step) {
  std::size_t before = drafts_.size();
  if (step.kind == AuthoredStep::Kind::use) {
    Draft after = make(kAfterUse, f, &step);
    if (drafts_.size() != before) {
      DraftNode& n = drafts_[after];
      n.kind = Node::Kind::decide;
      n.after_use = true;
      n.file = frames_[f].file;
      n.step = &step;
      n.frame = f;
      n.location = step.id.at;
    }
    const FileNames& module = *b_.names.module(step.use.text);
    return lead(frame(module, after, frames_[f].floors), module.pathway->start);
  }
  Draft d = make(kStep, f, &step);
  if (drafts_.size() != before) {
    DraftNode& n = drafts_[d];
    n.kind = step.kind == AuthoredStep::Kind::ask    ? Node::Kind::ask
             : step.kind == AuthoredStep::Kind::note ? Node::Kind::note
                                                     : Node::Kind::decide;
    n.file = frames_[f].file;
    n.step = &step;
    n.frame = f;
    n.location = step.id.at;
  }
  return d;
}

ProgramBuilder::Draft ProgramBuilder::outcome_draft(std::uint32_t f, std::uint32_t outcome) {
  const FileNames& file = *frames_[f].file;
  const AuthoredOutcome& o = file.pathway->outcomes[outcome];
  auto plain = [&](const FileNames& of, std::uint32_t index) {
    Draft d = make(kOutcome, 0, &of.pathway->outcomes[index]);
    DraftNode& n = drafts_[d];
    n.kind = Node::Kind::outcome;
    n.file = &of;
    n.outcome = index;
    n.location = of.pathway->outcomes[index].id.at;
    return d;
  };
  Draft reached = plain(file, outcome);
  auto urgency = [&](const AuthoredOutcome& x) { return b_.names.disposition(x.disposition.text); };
  std::vector<DraftRule> lifts;
  std::vector<std::uint32_t> urgencies;
  for (const FloorHere& here : floor_sets_[frames_[f].floors]) {
    std::uint32_t index = here.file->outcome(here.floor->outcome.text);
    std::uint32_t u = urgency(here.file->pathway->outcomes[index]);
    if (u >= urgency(o)) continue;
    auto place = std::upper_bound(urgencies.begin(), urgencies.end(), u) - urgencies.begin();
    urgencies.insert(urgencies.begin() + place, u);
    lifts.insert(lifts.begin() + place,
                 DraftRule{&here.floor->when, here.file, plain(*here.file, index), here.floor->at});
  }
  if (lifts.empty()) return reached;
  Draft d = make(kFloors, frames_[f].floors, &o);
  DraftNode& n = drafts_[d];
  n.kind = Node::Kind::floors;
  n.file = &file;
  n.outcome = outcome;
  n.rules = std::move(lifts);
  n.to = reached;
  n.location = o.id.at;
  return d;
}

void ProgramBuilder::fill(Draft d) {
  if (drafts_[d].jump) {
    std::uint32_t there = drafts_[d].frame;
    const FileNames& other = *drafts_[d].file;
    Draft start = lead(there, other.pathway->start);
    DraftRule rule{&other.pathway->admits, &other, start, drafts_[d].location};
    drafts_[d].rules = {rule};
    return;
  }
  const AuthoredStep* step = drafts_[d].step;
  if (!step) return;  // outcomes and floors are whole already
  std::uint32_t f = drafts_[d].frame;
  DraftNode n = drafts_[d];
  if (n.kind == Node::Kind::ask) {
    for (const Answer& a : step->answers) n.answers.push_back(lead(f, a.to));
    n.any = lead(f, step->any);
    n.none = lead(f, step->none);
    if (!step->unsure.empty() && answer_index(*step, step->unsure.text) < 0) n.unsure = lead(f, step->unsure);
  }
  for (const Rule& rule : step->then)
    n.rules.push_back({rule.when ? &*rule.when : nullptr, frames_[f].file, lead(f, rule.to), rule.at});
  n.to = lead(f, step->to);
  drafts_[d] = std::move(n);
}

template <class F>
void ProgramBuilder::each_target(const DraftNode& n, F f) const {
  auto go = [&](Draft d) {
    if (d != kNoDraft) f(d);
  };
  for (Draft d : n.answers) go(d);
  go(n.any);
  go(n.none);
  go(n.unsure);
  for (const DraftRule& r : n.rules) go(r.to);
  go(n.to);
}

bool ProgramBuilder::order() {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (Draft d = 0; d < drafts_.size(); ++d) each_target(drafts_[d], [&](Draft to) { edges.emplace_back(d, to); });
  auto sorted = topological_order(drafts_.size(), edges);
  // Only what the start reaches is walked; a jump node made and then shared keeps its place.
  std::vector<char> reached(drafts_.size(), 0);
  reached[start_] = 1;
  for (std::uint32_t d : sorted)
    if (reached[d]) {
      order_.push_back(d);
      each_target(drafts_[d], [&](Draft to) { reached[to] = 1; });
    }
  position_.assign(drafts_.size(), kNoDraft);
  for (std::uint32_t i = 0; i < order_.size(); ++i) position_[order_[i]] = i;
  return true;
}

// -- gather
// --------------------------------------------------------------------------------------------------------------

const void* ProgramBuilder::variable_key(const AuthoredStep& step) const {
  if (step.records.empty()) return &step;
  return &library().facts[b_.names.fact(step.records.text)];
}

void ProgramBuilder::gather(std::set<AgeCell>& cuts) {
  scan(begin_->pathway->admits, begin_, cuts);
  auto score_of = [&](const Name& name, const FileNames& file) {
    const FileNames* in = b_.names.score_file(name.text, file);
    const Score* score = &in->pathway->scores[FileNames::look(in->scores, name.text)];
    if (std::none_of(scores_.begin(), scores_.end(), [&](auto& s) { return s.first == score; })) {
      scores_.emplace_back(score, in);
      for (const ScoreRule& r : score->plus) scan(r.when, in, cuts);
    }
  };
  for (Draft d : order_) {
    const DraftNode& n = drafts_[d];
    for (const DraftRule& r : n.rules)
      if (r.when) scan(*r.when, r.scope, cuts);
    if (n.kind == Node::Kind::outcome) {
      const AuthoredOutcome& o = n.file->pathway->outcomes[n.outcome];
      scan_advice(o.advice, cuts);
      scan_advice(o.worsening, cuts);
      if (Wording::varies(o.reason.text)) reads_party_ = true;
    }
    if (n.kind == Node::Kind::note) {
      scan_advice(n.step->advice, cuts);
      if (Wording::varies(n.step->note.text)) reads_party_ = true;
    }
    if (n.kind == Node::Kind::ask || n.kind == Node::Kind::note) {
      AskedHere& asked = asked_[n.step];
      asked.file = n.file;
      if (asked.places++ == 0) asked_order_.push_back(n.step);
    }
    if (n.kind != Node::Kind::ask) continue;
    const AuthoredStep& step = *n.step;
    for (const Text* t : {&step.question, &step.why, &step.help})
      if (Wording::varies(t->text)) reads_party_ = true;
    for (const Answer& a : step.answers) {
      if (a.only_if) scan(*a.only_if, n.file, cuts);
      if (Wording::varies(a.text.text) || Wording::varies(a.help.text)) reads_party_ = true;
      scan_advice(a.advice, cuts);
      scan_advice(a.without_advice, cuts);
      for (const Points& p : a.score) score_of(p.score, *n.file);
      if (!a.records.empty()) scan_fact(library().facts[b_.names.fact(a.records.text)], cuts);
    }
    if (!step.records.empty()) scan_fact(library().facts[b_.names.fact(step.records.text)], cuts);
    if (is_amount(step.ask))
      if (auto amount = read_amount(step, nullptr)) {
        auto& bounds = variables_[variable_key(step)].bounds;
        bounds.insert(amount->low);
        bounds.insert(amount->high + amount->grid);
        for (const Interval& band : amount->bands) {
          bounds.insert(band.from);
          bounds.insert(band.to + amount->grid);
        }
      }
  }
  if (reads_party_)
    for (const Variant& v : library().variants) scan(v.when, nullptr, cuts);
}

void ProgramBuilder::scan_advice(const std::vector<Name>& items, std::set<AgeCell>& cuts) {
  for (const Name& name : items) {
    std::uint32_t i = b_.names.advice(name.text);
    if (!advice_used_.insert(i).second) continue;
    const AdviceItem& item = library().advice[i];
    if (item.only_if) scan(*item.only_if, nullptr, cuts);
    if (item.unless) scan(*item.unless, nullptr, cuts);
    if (Wording::varies(item.text.text)) reads_party_ = true;
  }
}

void ProgramBuilder::scan_fact(const Fact& fact, std::set<AgeCell>& cuts) {
  if (!scanned_.try_emplace(&fact, 1).second) return;
  if (fact.never) scan(*fact.never, nullptr, cuts);
  if (fact.means) scan(*fact.means, nullptr, cuts);
}

void ProgramBuilder::scan(const Condition& c, const FileNames* scope, std::set<AgeCell>& cuts) {
  using K = Condition::Kind;
  for (const Condition& part : c.parts) scan(part, scope, cuts);
  if (c.kind == K::everyone || c.kind == K::all || c.kind == K::any || c.kind == K::negation) return;
  if (c.kind == K::score) {
    const FileNames* in = b_.names.score_file(c.subject.text, *scope);
    const Score* score = &in->pathway->scores[FileNames::look(in->scores, c.subject.text)];
    if (std::none_of(scores_.begin(), scores_.end(), [&](auto& s) { return s.first == score; })) {
      scores_.emplace_back(score, in);
      for (const ScoreRule& r : score->plus) scan(r.when, in, cuts);
    }
    return;
  }
  Meaning m = b_.names.meaning(c.subject.text, scope);
  switch (m.kind) {
    case Meaning::Kind::age:
      reads_age_ = true;
      cuts.insert(age_bound(c));
      return;
    case Meaning::Kind::sex:
      reads_sex_ = true;
      return;
    case Meaning::Kind::party:
      reads_party_ = true;
      return;
    case Meaning::Kind::fact: {
      const Fact& fact = library().facts[m.index];
      scan_fact(fact, cuts);
      if (fact.type == FactType::means) return;
      VariableDraft& v = variables_[&fact];
      v.read = true;
      if (c.kind != K::compare && c.kind != K::ago) return;
      bool next = c.comparison == Comparison::more || c.comparison == Comparison::at_most;
      auto value =
          fact.type == FactType::number ? parse_thousandths(c.quantity) : parse_minutes(c.quantity + " " + c.unit);
      if (value) v.bounds.insert(*value + (next ? 1 : 0));
      return;
    }
    case Meaning::Kind::step: {
      if (c.kind == K::includes) {
        int i = answer_index(*m.step, c.values.front().text);
        variables_[&m.step->answers[static_cast<std::size_t>(i)]].read = true;
        return;
      }
      VariableDraft& v = variables_[m.step];
      v.read = true;
      if (c.kind != K::compare && c.kind != K::ago) return;
      bool next = c.comparison == Comparison::more || c.comparison == Comparison::at_most;
      auto value =
          m.step->ask == AskKind::number ? parse_thousandths(c.quantity) : parse_minutes(c.quantity + " " + c.unit);
      if (value) v.bounds.insert(*value + (next ? 1 : 0));
      return;
    }
    default:
      return;
  }
}

// -- emit: variables
// -----------------------------------------------------------------------------------------------------

VariableIndex ProgramBuilder::add(const void* key, Variable variable) {
  auto index = static_cast<VariableIndex>(program_.variables.size());
  program_.variables.push_back(std::move(variable));
  if (key) variables_[key].index = index;
  return index;
}

void ProgramBuilder::amount_cells(Variable& v, const VariableDraft& draft,
                                  const std::vector<const AuthoredStep*>& asked_by) {
  // The grid of possible values: whatever any of its questions can be given. Bounds between two possible values move up
  // to the next.
  std::int32_t grid = 0, low = 0;
  for (const AuthoredStep* s : asked_by)
    if (auto a = read_amount(*s, nullptr)) {
      grid = std::gcd(grid, a->grid);
      if (low != a->low) grid = std::gcd(grid, std::abs(a->low - low));
      low = a->low;
    }
  std::set<std::int32_t> cells;
  for (std::int32_t b : draft.bounds) {
    if (grid > 0) {
      std::int32_t over = (b - low) % grid;
      if (over < 0) over += grid;
      if (over) b += grid - over;
    }
    cells.insert(b);
  }
  v.cells.assign(cells.begin(), cells.end());
  // The first cell takes whatever lies below every bound.
  if (v.cells.empty() || v.cells.front() > 0)
    v.cells.insert(v.cells.begin(), std::min<std::int32_t>(0, v.cells.empty() ? 0 : v.cells.front() - 1));
}

void ProgramBuilder::make_variables(const std::set<AgeCell>& age_cuts) {
  cuts_.assign(1, 0);
  for (AgeCell c : age_cuts)
    if (c > 0 && c < kAgeCells) cuts_.push_back(c);
  program_.age_class = age_classes(age_cuts);
  Variable age;
  age.kind = Variable::Kind::age;
  age.symbols = static_cast<Symbol>(cuts_.size());
  age.name = "age";
  for (AgeCell c : cuts_) age.values.push_back(age_text(c));
  add(nullptr, age);
  Variable sex;
  sex.kind = Variable::Kind::sex;
  sex.symbols = 3;
  sex.name = "sex";
  sex.values = {"female", "male", "not-said"};
  add(nullptr, sex);
  Variable party;
  party.kind = Variable::Kind::party;
  party.symbols = 2;
  party.name = "party";
  party.values = {"self", "someone-else"};
  add(nullptr, party);
  for (const Switch& s : library().switches) {
    Variable v;
    v.kind = Variable::Kind::switched;
    v.symbols = 2;
    v.name = s.id.text;
    v.words = s.meaning.text;
    v.values = {"off", "on"};
    add(nullptr, v);
  }

  std::unordered_map<const void*, std::vector<const AuthoredStep*>> asked_by;
  for (const AuthoredStep* s : asked_order_)
    if (s->kind == AuthoredStep::Kind::ask && is_amount(s->ask)) asked_by[variable_key(*s)].push_back(s);

  auto yes_no = [](Variable& v) {
    v.kind = Variable::Kind::yes_no;
    v.symbols = 3;
    v.has_unsure = true;
    v.values = {"no", "yes", "unsure"};
  };
  auto fact_variable = [&](const Fact& fact) {
    if (variables_[&fact].index) return;
    Variable v;
    v.name = "fact " + fact.id.text;
    v.words = fact.meaning.text;
    if (fact.type == FactType::yes_no)
      yes_no(v);
    else if (fact.type == FactType::one_of) {
      v.kind = Variable::Kind::one_of;
      for (const Name& n : fact.values) v.values.push_back(n.text);
      v.values.push_back("unsure");
      v.has_unsure = true;
      v.symbols = static_cast<Symbol>(v.values.size());
    } else {
      v.kind = Variable::Kind::amount;
      amount_cells(v, variables_[&fact], asked_by[&fact]);
      v.has_unsure = true;
      v.symbols = static_cast<Symbol>(std::min<std::size_t>(v.cells.size() + 1, kMaxSymbols));
    }
    add(&fact, std::move(v));
  };
  auto too_many = [&](const Name& id, std::size_t count) {
    b_.diagnostics.add(Code::too_many, id.at,
                       fmt::format("`{}` has to tell {} values apart; {} is the most", id.text, count, kMaxSymbols - 1),
                       "use fewer bands and thresholds");
  };

  for (const AuthoredStep* sp : asked_order_) {
    const AuthoredStep& step = *sp;
    const AskedHere& asked = asked_[sp];
    std::string name = asked.file->pathway->id.text + "/" + step.id.text;
    bool again = asked.places > 1;
    if (step.kind == AuthoredStep::Kind::note) {
      if (!again) continue;
      Variable v;
      yes_no(v);
      v.name = name;
      add(&step, std::move(v));
      continue;
    }
    if (!step.records.empty())
      fact_variable(library().facts[b_.names.fact(step.records.text)]);
    else if (variables_[&step].read || again) {
      Variable v;
      v.name = name;
      v.words = step.question.text;
      if (step.ask == AskKind::yes_no)
        yes_no(v);
      else if (step.ask == AskKind::tick) {
        v.kind = Variable::Kind::list;
        v.symbols = 3;
        v.has_unsure = true;
        v.values = {"none", "some", "unsure"};
      } else if (step.ask == AskKind::choose) {
        v.kind = Variable::Kind::one_of;
        for (const Answer& a : step.answers) v.values.push_back(a.id.text);
        v.values.push_back("unsure");
        v.has_unsure = true;
        v.symbols = static_cast<Symbol>(v.values.size());
      } else {
        v.kind = Variable::Kind::amount;
        amount_cells(v, variables_[&step], {&step});
        v.has_unsure = true;
        if (v.cells.size() + 1 > kMaxSymbols) too_many(step.id, v.cells.size());
        v.symbols = static_cast<Symbol>(std::min<std::size_t>(v.cells.size() + 1, kMaxSymbols));
      }
      add(&step, std::move(v));
    }
    for (const Answer& a : step.answers) {
      if (!a.records.empty()) fact_variable(library().facts[b_.names.fact(a.records.text)]);
      if (step.ask == AskKind::tick && (variables_[&a].read || again)) {
        Variable v;
        yes_no(v);
        v.kind = Variable::Kind::item;
        v.name = name + "/" + a.id.text;
        v.words = a.text.text;
        add(&a, std::move(v));
      }
    }
  }
  // Facts that tests read and nothing here asks: they stay unknown, and the exploration shows whom that leaves
  // undecided.
  for (const Fact& fact : library().facts) {
    auto it = variables_.find(&fact);
    if (it != variables_.end() && fact.type != FactType::means) fact_variable(fact);
    if (it != variables_.end() && it->second.index &&
        program_.variables[it->second.index].cells.size() + 1 > kMaxSymbols)
      too_many(fact.id, program_.variables[it->second.index].cells.size());
  }
  for (const FileNames& file : b_.names.files())  // questions that tests read and that are never met on the way
    for (const AuthoredStep& step : file.pathway->steps) {
      auto it = variables_.find(&step);
      if (it == variables_.end() || !it->second.read || it->second.index) continue;
      Variable v;
      v.name = file.pathway->id.text + "/" + step.id.text;
      v.words = step.question.text;
      if (step.ask == AskKind::yes_no || step.ask == AskKind::tick)
        yes_no(v);
      else if (step.ask == AskKind::choose) {
        v.kind = Variable::Kind::one_of;
        v.has_unsure = true;
        v.symbols = static_cast<Symbol>(step.answers.size() + 1);
      } else {
        v.kind = Variable::Kind::amount;
        amount_cells(v, it->second, {&step});
        v.has_unsure = true;
        v.symbols = static_cast<Symbol>(std::min<std::size_t>(v.cells.size() + 1, kMaxSymbols));
      }
      add(&step, std::move(v));
    }
  for (const FileNames& file : b_.names.files())
    for (const AuthoredStep& step : file.pathway->steps)
      for (const Answer& a : step.answers) {
        if (step.ask != AskKind::tick) break;
        auto it = variables_.find(&a);
        if (it == variables_.end() || !it->second.read || it->second.index) continue;
        Variable v;
        yes_no(v);
        v.name = file.pathway->id.text + "/" + step.id.text + "/" + a.id.text;
        add(&a, std::move(v));
      }
  make_scores();
  if (program_.variables.size() > kMaxVariables)
    b_.diagnostics.add(Code::too_many, begin_->pathway->id.at,
                       fmt::format("`{}` has to remember {} things; {} is the most", begin_->pathway->id.text,
                                   program_.variables.size(), kMaxVariables),
                       "split the pathway");
}

void ProgramBuilder::make_scores() {
  for (auto [score, file] : scores_) {
    std::int32_t low = 0, high = 0;
    for (const AuthoredStep* step : asked_order_) {
      std::int32_t worst = 0, best = 0;
      for (const Answer& a : step->answers)
        for (const Points& p : a.score) {
          const FileNames* in = b_.names.score_file(p.score.text, *asked_[step].file);
          if (&in->pathway->scores[FileNames::look(in->scores, p.score.text)] != score) continue;
          if (step->ask == AskKind::tick) {
            worst += std::min(0, p.points);
            best += std::max(0, p.points);
          } else {
            worst = std::min(worst, p.points);
            best = std::max(best, p.points);
          }
        }
      low += worst;
      high += best;
    }
    if (high - low + 1 > static_cast<std::int32_t>(kMaxSymbols))
      b_.diagnostics.add(Code::too_many, score->id.at,
                         fmt::format("the score `{}` runs from {} to {}; at most {} different totals can be told apart",
                                     score->id.text, low, high, kMaxSymbols),
                         "give fewer points");
    Variable v;
    v.kind = Variable::Kind::score;
    v.name = "score " + score->id.text;
    v.words = score->meaning.text;
    v.score_base = low;
    v.symbols = static_cast<Symbol>(std::min<std::int32_t>(high - low + 1, kMaxSymbols));
    add(score, std::move(v));
  }
  // Questions that give points and may be met twice remember that they have counted.
  for (const AuthoredStep* step : asked_order_)
    if (asked_[step].places > 1 &&
        std::any_of(step->answers.begin(), step->answers.end(), [](const Answer& a) { return !a.score.empty(); })) {
      Variable v;
      v.kind = Variable::Kind::counted;
      v.symbols = 1;
      v.name = "counted " + step->id.text;
      variables_[&step->any].index = add(nullptr, std::move(v));
    }
  for (const AuthoredStep* step : asked_order_)
    if (asked_[step].places > 1 && !step->records.empty() && !step->unsure.empty() &&
        answer_index(*step, step->unsure.text) < 0) {
      Variable v;
      v.kind = Variable::Kind::counted;
      v.symbols = 1;
      v.name = "unsure before " + step->id.text;
      variables_[&step->unsure].index = add(nullptr, std::move(v));
    }
}

std::pair<std::int32_t, std::int32_t> ProgramBuilder::later(const Score& score, Draft here) {
  auto& table = later_[&score];
  if (table.empty()) {
    table.assign(drafts_.size(), {0, 0});
    for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
      const DraftNode& n = drafts_[*it];
      std::int32_t low = 0, high = 0;
      bool first = true;
      each_target(n, [&](Draft to) {
        auto [l, h] = table[to];
        low = first ? l : std::min(low, l);
        high = first ? h : std::max(high, h);
        first = false;
      });
      if (n.kind == Node::Kind::ask) {
        std::int32_t worst = 0, best = 0;
        for (const Answer& a : n.step->answers)
          for (const Points& p : a.score) {
            const FileNames* in = b_.names.score_file(p.score.text, *n.file);
            if (&in->pathway->scores[FileNames::look(in->scores, p.score.text)] != &score) continue;
            if (n.step->ask == AskKind::tick) {
              worst += std::min(0, p.points);
              best += std::max(0, p.points);
            } else {
              worst = std::min(worst, p.points);
              best = std::max(best, p.points);
            }
          }
        low += worst;
        high += best;
      }
      table[*it] = {low, high};
    }
  }
  std::int32_t low = 0, high = 0;
  bool first = true;
  each_target(drafts_[here], [&](Draft to) {
    auto [l, h] = table[to];
    low = first ? l : std::min(low, l);
    high = first ? h : std::max(high, h);
    first = false;
  });
  return {low, high};
}

// -- emit: tests
// ---------------------------------------------------------------------------------------------------------

TestIndex ProgramBuilder::build(const Condition& c, const FileNames* scope, Draft here) {
  using K = Condition::Kind;
  switch (c.kind) {
    case K::everyone:
      return b_.constant(Truth::yes);
    case K::negation:
      return b_.negation(build(c.parts.front(), scope, here));
    case K::all:
    case K::any: {
      std::vector<TestIndex> parts;
      for (const Condition& part : c.parts) parts.push_back(build(part, scope, here));
      TestNode node;
      node.op = c.kind == K::all ? TestNode::Op::all : TestNode::Op::any;
      return b_.test(node, parts);
    }
    case K::score: {
      if (reading_ == Reading::open) return b_.constant(Truth::undecided);
      const FileNames* in = b_.names.score_file(c.subject.text, *scope);
      const Score& score = in->pathway->scores[FileNames::look(in->scores, c.subject.text)];
      ScoreTest test;
      test.variable = variables_[&score].index;
      test.comparison = c.comparison;
      test.threshold = parse_thousandths(c.quantity).value_or(0) / kThousand;
      if (here != kNoDraft) std::tie(test.later_min, test.later_max) = later(score, here);
      std::int32_t low = program_.variables[test.variable].score_base,
                   high = low + program_.variables[test.variable].symbols - 1;
      for (const ScoreRule& r : score.plus) {
        test.plus.push_back({build(r.when, in, kNoDraft), r.points});
        low += std::min(0, r.points);
        high += std::max(0, r.points);
      }
      bool reachable = c.comparison == Comparison::at_least ? high >= test.threshold && low < test.threshold
                       : c.comparison == Comparison::more   ? high > test.threshold && low <= test.threshold
                       : c.comparison == Comparison::less   ? low < test.threshold && high >= test.threshold
                                                            : low <= test.threshold && high > test.threshold;
      if (!reachable)
        b_.diagnostics.add(
            Code::score_unattainable, c.at,
            fmt::format("`{}` never changes: the score runs from {} to {}", condition_text(c), low, high),
            "choose a threshold within that range");
      TestNode node;
      node.op = TestNode::Op::score;
      node.variable = test.variable;
      node.table = static_cast<std::uint32_t>(b_.graph.score_tests.size());
      b_.graph.score_tests.push_back(std::move(test));
      return b_.test(node);
    }
    case K::outcome_is:
    case K::level_is:
    case K::disposition:
      return b_.constant(Truth::undecided);  // of claims: claim_test() asks the end itself
    default:
      return build_leaf(c, scope);
  }
}

namespace {

bool holds(Comparison comparison, std::int64_t value, std::int64_t threshold) {
  switch (comparison) {
    case Comparison::less:
      return value < threshold;
    case Comparison::at_most:
      return value <= threshold;
    case Comparison::at_least:
      return value >= threshold;
    case Comparison::more:
      return value > threshold;
  }
  return false;
}
char truth(bool yes) { return static_cast<char>(yes ? Truth::yes : Truth::no); }

}  // namespace

TestIndex ProgramBuilder::build_leaf(const Condition& c, const FileNames* scope) {
  using K = Condition::Kind;
  const Truth unsure = reading_ == Reading::claim ? Truth::no : Truth::undecided;
  if (reading_ == Reading::open && (c.kind == K::is_unsure || c.kind == K::known)) return b_.constant(Truth::undecided);
  Meaning m = b_.names.meaning(c.subject.text, scope);
  auto one_of_values = [&](const Variable& v) {
    std::string t = GraphBuilder::table(v, Truth::undecided, unsure, Truth::no);
    for (const Name& value : c.values) {
      if (value.text == "no" && v.has_unsure && reading_ == Reading::claim) t[v.symbols] = truth(true);
      if (value.text == "unsure" && v.has_unsure) t[v.symbols] = truth(true);
      for (std::size_t i = 0; i < v.values.size(); ++i)
        if (v.values[i] == value.text) t[i + 1] = truth(true);
    }
    return t;
  };
  if (m.kind == Meaning::Kind::age) {
    const Variable& v = program_.variables[kAgeVariable];
    std::string t = GraphBuilder::table(v, Truth::undecided, Truth::undecided, Truth::no);
    AgeCell bound = age_bound(c);
    bool upward = c.comparison == Comparison::at_least || c.comparison == Comparison::more;
    for (std::size_t i = 0; i < cuts_.size(); ++i) t[i + 1] = truth((cuts_[i] >= bound) == upward);
    return b_.leaf(kAgeVariable, t);
  }
  if (m.kind == Meaning::Kind::sex) return b_.leaf(kSexVariable, one_of_values(program_.variables[kSexVariable]));
  if (m.kind == Meaning::Kind::party) return b_.leaf(kPartyVariable, one_of_values(program_.variables[kPartyVariable]));
  if (m.kind == Meaning::Kind::flip) {
    std::string t{static_cast<char>(Truth::undecided), truth(false), truth(true)};
    return b_.leaf(static_cast<VariableIndex>(kFirstSwitch + m.index), t);
  }

  const Fact* fact = m.kind == Meaning::Kind::fact ? &library().facts[m.index] : nullptr;
  if (fact && fact->type == FactType::means) {
    if (c.kind == K::known) return means(*fact, true);
    TestIndex yes = means(*fact, false);
    bool wants_no = c.kind == K::is &&
                    std::none_of(c.values.begin(), c.values.end(), [](const Name& n) { return n.text == "yes"; });
    return wants_no ? b_.negation(yes) : yes;
  }

  const void* key = fact ? static_cast<const void*>(fact) : m.step;
  if (c.kind == K::includes)
    key = &m.step->answers[static_cast<std::size_t>(answer_index(*m.step, c.values.front().text))];
  VariableIndex index = variables_[key].index;
  const Variable& v = program_.variables[index];
  std::string t;
  switch (c.kind) {
    case K::truth:
    case K::includes:
      t = {static_cast<char>(Truth::undecided), truth(false), truth(true), static_cast<char>(unsure)};
      break;
    case K::is_none:
      t = {static_cast<char>(Truth::undecided), truth(true), truth(false), static_cast<char>(unsure)};
      break;
    case K::is_unsure:
      t = GraphBuilder::table(v, Truth::undecided, Truth::yes, Truth::no);
      break;
    case K::known:
      t = GraphBuilder::table(v, Truth::undecided, Truth::no, Truth::yes);
      break;
    case K::compare:
    case K::ago: {
      t = GraphBuilder::table(v, Truth::undecided, unsure, Truth::no);
      bool number = fact ? fact->type == FactType::number : m.step->ask == AskKind::number;
      std::int32_t threshold =
          (number ? parse_thousandths(c.quantity) : parse_minutes(c.quantity + " " + c.unit)).value_or(0);
      for (std::size_t i = 0; i < v.cells.size() && i + 1 < t.size(); ++i)
        t[i + 1] = truth(holds(c.comparison, v.cells[i], threshold));
      break;
    }
    case K::is: {
      const AuthoredStep* through = m.step;
      if (through && is_amount(through->ask)) {  // bands
        t = GraphBuilder::table(v, Truth::undecided, unsure, Truth::no);
        auto amount = read_amount(*through, nullptr);
        for (const Name& value : c.values) {
          const Interval& band = amount->bands[static_cast<std::size_t>(answer_index(*through, value.text))];
          for (std::size_t i = 0; i < v.cells.size() && i + 1 < t.size(); ++i)
            if (v.cells[i] >= band.from && v.cells[i] <= band.to) t[i + 1] = truth(true);
        }
      } else
        t = one_of_values(v);
      break;
    }
    default:
      t = GraphBuilder::table(v, Truth::undecided, Truth::undecided, Truth::undecided);
      break;
  }
  if (!fact) return b_.leaf(index, t);
  return on_fact(*fact, t, static_cast<Truth>(t[std::min<std::size_t>(symbol::no, t.size() - 1)]));
}

// A test of a fact that is known to be no wherever its `never` holds and it was not asked.
TestIndex ProgramBuilder::on_fact(const Fact& fact, const std::string& t, Truth when_no) {
  TestIndex leaf = b_.leaf(variables_[&fact].index, t);
  if (!fact.never) return leaf;
  TestNode node;
  node.op = TestNode::Op::unless_known;
  node.variable = variables_[&fact].index;
  node.fallback = when_no;
  return b_.test(node, {leaf, never(fact)});
}

// A claim looks back on what was known without asking: that is settled on the way, as *not sure* stood there.
TestIndex ProgramBuilder::never(const Fact& fact) {
  const Reading outer = std::exchange(reading_, reading_ == Reading::claim ? Reading::walk : reading_);
  const TestIndex made = build(*fact.never, nullptr, kNoDraft);
  reading_ = outer;
  return made;
}

// Whether anything has told the fact, *not sure* included.
TestIndex ProgramBuilder::told(const Fact& fact) {
  if (auto it = told_.find(&fact); it != told_.end()) return it->second;
  const Variable& v = program_.variables[variables_[&fact].index];
  TestIndex made = on_fact(fact, GraphBuilder::table(v, Truth::no, Truth::yes, Truth::yes), Truth::yes);
  told_[&fact] = made;
  return made;
}

void ProgramBuilder::means_facts(const Condition& c, std::vector<const Fact*>& facts) const {
  for (const Condition& part : c.parts) means_facts(part, facts);
  if (c.subject.empty()) return;
  Meaning m = b_.names.meaning(c.subject.text, nullptr);
  if (m.kind != Meaning::Kind::fact) return;
  const Fact& fact = library().facts[m.index];
  if (fact.type == FactType::means)
    means_facts(*fact.means, facts);
  else if (std::find(facts.begin(), facts.end(), &fact) == facts.end())
    facts.push_back(&fact);
}

TestIndex ProgramBuilder::means(const Fact& fact, bool asked) {
  if (reading_ == Reading::open) return build(*fact.means, nullptr, kNoDraft);
  std::vector<const Fact*> facts;
  means_facts(*fact.means, facts);
  // What *not sure* of a part makes of the whole is settled here, for claims too.
  const Reading outer = std::exchange(reading_, Reading::walk);
  std::vector<TestIndex> parts{build(*fact.means, nullptr, kNoDraft)};
  reading_ = outer;
  for (const Fact* f : facts) parts.push_back(told(*f));
  TestNode node;
  node.op = asked ? TestNode::Op::asked : TestNode::Op::settled;
  node.fallback = asked                          ? (fact.if_unsure.empty() ? Truth::no : Truth::yes)
                  : fact.if_unsure.empty()       ? (outer == Reading::claim ? Truth::no : Truth::undecided)
                  : fact.if_unsure.text == "yes" ? Truth::yes
                                                 : Truth::no;
  return b_.test(node, parts);
}

// -- emit: questions and nodes
// ---------------------------------------------------------------------------------------------

Symbol ProgramBuilder::symbol_of(const Variable& v, std::int32_t value) const {
  return static_cast<Symbol>(std::upper_bound(v.cells.begin(), v.cells.end(), value) - v.cells.begin());
}

QuestionIndex ProgramBuilder::question(Draft d) {
  const DraftNode& n = drafts_[d];
  AskedHere& asked = asked_[n.step];
  if (asked.question != kNone<QuestionIndex>) return asked.question;
  const AuthoredStep& step = *n.step;
  asked.question = QuestionIndex(b_.graph.questions.size());
  Question q;
  q.file = n.file->pathway->id.text;
  q.step = step.id.text;
  q.id = n.file == begin_ ? step.id.text : q.file + "/" + q.step;
  q.location = step.id.at;
  for (const Name& e : step.evidence) q.evidence.push_back(e.text);
  if (step.kind == AuthoredStep::Kind::note) {
    q.kind = QuestionKind::note;
    q.text = b_.text(step.note);
    q.variable = variables_[&step].index;
    for (const Name& a : step.advice) q.note_advice.push_back(AdviceIndex(b_.names.advice(a.text)));
    b_.graph.questions.push_back(std::move(q));
    return asked.question;
  }
  q.kind = static_cast<QuestionKind>(step.ask);
  q.text = b_.text(step.question);
  q.why = b_.text(step.why);
  q.help = b_.text(step.help);
  q.records = !step.records.empty();
  q.variable = variables_[variable_key(step)].index;
  q.counted = variables_[&step.any].index;
  q.unsure_before = variables_[&step.unsure].index;
  if (q.records)
    if (const Fact& fact = library().facts[b_.names.fact(step.records.text)];
        fact.never && fact.type == FactType::yes_no)
      q.told_no = build(*fact.never, nullptr, kNoDraft);
  q.unsure = !step.unsure.empty();
  q.unsure_as = q.unsure ? answer_index(step, step.unsure.text) : -1;
  q.worse = step.worse;
  for (const Answer& a : step.answers) {
    AnswerChoice c;
    c.id = a.id.text;
    c.text = b_.text(a.text);
    c.help = b_.text(a.help);
    c.confirm = a.confirm;
    if (!a.red_flag.empty())
      c.red_flag = DispositionIndex(b_.names.disposition(a.red_flag.text));
    else if (!step.red_flag.empty()) {
      bool yes_is_worse = step.worse != Worse::no;
      bool whole = step.ask == AskKind::tick || (step.ask == AskKind::yes_no && (c.id == "yes") == yes_is_worse);
      if (whole) c.red_flag = DispositionIndex(b_.names.disposition(step.red_flag.text));
    }
    for (const Name& x : a.advice) c.advice.push_back(AdviceIndex(b_.names.advice(x.text)));
    for (const Name& x : a.without_advice) c.without_advice.push_back(AdviceIndex(b_.names.advice(x.text)));
    for (const Points& p : a.score) {
      const FileNames* in = b_.names.score_file(p.score.text, *n.file);
      c.points.push_back({variables_[&in->pathway->scores[FileNames::look(in->scores, p.score.text)]].index, p.points});
    }
    if (!a.records.empty()) {
      const Fact& fact = library().facts[b_.names.fact(a.records.text)];
      c.fact = variables_[&fact].index;
      if (fact.never) c.told_no = build(*fact.never, nullptr, kNoDraft);
    }
    if (step.ask == AskKind::tick) c.item = variables_[&a].index;
    if (a.only_if) c.only_if = build(*a.only_if, n.file, kNoDraft);
    if (step.ask == AskKind::yes_no)
      c.value = c.id == "yes" ? symbol::yes : symbol::no;
    else if (step.ask == AskKind::choose) {
      c.value = static_cast<Symbol>(q.answers.size() + 1);
      if (q.records) {
        const Fact& fact = library().facts[b_.names.fact(step.records.text)];
        for (std::size_t i = 0; i < fact.values.size(); ++i)
          if (fact.values[i].text == c.id) c.value = static_cast<Symbol>(i + 1);
      }
    }
    q.answers.push_back(std::move(c));
  }
  if (is_amount(step.ask)) {
    auto a = *read_amount(step, nullptr);
    q.unit = std::string(a.unit);
    q.from = a.low;
    q.to = a.high;
    q.step_size = a.grid;
    q.has_usual = a.has_usual;
    q.usual_from = a.usual_low;
    q.usual_to = a.usual_high;
    if (a.bands.empty()) {  // a question without bands has one answer: that a value was given
      a.bands.push_back({a.low, a.high});
      AnswerChoice given;
      given.id = "given";
      q.answers.push_back(std::move(given));
    }
    if (q.variable) {
      const Variable& v = program_.variables[q.variable];
      q.band_of_symbol.assign(std::size_t(v.symbols) + 1, 255);
      for (std::size_t cell = 0; cell < v.cells.size() && cell + 1 < q.band_of_symbol.size(); ++cell)
        for (std::size_t band = 0; band < a.bands.size(); ++band)
          if (v.cells[cell] >= a.bands[band].from && v.cells[cell] <= a.bands[band].to)
            q.band_of_symbol[cell + 1] = static_cast<std::uint8_t>(band);
    }
    for (const Interval& band : a.bands) q.bands.push_back({band.from, band.to});
    if (q.unsure_as >= 0 && q.variable) {
      const Variable& v = program_.variables[q.variable];
      q.unsure_symbol = symbol_of(v, a.bands[static_cast<std::size_t>(q.unsure_as)].from);
    }
  }
  b_.graph.questions.push_back(std::move(q));
  return asked.question;
}

void ProgramBuilder::emit_node(Draft d) {
  const DraftNode& n = drafts_[d];
  std::uint32_t first = at(program_.first_node);
  auto index = [&](Draft to) { return to == kNoDraft ? kNone<NodeIndex> : NodeIndex(first + position_[to]); };
  Node node;
  node.kind = n.kind;
  node.jump = n.jump;
  node.after_use = n.after_use;
  node.location = n.location;
  node.file = b_.name(n.file->pathway->id.text);
  node.step = b_.name(n.step                  ? n.step->id.text
                      : n.outcome != kNoIndex ? n.file->pathway->outcomes[n.outcome].id.text
                                              : std::string("start"));
  if (n.kind == Node::Kind::ask || n.kind == Node::Kind::note) node.question = question(d);
  if (n.outcome != kNoIndex) node.outcome = b_.outcome(*n.file->pathway, n.outcome);
  node.first_target = static_cast<std::uint32_t>(b_.graph.answer_targets.size());
  if (n.kind == Node::Kind::ask) {
    for (Draft to : n.answers) b_.graph.answer_targets.push_back(index(to));
    if (n.answers.empty()) b_.graph.answer_targets.push_back(kNone<NodeIndex>);
  }
  node.any = index(n.any);
  node.none = index(n.none);
  node.unsure = index(n.unsure);
  node.first_rule = static_cast<std::uint32_t>(b_.graph.rules.size());
  for (const DraftRule& r : n.rules) {
    TestIndex when = r.when ? build(*r.when, r.scope, d) : kNone<TestIndex>;
    b_.graph.rules.push_back({when, index(r.to), r.location});
    b_.graph.rule_labels.push_back(r.when ? condition_text(*r.when) : "otherwise");
  }
  node.rules = static_cast<std::uint32_t>(n.rules.size());
  node.to = index(n.to);
  b_.graph.nodes.push_back(node);
}

ProgramIndex ProgramBuilder::emit(const std::set<AgeCell>& age_cuts) {
  DecisionGraph& g = b_.graph;
  const Pathway& p = *begin_->pathway;
  program_.pathway = p.id.text;
  program_.title = b_.text(p.title);
  program_.version = p.version.text;
  program_.status = p.status == Status::draft ? "draft" : p.status == Status::approved ? "approved" : "retired";
  program_.location = p.id.at;
  program_.first_node = NodeIndex(g.nodes.size());
  program_.nodes = static_cast<std::uint32_t>(order_.size());
  program_.first_question = QuestionIndex(g.questions.size());
  program_.start = program_.first_node;
  program_.start = NodeIndex(g.nodes.size() + position_[start_]);
  make_variables(age_cuts);
  program_.admits = build(p.admits, begin_, kNoDraft);
  for (Draft d : order_) emit_node(d);
  for (std::size_t i = g.nodes.size(); i-- > at(program_.first_node);) {
    Node& node = g.nodes[i];
    std::uint16_t fewest = 0xffff, most = 0;
    each_edge(g, node, [&](NodeIndex to, EdgeLabel) {
      fewest = std::min(fewest, g.nodes[at(to)].fewest);
      most = std::max(most, g.nodes[at(to)].most);
    });
    std::uint16_t own = node.kind == Node::Kind::ask ? 1 : 0;
    node.fewest = static_cast<std::uint16_t>((fewest == 0xffff ? 0 : fewest) + own);
    node.most = static_cast<std::uint16_t>(most + own);
  }
  // Notes are acknowledged and count too: whoever goes the longest way must fit into a journey.
  std::vector<std::size_t> given(program_.nodes, 0);
  for (std::size_t i = program_.nodes; i-- > 0;) {
    const Node& node = g.nodes[at(program_.first_node) + i];
    each_edge(g, node,
              [&](NodeIndex to, EdgeLabel) { given[i] = std::max(given[i], given[at(to) - at(program_.first_node)]); });
    if (node.question != kNone<QuestionIndex>) ++given[i];
  }
  if (std::size_t longest = given[position_[start_]]; longest > kMaxJourneyAnswers)
    b_.diagnostics.add(Code::too_many, p.id.at,
                       fmt::format("the longest way through `{}` has {} questions and notes; {} is the most", p.id.text,
                                   longest, kMaxJourneyAnswers),
                       "nobody answers so many: lead patients past what they need not be asked");
  program_.questions = static_cast<std::uint32_t>(g.questions.size()) - at(program_.first_question);
  program_.advice_only_if.assign(library().advice.size(), kNone<TestIndex>);
  program_.advice_unless.assign(library().advice.size(), kNone<TestIndex>);
  for (std::uint32_t i : advice_used_) {
    const AdviceItem& item = library().advice[i];
    if (item.only_if) program_.advice_only_if[i] = build(*item.only_if, nullptr, kNoDraft);
    if (item.unless) program_.advice_unless[i] = build(*item.unless, nullptr, kNoDraft);
  }
  b_.claims.of_program.push_back(claims());
  g.programs.push_back(std::move(program_));
  return ProgramIndex(g.programs.size() - 1);
}

}  // namespace signpost
