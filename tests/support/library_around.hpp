// Small libraries written by hand: a base that every test shares, and what the test is about.
#pragma once

#include <string>
#include <vector>

#include "engine/read/library.hpp"

namespace signpost::tests {

// The outcomes that a hand-written file leads to, of these three, most urgent first: now, soon, home.
inline std::string outcomes_for(const std::string& body) {
  std::string text = "outcomes:\n";
  const auto add = [&](const std::string& id, const std::string& rest) {
    if (body.find(" " + id + "\n") != std::string::npos || body.find(" " + id + " }") != std::string::npos ||
        body.find(" " + id + ",") != std::string::npos) {
      text += "  " + id + ": { " + rest + ", worsening: [worse] }\n";
    }
  };
  add("now", "disposition: ambulance-now, reason: \"It is serious.\", advice: [stay]");
  add("soon", "disposition: ed-1h, reason: \"It may be serious.\", advice: [rest]");
  add("home", "disposition: self-care, reason: \"It is not serious.\", advice: [rest]");
  return text;
}

// `facts` are the entries of facts.yaml, `library` more lines of library.yaml, `advice` more items; `files` are modules
// and pathways as path and text.
inline std::vector<NamedText> library_around(const std::string& facts, std::vector<NamedText> files,
                                             const std::string& library = "", const std::string& advice = "") {
  files.push_back({"library.yaml", "library: small\nred-flag-within: 3 questions\n" + library});
  if (!facts.empty()) files.push_back({"facts.yaml", "facts:\n" + facts});
  files.push_back(
      {"dispositions.yaml",
       "dispositions:\n"
       "  ambulance-now: { service: ambulance, within: now, level: emergency, contact: call 999 }\n"
       "  ed-1h: { service: emergency department, within: 1 hour, level: emergency, contact: go in person }\n"
       "  gp-3-days: { service: own GP, within: 3 working days, level: routine, contact: phone }\n"
       "  self-care: { service: home, within: no limit, level: self-care, contact: none }\n"});
  files.push_back(
      {"advice.yaml",
       "advice:\n  stay: { text: \"Stay with <you>.\" }\n  rest: { text: \"Rest.\" }\n  drink: { text: \"Drink.\" }\n"
       "  worse: { text: \"Call 999 if it gets worse.\", calls: 999 }\n" +
           advice});
  files.push_back(
      {"wording.yaml",
       "variants:\n  self: party is self\n  child: party is someone-else and age < 16 years\n  other: otherwise\n"
       "phrases:\n  you: [your child, they]\n"});
  files.push_back({"evidence.yaml",
                   "evidence:\n  source: { title: \"A guideline\", year: 2024, url: \"https://example.org/\" }\n"});
  return files;
}

// A pathway or module file around the steps (and whatever else) in `body`.
inline NamedText pathway_file(const std::string& id, const std::string& body, const std::string& admits = "everyone",
                              const std::string& topic = "") {
  return {"topics/" + id + ".yaml", "pathway: " + id + "\n" + (topic.empty() ? "" : "topic: " + topic + "\n") +
                                        "title: A small one\nversion: 1.0.0\nstatus: draft\nfor: " + admits + "\n" +
                                        body + outcomes_for(body)};
}
inline NamedText module_file(const std::string& id, const std::string& body) {
  return {"modules/" + id + ".yaml", "module: " + id + "\ntitle: A small one\n" + body};
}

// A yes/no fact.
inline std::string yes_no_fact(const std::string& id, const std::string& more = "") {
  return "  " + id + ":\n    meaning: Something is so\n    type: yes or no\n" + more;
}

}  // namespace signpost::tests
