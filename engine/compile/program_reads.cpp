#include "engine/compile/program_reads.hpp"

#include <algorithm>

#include "engine/amounts/measure.hpp"
#include "engine/compile/wording.hpp"
#include "engine/names/age_cuts.hpp"
#include "engine/pathway/amount.hpp"

namespace signpost {

const Use& ProgramReads::use(const void* key) const {
  static const Use kNotUsed;
  auto it = uses.find(key);
  return it == uses.end() ? kNotUsed : it->second;
}

const void* variable_key(const Names& names, const AuthoredStep& step) {
  if (step.records.empty()) return &step;
  return &names.library().facts[names.fact(step.records.text)];
}

void ReadScan::program(const FileNames& begin, const ProgramLayout& layout) {
  condition(begin.pathway->admits, &begin);
  for (Draft d : layout.order) {
    const DraftNode& n = layout.nodes[d];
    for (const DraftRule& r : n.rules)
      if (r.when) condition(*r.when, r.scope);
    if (n.kind == Node::Kind::outcome) {
      const AuthoredOutcome& o = n.file->pathway->outcomes[n.outcome];
      advice(o.advice);
      advice(o.worsening);
      words(o.reason);
    }
    if (n.kind == Node::Kind::note) {
      advice(n.step->advice);
      words(n.step->note);
    }
    if (n.kind == Node::Kind::ask || n.kind == Node::Kind::note) {
      AskedHere& asked = reads_.asked[n.step];
      asked.file = n.file;
      if (asked.places++ == 0) reads_.asked_order.push_back(n.step);
    }
    if (n.kind == Node::Kind::ask) question(*n.step, *n.file);
  }
  if (reads_.party)
    for (const Variant& v : names_.library().variants) condition(v.when, nullptr);
}

void ReadScan::question(const AuthoredStep& step, const FileNames& file) {
  const std::vector<Fact>& facts = names_.library().facts;
  for (const Text* t : {&step.question, &step.why, &step.help}) words(*t);
  for (const Answer& a : step.answers) {
    if (a.only_if) condition(*a.only_if, &file);
    words(a.text);
    words(a.help);
    advice(a.advice);
    advice(a.without_advice);
    for (const Points& p : a.score) score(names_.score(p.score.text, file));
    if (!a.records.empty()) fact(facts[names_.fact(a.records.text)]);
  }
  if (!step.records.empty()) fact(facts[names_.fact(step.records.text)]);
  if (is_amount(step.ask))
    if (auto amount = read_amount(step, nullptr)) {
      auto& bounds = reads_.uses[variable_key(names_, step)].bounds;
      bounds.insert(amount->low);
      bounds.insert(amount->high + amount->grid);
      for (const Interval& band : amount->bands) {
        bounds.insert(band.from);
        bounds.insert(band.to + amount->grid);
      }
    }
}

// Words that differ by who is spoken to.
void ReadScan::words(const Text& text) {
  if (Wording::varies(text.text)) reads_.party = true;
}

void ReadScan::advice(const std::vector<Name>& items) {
  for (const Name& name : items) {
    std::uint32_t i = names_.advice(name.text);
    if (!reads_.advice.insert(i).second) continue;
    const AdviceItem& item = names_.library().advice[i];
    if (item.only_if) condition(*item.only_if, nullptr);
    if (item.unless) condition(*item.unless, nullptr);
    words(item.text);
  }
}

void ReadScan::fact(const Fact& fact) {
  if (!reads_.facts.insert(&fact).second) return;
  if (fact.never) condition(*fact.never, nullptr);
  if (fact.means) condition(*fact.means, nullptr);
}

void ReadScan::score(const ScoreInFile& seen) {
  if (std::any_of(reads_.scores.begin(), reads_.scores.end(), [&](auto& s) { return s.score == seen.score; })) return;
  reads_.scores.push_back(seen);
  for (const ScoreRule& r : seen.score->plus) condition(r.when, seen.file);
}

void ReadScan::read(Use& use) {
  if (!use.is_read()) use.read_as = ++reads_.things_read;
}

void ReadScan::told_apart(Use& use, const Condition& c, bool number) {
  read(use);
  if (c.kind != Condition::Kind::compare && c.kind != Condition::Kind::ago) return;
  bool next = c.comparison == Comparison::more || c.comparison == Comparison::at_most;
  auto value = number ? parse_thousandths(c.quantity) : parse_minutes(c.quantity + " " + c.unit);
  if (value) use.bounds.insert(*value + (next ? 1 : 0));
}

void ReadScan::condition(const Condition& c, const FileNames* scope) {
  using K = Condition::Kind;
  for (const Condition& part : c.parts) condition(part, scope);
  if (c.kind == K::everyone || c.kind == K::all || c.kind == K::any || c.kind == K::negation) return;
  if (c.kind == K::score) return score(names_.score(c.subject.text, *scope));
  Meaning m = names_.meaning(c.subject.text, scope);
  switch (m.kind) {
    case Meaning::Kind::age:
      reads_.age = true;
      age_cuts_.insert(age_bound(c));
      return;
    case Meaning::Kind::sex:
      reads_.sex = true;
      return;
    case Meaning::Kind::party:
      reads_.party = true;
      return;
    case Meaning::Kind::fact: {
      const Fact& named = names_.library().facts[m.index];
      fact(named);
      if (named.type != FactType::means) told_apart(reads_.uses[&named], c, named.type == FactType::number);
      return;
    }
    case Meaning::Kind::step:
      reads_.files.insert(scope);
      if (c.kind == K::includes) {
        int i = answer_index(*m.step, c.values.front().text);
        read(reads_.uses[&m.step->answers[static_cast<std::size_t>(i)]]);
      } else
        told_apart(reads_.uses[m.step], c, m.step->ask == AskKind::number);
      return;
    default:
      return;
  }
}

}  // namespace signpost
