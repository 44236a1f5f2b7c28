// From where a name is looked at, and the findings that all checks of names share: an id that stands twice, a name that
// nothing has, an answer that a question does not offer; each with what the author most likely meant.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/findings/diagnostic.hpp"
#include "engine/names/names.hpp"

namespace signpost {

// What each check of names is given.
struct NameScope {
  const Names& names;
  Diagnostics& diagnostics;
  // Whose steps, scores and outcomes are seen; null: of facts, advice and wording, where none are.
  const FileNames* file = nullptr;
  // Whether a test may look at `party`. Not where it decides where somebody goes.
  bool party = false;

  const Library& library() const { return names.library(); }
  NameScope with_party() const { return {names, diagnostics, file, true}; }
};

// Ids of facts, steps, outcomes and so on, in the order in which they are written.
template <class Things>
std::vector<std::string_view> ids(const Things& things) {
  std::vector<std::string_view> words;
  words.reserve(things.size());
  for (const auto& thing : things) words.push_back(thing.id.text);
  return words;
}

// A finding for each of `things` whose id one before it has.
template <class Things>
void check_unique(const Things& things, Diagnostics& diagnostics) {
  std::unordered_map<std::string_view, Location> seen;
  for (const auto& thing : things) {
    auto [it, fresh] = seen.try_emplace(thing.id.text, thing.id.at);
    if (!fresh)
      diagnostics
          .add(Code::duplicate_id, thing.id.at, fmt::format("`{}` is defined twice", thing.id.text),
               "give one of them another id")
          .notes.push_back({it->second, "first defined here"});
  }
}

// There is no `kind` of this name: says which of `known` was meant, or which there are.
void report_unknown(const NameScope& scope, Code code, const Name& name, std::string_view kind,
                    const std::vector<std::string_view>& known);
// `subject` has no answer `value`; `known` are its answers.
void report_no_answer(const NameScope& scope, const Name& value, const Name& subject,
                      const std::vector<std::string_view>& known);

// The same for names of one kind: each adds a finding unless the library has what is named.
void check_disposition(const NameScope& scope, const Name& name);  // may be empty
void check_advice(const NameScope& scope, const std::vector<Name>& items);
void check_evidence(const NameScope& scope, const std::vector<Name>& items);
void check_module(const NameScope& scope, const Name& name);

}  // namespace signpost
