#include "engine/names/library_part.hpp"

#include <algorithm>

#include "engine/names/names.hpp"

namespace signpost {
namespace {

template <class F>
void each_target(const Pathway& p, F visit) {
  visit(p.start);
  for (const AuthoredStep& s : p.steps) {
    for (const Name* to : {&s.any, &s.none, &s.unsure, &s.to}) visit(*to);
    for (const Answer& a : s.answers) visit(a.to);
    for (const Rule& r : s.then) visit(r.to);
  }
}

}  // namespace

const std::string& topic_of(const Pathway& pathway) {
  return pathway.topic.empty() ? pathway.id.text : pathway.topic.text;
}

LibraryParts::LibraryParts(const Library& library) : library_(library) {
  const Names names(library);
  for (const Pathway& first : library.pathways) {
    if (first.module || first.status == Status::retired) continue;
    Reach reach;
    reach.topic = topic_of(first);
    std::vector<const Pathway*> todo;
    const auto come_to = [&](const FileNames* file) {
      if (file != nullptr) todo.push_back(file->pathway);
    };
    const auto whole_topic = [&](const std::string& topic) {
      if (!reach.topics.insert(topic).second) return;
      for (const Pathway& p : library.pathways)
        if (!p.module && p.status != Status::retired && topic_of(p) == topic) todo.push_back(&p);
    };
    whole_topic(reach.topic);
    for (const Name& module : library.first) come_to(names.module(module.text));
    while (!todo.empty()) {
      const Pathway& p = *todo.back();
      todo.pop_back();
      if (!reach.files.insert(p.file).second) continue;
      for (const AuthoredStep& s : p.steps)
        if (s.kind == AuthoredStep::Kind::use) come_to(names.module(s.use.text));
      each_target(p, [&](const Name& to) {
        if (!to.text.starts_with(kJump)) return;
        if (const FileNames* other = names.pathway(std::string_view(to.text).substr(kJump.size())))
          whole_topic(topic_of(*other->pathway));
      });
    }
    if (std::none_of(reach_.begin(), reach_.end(), [&](const Reach& r) { return r.topic == reach.topic; }))
      reach_.push_back(std::move(reach));
  }
}

std::set<std::string> LibraryParts::topics_through(std::uint32_t file) const {
  const bool own =
      std::any_of(library_.pathways.begin(), library_.pathways.end(), [&](const Pathway& p) { return p.file == file; });
  std::set<std::string> topics;
  for (const Reach& reach : reach_)
    if (!own || reach.files.count(file)) topics.insert(reach.topic);
  return topics;
}

Library LibraryParts::only(const std::set<std::string>& topics) const {
  std::set<std::string> wanted;
  for (const Reach& reach : reach_)
    if (topics.count(reach.topic)) wanted.insert(reach.topics.begin(), reach.topics.end());
  Library part = library_;
  std::set<std::string> gone;
  for (const Pathway& p : library_.pathways)
    if (!p.module && !wanted.count(topic_of(p))) gone.insert(p.id.text);
  std::erase_if(part.pathways, [&](const Pathway& p) { return !p.module && gone.count(p.id.text) != 0; });
  std::erase_if(part.scenarios, [&](const Scenario& s) { return gone.count(s.pathway.text) != 0; });
  return part;
}

}  // namespace signpost
