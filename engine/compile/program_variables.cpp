#include "engine/compile/program_variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>

#include "engine/pathway/amount.hpp"

namespace signpost {
namespace {

Variable named(std::string name, std::string words = {}) {
  Variable v;
  v.name = std::move(name);
  v.words = std::move(words);
  return v;
}

void keep_yes_no(Variable& v) {
  v.kind = Variable::Kind::yes_no;
  v.symbols = 3;
  v.has_unsure = true;
  v.values = {"no", "yes", "unsure"};
}

void keep_one_of(Variable& v, std::vector<std::string> values) {
  v.kind = Variable::Kind::one_of;
  v.values = std::move(values);
  v.values.push_back("unsure");
  v.has_unsure = true;
  v.symbols = static_cast<Symbol>(v.values.size());
}

std::vector<std::string> values_of(const Fact& fact) {
  std::vector<std::string> values;
  for (const Name& n : fact.values) values.push_back(n.text);
  return values;
}

std::vector<std::string> values_of(const AuthoredStep& step) {
  std::vector<std::string> values;
  for (const Answer& a : step.answers) values.push_back(a.id.text);
  return values;
}

std::vector<std::int32_t> amount_cells(const Use& use, const std::vector<const AuthoredStep*>& asked_by) {
  // The grid of possible values: whatever any of its questions can be given. Bounds between two possible values move up
  // to the next.
  std::int32_t grid = 0, low = 0;
  for (const AuthoredStep* s : asked_by)
    if (auto a = read_amount(*s, nullptr)) {
      grid = std::gcd(grid, a->grid);
      if (low != a->low) grid = std::gcd(grid, std::abs(a->low - low));
      low = a->low;
    }
  std::set<std::int32_t> bounds;
  for (std::int32_t b : use.bounds) {
    if (grid > 0) {
      std::int32_t over = (b - low) % grid;
      if (over < 0) over += grid;
      if (over) b += grid - over;
    }
    bounds.insert(b);
  }
  std::vector<std::int32_t> cells(bounds.begin(), bounds.end());
  // The first cell takes whatever lies below every bound.
  if (cells.empty() || cells.front() > 0)
    cells.insert(cells.begin(), std::min<std::int32_t>(0, cells.empty() ? 0 : cells.front() - 1));
  return cells;
}

void keep_amount(Variable& v, const Use& use, const std::vector<const AuthoredStep*>& asked_by) {
  v.kind = Variable::Kind::amount;
  v.cells = amount_cells(use, asked_by);
  v.has_unsure = true;
  v.symbols = static_cast<Symbol>(std::min<std::size_t>(v.cells.size() + 1, kMaxSymbols));
}

class VariableMaker {
 public:
  VariableMaker(const Names& names, const ProgramReads& reads, Diagnostics& diagnostics)
      : names_(names), reads_(reads), diagnostics_(diagnostics) {
    for (const AuthoredStep* s : reads.asked_order)
      if (s->kind == AuthoredStep::Kind::ask && is_amount(s->ask)) asked_by_[variable_key(names, *s)].push_back(s);
  }

  void patient(const std::set<AgeCell>& age_cuts) {
    made_.ages.assign(1, 0);
    for (AgeCell c : age_cuts)
      if (c > 0 && c < kAgeCells) made_.ages.push_back(c);
    Variable age = named("age");
    age.kind = Variable::Kind::age;
    age.symbols = static_cast<Symbol>(made_.ages.size());
    for (AgeCell c : made_.ages) age.values.push_back(age_text(c));
    made_.add(std::move(age));
    Variable sex = named("sex");
    sex.kind = Variable::Kind::sex;
    sex.symbols = 3;
    sex.values = {"female", "male", "not-said"};
    made_.add(std::move(sex));
    Variable party = named("party");
    party.kind = Variable::Kind::party;
    party.symbols = 2;
    party.values = {"self", "someone-else"};
    made_.add(std::move(party));
  }

  void switches() {
    for (const Switch& s : names_.library().switches) {
      Variable v = named(s.id.text, s.meaning.text);
      v.kind = Variable::Kind::switched;
      v.symbols = 2;
      v.values = {"off", "on"};
      made_.add(std::move(v));
    }
  }

  // Questions and notes that are met on the way, where anything reads them later or they may be met again.
  void what_is_asked() {
    for (const AuthoredStep* step : reads_.asked_order) {
      const AskedHere& asked = reads_.asked.at(step);
      const std::string name = asked.file->pathway->id.text + "/" + step->id.text;
      const bool again = asked.places > 1;
      if (step->kind == AuthoredStep::Kind::note) {
        if (!again) continue;
        Variable v = named(name);
        keep_yes_no(v);
        keep(step, std::move(v));
        continue;
      }
      if (!step->records.empty())
        fact(step->records);
      else if (reads_.use(step).is_read() || again)
        question(*step, name);
      for (const Answer& a : step->answers) {
        if (!a.records.empty()) fact(a.records);
        if (step->ask != AskKind::tick || !(reads_.use(&a).is_read() || again)) continue;
        Variable v = named(name + "/" + a.id.text, a.text.text);
        keep_yes_no(v);
        v.kind = Variable::Kind::item;
        keep(&a, std::move(v));
      }
    }
  }

  // What tests read and nothing here asks: it stays unknown, and the exploration shows whom that leaves undecided.
  void what_is_only_read() {
    for (const Fact* f : reads_.facts) {
      if (reads_.uses.count(f) && f->type != FactType::means) fact(*f);
      if (const VariableIndex made = made_.of(f); made && made_[made].cells.size() + 1 > kMaxSymbols)
        too_many(f->id, made_[made].cells.size());
    }
    for (const FileNames* file : reads_.files)
      for (const AuthoredStep& step : file->pathway->steps)
        if (reads_.use(&step).is_read() && !made_.of(&step)) question_only_read(step, *file);
    for (const FileNames* file : reads_.files)
      for (const AuthoredStep& step : file->pathway->steps)
        for (const Answer& a : step.answers) {
          if (step.ask != AskKind::tick) break;
          if (!reads_.use(&a).is_read() || made_.of(&a)) continue;
          Variable v = named(file->pathway->id.text + "/" + step.id.text + "/" + a.id.text);
          keep_yes_no(v);
          keep(&a, std::move(v));
        }
  }

  // Neighbours are what tests read together. Diagrams branch in the order of the variables, and whoever weighs each of
  // many answers against one of as many others (this with that, or this with that, ...) has to remember only the pair
  // at hand where the two stand side by side, and all of the first at once where they come before all of the others.
  void in_the_order_of_reading() {
    const auto first = static_cast<std::ptrdiff_t>(kFirstSwitch + names_.library().switches.size());
    std::vector<std::pair<std::size_t, const void*>> read_at(made_.all.size());  // by variable
    for (const auto& [thing, variable] : made_.index) {
      const Use& use = reads_.use(thing);
      read_at[variable] = {use.is_read() ? use.read_as : reads_.things_read + 1, thing};
    }
    std::vector<VariableIndex> order(made_.all.size());
    std::iota(order.begin(), order.end(), VariableIndex{0});
    std::stable_sort(order.begin() + first, order.end(),
                     [&](VariableIndex a, VariableIndex b) { return read_at[a].first < read_at[b].first; });
    std::vector<Variable> ordered;
    for (const VariableIndex was : order) {
      if (read_at[was].second != nullptr) made_.index[read_at[was].second] = static_cast<VariableIndex>(ordered.size());
      ordered.push_back(std::move(made_.all[was]));
    }
    made_.all = std::move(ordered);
  }

  ProgramVariables take() { return std::move(made_); }

 private:
  void keep(const void* thing, Variable v) { made_.index[thing] = made_.add(std::move(v)); }

  void too_many(const Name& id, std::size_t count) {
    diagnostics_.add(Code::too_many, id.at,
                     fmt::format("`{}` has to tell {} values apart; {} is the most", id.text, count, kMaxSymbols - 1),
                     "use fewer bands and thresholds");
  }

  void fact(const Name& name) { fact(names_.library().facts[names_.fact(name.text)]); }

  void fact(const Fact& f) {
    if (made_.of(&f)) return;
    Variable v = named("fact " + f.id.text, f.meaning.text);
    if (f.type == FactType::yes_no)
      keep_yes_no(v);
    else if (f.type == FactType::one_of)
      keep_one_of(v, values_of(f));
    else
      keep_amount(v, reads_.use(&f), asked_by_[&f]);
    keep(&f, std::move(v));
  }

  void question(const AuthoredStep& step, const std::string& name) {
    Variable v = named(name, step.question.text);
    if (step.ask == AskKind::yes_no)
      keep_yes_no(v);
    else if (step.ask == AskKind::tick) {
      v.kind = Variable::Kind::list;
      v.symbols = 3;
      v.has_unsure = true;
      v.values = {"none", "some", "unsure"};
    } else if (step.ask == AskKind::choose)
      keep_one_of(v, values_of(step));
    else {
      keep_amount(v, reads_.use(&step), {&step});
      if (v.cells.size() + 1 > kMaxSymbols) too_many(step.id, v.cells.size());
    }
    keep(&step, std::move(v));
  }

  void question_only_read(const AuthoredStep& step, const FileNames& file) {
    Variable v = named(file.pathway->id.text + "/" + step.id.text, step.question.text);
    if (step.ask == AskKind::yes_no || step.ask == AskKind::tick)
      keep_yes_no(v);
    else if (step.ask == AskKind::choose) {
      v.kind = Variable::Kind::one_of;
      v.has_unsure = true;
      v.symbols = static_cast<Symbol>(step.answers.size() + 1);
    } else
      keep_amount(v, reads_.use(&step), {&step});
    keep(&step, std::move(v));
  }

  const Names& names_;
  const ProgramReads& reads_;
  Diagnostics& diagnostics_;
  ProgramVariables made_;
  std::unordered_map<const void*, std::vector<const AuthoredStep*>> asked_by_;  // amounts: by variable_key()
};

}  // namespace

ProgramVariables make_variables(const Names& names, const ProgramReads& reads, const std::set<AgeCell>& age_cuts,
                                Diagnostics& diagnostics) {
  VariableMaker maker(names, reads, diagnostics);
  maker.patient(age_cuts);
  maker.switches();
  maker.what_is_asked();
  maker.what_is_only_read();
  maker.in_the_order_of_reading();
  return maker.take();
}

}  // namespace signpost
