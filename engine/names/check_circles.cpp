#include <algorithm>
#include <string>
#include <vector>

#include "engine/names/check_names.hpp"

namespace signpost {

void check_circles(const Names& names, Diagnostics& diagnostics) {
  // Every step of every file is a place; targets, the modules that are used, and jumps lead from place to place. A
  // search in depth with its own stack, so that no author's file can exhaust ours, finds each circle once and can print
  // it.
  struct Place {
    std::uint32_t file, step;
  };
  std::vector<std::vector<std::uint32_t>> first(names.files().size());
  std::vector<Place> places;
  for (std::uint32_t f = 0; f < names.files().size(); ++f)
    for (std::uint32_t s = 0; s < names.files()[f].pathway->steps.size(); ++s) {
      first[f].push_back(static_cast<std::uint32_t>(places.size()));
      places.push_back({f, s});
    }
  auto file_index = [&](const FileNames* file) { return static_cast<std::uint32_t>(file - names.files().data()); };
  auto next = [&](std::uint32_t place) {
    std::vector<std::uint32_t> out;
    const FileNames& file = names.files()[places[place].file];
    const AuthoredStep& step = file.pathway->steps[places[place].step];
    auto lead = [&](const FileNames& where, const Name& to) {
      if (to.empty() || to.text == "done") return;
      if (to.text.substr(0, kJump.size()) == kJump) {
        if (const FileNames* other = names.pathway(std::string_view(to.text).substr(kJump.size())))
          if (auto s = other->step(other->pathway->start.text); s != kNoIndex)
            out.push_back(first[file_index(other)][s]);
        return;
      }
      if (auto s = where.step(to.text); s != kNoIndex) out.push_back(first[file_index(&where)][s]);
    };
    if (step.kind == AuthoredStep::Kind::use)
      if (const FileNames* module = names.module(step.use.text)) lead(*module, module->pathway->start);
    for (const Answer& a : step.answers) lead(file, a.to);
    for (const Rule& r : step.then) lead(file, r.to);
    lead(file, step.to);
    lead(file, step.any);
    lead(file, step.none);
    if (!step.unsure.empty() && std::none_of(step.answers.begin(), step.answers.end(),
                                             [&](const Answer& a) { return a.id.text == step.unsure.text; }))
      lead(file, step.unsure);
    return out;
  };
  enum : char { fresh, open, closed };
  std::vector<char> state(places.size(), fresh);
  struct Visit {
    std::uint32_t place;
    std::vector<std::uint32_t> next;
    std::size_t at = 0;
  };
  for (std::uint32_t root = 0; root < places.size(); ++root) {
    if (state[root] != fresh) continue;
    std::vector<Visit> stack{{root, next(root)}};
    state[root] = open;
    while (!stack.empty()) {
      Visit& top = stack.back();
      if (top.at == top.next.size()) {
        state[top.place] = closed;
        stack.pop_back();
        continue;
      }
      std::uint32_t to = top.next[top.at++];
      if (state[to] == fresh) {
        state[to] = open;
        stack.push_back({to, next(to)});
      } else if (state[to] == open) {
        std::string way;
        bool on = false;
        Location at{};
        for (const Visit& v : stack) {
          on = on || v.place == to;
          if (!on) continue;
          const Pathway& p = *names.files()[places[v.place].file].pathway;
          const AuthoredStep& s = p.steps[places[v.place].step];
          if (v.place == to) at = s.id.at;
          way += p.id.text + "/" + s.id.text + " -> ";
        }
        const Pathway& p = *names.files()[places[to].file].pathway;
        way += p.id.text + "/" + p.steps[places[to].step].id.text;
        diagnostics.add(Code::circle, at, "these steps lead round in a circle: " + way,
                        "a journey must always go forward: lead one of them elsewhere");
      }
    }
  }
}

}  // namespace signpost
