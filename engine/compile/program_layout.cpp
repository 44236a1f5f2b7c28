#include "engine/compile/program_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/graph/graph_shape.hpp"

namespace signpost {
namespace {

enum DraftKind : int { kStep, kAfterUse, kOutcome, kFloors, kJumpNode };

// Each node is made once for each place where its file is used, and filled after it was made: so the depth of an
// author's file costs no stack.
class Layouter {
 public:
  explicit Layouter(const Names& names) : names_(names) {}

  // False when there are too many nodes.
  bool lay_out(const FileNames& begin) {
    Draft start = lead(frame(begin, kNoDraft, with_floors(0, begin)), begin.pathway->start);
    const std::vector<Name>& screen = names_.library().first;
    for (auto it = screen.rbegin(); it != screen.rend(); ++it) {
      const FileNames& module = *names_.module(it->text);
      start = lead(frame(module, start, 0), module.pathway->start);
    }
    made_.start = start;
    while (!to_fill_.empty() && !too_large_) {
      Draft d = to_fill_.back();
      to_fill_.pop_back();
      fill(d);
    }
    if (too_large_) return false;
    for (DraftNode& n : made_.nodes)
      if (n.step != nullptr) n.done = frames_[n.frame].done;
    put_in_order();
    return true;
  }

  ProgramLayout take() { return std::move(made_); }

 private:
  struct Frame {  // a file, at one place where it is used
    const FileNames* file = nullptr;
    Draft done = kNoDraft;     // where `done` leads
    std::uint32_t floors = 0;  // index into floor_sets_: the floors that hold here
  };
  struct FloorHere {
    const FileNames* file;
    const Floor* floor;
  };

  std::uint32_t frame(const FileNames& file, Draft done, std::uint32_t floors) {
    auto [it, fresh] = frame_of_.try_emplace({&file, done, floors}, static_cast<std::uint32_t>(frames_.size()));
    if (fresh) frames_.push_back({&file, done, floors});
    return it->second;
  }

  std::uint32_t with_floors(std::uint32_t floors, const FileNames& file) {
    if (file.pathway->floors.empty()) return floors;
    auto [it, fresh] = floor_set_of_.try_emplace({floors, &file}, static_cast<std::uint32_t>(floor_sets_.size()));
    if (fresh) {
      std::vector<FloorHere> set = floor_sets_[floors];
      for (const Floor& f : file.pathway->floors) set.push_back({&file, &f});
      floor_sets_.push_back(std::move(set));
    }
    return it->second;
  }

  Draft make(DraftKind kind, std::uint32_t key, const void* thing) {
    auto [it, fresh] = draft_of_.try_emplace({kind, key, thing}, static_cast<Draft>(made_.nodes.size()));
    if (fresh) {
      made_.nodes.emplace_back();
      to_fill_.push_back(it->second);
      if (made_.nodes.size() > kMaxProgramNodes) too_large_ = true;
    }
    return it->second;
  }

  // The node to which `to` leads from the file of frame `f`.
  Draft lead(std::uint32_t f, const Name& to) {
    if (to.empty()) return kNoDraft;
    const FileNames& file = *frames_[f].file;
    if (to.text == "done") return frames_[f].done;
    if (to.text.starts_with(kJump)) return jump(f, to);
    if (auto s = file.step(to.text); s != kNoIndex) return step(f, file.pathway->steps[s]);
    return outcome(f, file.outcome(to.text));
  }

  Draft jump(std::uint32_t f, const Name& to) {
    const FileNames& other = *names_.pathway(std::string_view(to.text).substr(kJump.size()));
    std::uint32_t there = frame(other, kNoDraft, with_floors(frames_[f].floors, other));
    Draft d = make(kJumpNode, there, &other);
    DraftNode& n = made_.nodes[d];
    n.kind = Node::Kind::decide;
    n.jump = true;
    n.file = &other;
    n.frame = there;
    n.location = to.at;
    return d;
  }

  Draft step(std::uint32_t f, const AuthoredStep& step) {
    std::size_t before = made_.nodes.size();
    if (step.kind == AuthoredStep::Kind::use) {
      Draft after = make(kAfterUse, f, &step);
      if (made_.nodes.size() != before) {
        DraftNode& n = made_.nodes[after];
        n.kind = Node::Kind::decide;
        n.after_use = true;
        n.file = frames_[f].file;
        n.step = &step;
        n.frame = f;
        n.location = step.id.at;
      }
      const FileNames& module = *names_.module(step.use.text);
      return lead(frame(module, after, frames_[f].floors), module.pathway->start);
    }
    Draft d = make(kStep, f, &step);
    if (made_.nodes.size() != before) {
      DraftNode& n = made_.nodes[d];
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

  Draft plain_outcome(const FileNames& file, std::uint32_t index) {
    const AuthoredOutcome& o = file.pathway->outcomes[index];
    Draft d = make(kOutcome, 0, &o);
    DraftNode& n = made_.nodes[d];
    n.kind = Node::Kind::outcome;
    n.file = &file;
    n.outcome = index;
    n.location = o.id.at;
    return d;
  }

  // An outcome; where floors hold that are more urgent, the node that looks at them first, the most urgent first.
  Draft outcome(std::uint32_t f, std::uint32_t index) {
    const FileNames& file = *frames_[f].file;
    const AuthoredOutcome& o = file.pathway->outcomes[index];
    Draft reached = plain_outcome(file, index);
    auto urgency = [&](const AuthoredOutcome& x) { return names_.disposition(x.disposition.text); };
    std::vector<DraftRule> lifts;
    std::vector<std::uint32_t> urgencies;
    for (const FloorHere& here : floor_sets_[frames_[f].floors]) {
      std::uint32_t lifted = here.file->outcome(here.floor->outcome.text);
      std::uint32_t u = urgency(here.file->pathway->outcomes[lifted]);
      if (u >= urgency(o)) continue;
      auto place = std::upper_bound(urgencies.begin(), urgencies.end(), u) - urgencies.begin();
      urgencies.insert(urgencies.begin() + place, u);
      lifts.insert(lifts.begin() + place,
                   DraftRule{&here.floor->when, here.file, plain_outcome(*here.file, lifted), here.floor->at});
    }
    if (lifts.empty()) return reached;
    Draft d = make(kFloors, frames_[f].floors, &o);
    DraftNode& n = made_.nodes[d];
    n.kind = Node::Kind::floors;
    n.file = &file;
    n.outcome = index;
    n.rules = std::move(lifts);
    n.to = reached;
    n.location = o.id.at;
    return d;
  }

  // Where a node leads. That makes further nodes, so nothing may hold on to a place in made_.nodes meanwhile.
  void fill(Draft d) {
    if (made_.nodes[d].jump) {
      const FileNames& other = *made_.nodes[d].file;
      Draft start = lead(made_.nodes[d].frame, other.pathway->start);
      made_.nodes[d].rules = {{&other.pathway->admits, &other, start, made_.nodes[d].location}};
      return;
    }
    const AuthoredStep* step = made_.nodes[d].step;
    if (!step) return;  // outcomes and floors are whole already
    DraftNode n = made_.nodes[d];
    if (n.kind == Node::Kind::ask) {
      for (const Answer& a : step->answers) n.answers.push_back(lead(n.frame, a.to));
      n.any = lead(n.frame, step->any);
      n.none = lead(n.frame, step->none);
      if (!step->unsure.empty() && answer_index(*step, step->unsure.text) < 0) n.unsure = lead(n.frame, step->unsure);
    }
    for (const Rule& rule : step->then)
      n.rules.push_back({rule.when ? &*rule.when : nullptr, frames_[n.frame].file, lead(n.frame, rule.to), rule.at});
    n.to = lead(n.frame, step->to);
    made_.nodes[d] = std::move(n);
  }

  void put_in_order() {
    const std::vector<DraftNode>& nodes = made_.nodes;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
    for (Draft d = 0; d < nodes.size(); ++d) each_target(nodes[d], [&](Draft to) { edges.emplace_back(d, to); });
    // Only what the start reaches is walked; a jump node made and then shared keeps its place.
    std::vector<char> reached(nodes.size(), 0);
    reached[made_.start] = 1;
    for (std::uint32_t d : topological_order(nodes.size(), edges))
      if (reached[d]) {
        made_.order.push_back(d);
        each_target(nodes[d], [&](Draft to) { reached[to] = 1; });
      }
    made_.position.assign(nodes.size(), kNoDraft);
    for (std::uint32_t i = 0; i < made_.order.size(); ++i) made_.position[made_.order[i]] = i;
  }

  const Names& names_;
  ProgramLayout made_;
  std::vector<Frame> frames_;
  std::map<std::tuple<const FileNames*, Draft, std::uint32_t>, std::uint32_t> frame_of_;
  std::vector<std::vector<FloorHere>> floor_sets_{{}};
  std::map<std::pair<std::uint32_t, const FileNames*>, std::uint32_t> floor_set_of_;
  std::map<std::tuple<DraftKind, std::uint32_t, const void*>, Draft> draft_of_;
  std::vector<Draft> to_fill_;
  bool too_large_ = false;
};

}  // namespace

std::optional<ProgramLayout> lay_out_program(const Names& names, const FileNames& begin, Diagnostics& diagnostics) {
  Layouter layouter(names);
  if (layouter.lay_out(begin)) return layouter.take();
  const Name& id = begin.pathway->id;
  diagnostics.add(Code::too_many, id.at,
                  fmt::format("`{}` with its modules put in has more than {} steps", id.text, kMaxProgramNodes),
                  "use each module in fewer places, or split the pathway");
  return {};
}

}  // namespace signpost
