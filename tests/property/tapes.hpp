// Random tapes and libraries for properties, and how often to try.
#pragma once

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "tests/property/lockstep.hpp"
#include "tests/property/tiny_library.hpp"

namespace signpost::naive {

// Tapes long enough that the largest small library uses them up.
inline rc::Gen<std::vector<std::uint16_t>> tapes() {
  const auto choice = rc::gen::resize(100, rc::gen::inRange<std::uint16_t>(0, 5000));
  return rc::gen::scale(4.0, rc::gen::container<std::vector<std::uint16_t>>(choice));
}

// A property as a test: as many cases as RC_PARAMS says (max_success), `times` of it, and more with SIGNPOST_SLOW=1.
template <class Property>
void holds(const std::string& description, Property&& property, int times = 1) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess *= times * patience();
  rc::detail::TestMetadata metadata;
  metadata.id = description;
  metadata.description = description;
  const rc::detail::TestResult result = rc::detail::checkTestable(property, metadata, params);
  std::ostringstream words;
  rc::detail::printResultMessage(result, words);
  INFO(words.str());
  CHECK(result.template is<rc::detail::SuccessResult>());
}

// Choices of a person as a tape, and the topics of a small library.
inline Chooser chooser_of(Tape& tape) {
  return [&tape](unsigned count) { return tape.pick(count); };
}
inline std::vector<std::string> topics_of(const Compiled& c) {
  std::vector<std::string> topics;
  for (const Topic& topic : c.graph->topics) topics.push_back(topic.id);
  return topics;
}

inline constexpr Day kSomeDay = 20'500;  // 2026-02-16

}  // namespace signpost::naive
