#include "engine/names/names.hpp"

namespace signpost {
namespace {

template <class Things, class Map>
void index_all(const Things& things, Map& map) {
  map.reserve(things.size());
  for (std::uint32_t i = 0; i < things.size(); ++i) map.try_emplace(things[i].id.text, i);
}

}  // namespace

Names::Names(const Library& library) : library_(library) {
  index_all(library.facts, facts_);
  index_all(library.dispositions, dispositions_);
  index_all(library.advice, advice_);
  index_all(library.evidence, evidence_);
  index_all(library.switches, switches_);
  for (std::uint32_t i = 0; i < library.pathways.size(); ++i) {
    const Pathway& p = library.pathways[i];
    FileNames& names = files_.emplace_back();
    names.pathway = &p;
    index_all(p.steps, names.steps);
    index_all(p.outcomes, names.outcomes);
    index_all(p.scores, names.scores);
    (p.module ? modules_ : pathways_).try_emplace(p.id.text, i);
  }
}

const FileNames* Names::pathway(std::string_view id) const {
  auto i = FileNames::look(pathways_, id);
  return i == kNoIndex ? nullptr : &files_[i];
}

const FileNames* Names::module(std::string_view id) const {
  auto i = FileNames::look(modules_, id);
  return i == kNoIndex ? nullptr : &files_[i];
}

Meaning Names::meaning(std::string_view name, const FileNames* file) const {
  if (name == "age") return {Meaning::Kind::age, 0, nullptr};
  if (name == "sex") return {Meaning::Kind::sex, 0, nullptr};
  if (name == "party") return {Meaning::Kind::party, 0, nullptr};
  std::uint32_t as_fact = fact(name);
  if (file) {
    std::uint32_t as_step = file->step(name);
    if (as_step != kNoIndex && file->pathway->steps[as_step].kind == AuthoredStep::Kind::ask) {
      const AuthoredStep& step = file->pathway->steps[as_step];
      // Where it records what is no fact, that is a finding of its own, and the step stands for itself.
      if (const std::uint32_t recorded = fact(step.records.text); recorded != kNoIndex) {
        if (as_fact != kNoIndex && as_fact != recorded) return {Meaning::Kind::ambiguous, 0, nullptr};
        return {Meaning::Kind::fact, recorded, &step};
      }
      if (as_fact != kNoIndex) return {Meaning::Kind::ambiguous, 0, nullptr};
      return {Meaning::Kind::step, as_step, &step};
    }
  }
  if (as_fact != kNoIndex) return {Meaning::Kind::fact, as_fact, nullptr};
  auto as_switch = FileNames::look(switches_, name);
  if (as_switch != kNoIndex) return {Meaning::Kind::flip, as_switch, nullptr};
  return {};
}

ScoreInFile Names::score(std::string_view id, const FileNames& file) const {
  auto in = [&](const FileNames& f) { return ScoreInFile{&f.pathway->scores[FileNames::look(f.scores, id)], &f}; };
  if (file.scores.count(id)) return in(file);
  for (const AuthoredStep& step : file.pathway->steps)
    if (step.kind == AuthoredStep::Kind::use)
      if (const FileNames* used = module(step.use.text); used && used->scores.count(id)) return in(*used);
  return {};
}

int answer_index(const AuthoredStep& step, std::string_view id) {
  for (std::size_t i = 0; i < step.answers.size(); ++i)
    if (step.answers[i].id.text == id) return static_cast<int>(i);
  return -1;
}

}  // namespace signpost
