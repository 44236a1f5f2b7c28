#include "engine/scenarios/hazard_links.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signpost {

namespace {

// The names of all tests of a file.
std::vector<std::string> tests_in(std::string_view file) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < file.size();) {
    const std::size_t end = std::min(file.find('\n', begin), file.size());
    std::string_view line = file.substr(begin, end - begin);
    begin = end + 1;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    for (const std::string_view opening : {"TEST_CASE(\"", "test('", "test(\""}) {
      if (!line.starts_with(opening)) continue;
      const char quote = opening.back();
      std::string name;
      std::size_t i = opening.size();
      for (; i < line.size() && line[i] != quote; ++i) {
        if (line[i] == '\\' && i + 1 < line.size()) ++i;
        name += line[i];
      }
      // A tag that hides a test from a run makes it no evidence.
      if (i < line.size() && line.find("\"[.", i) == std::string_view::npos) names.push_back(std::move(name));
    }
  }
  return names;
}

class LinkCheck {
 public:
  LinkCheck(const HazardEvidence& evidence, Diagnostics& diagnostics) : is_(evidence), out_(diagnostics) {}

  LinkVerdict check(const Hazard& hazard, const HazardLink& link) {
    switch (link.kind) {
      case HazardLink::Kind::claim:
        return claim(hazard, link);
      case HazardLink::Kind::scenario:
        return scenario(hazard, link);
      case HazardLink::Kind::test:
        return test(hazard, link);
      case HazardLink::Kind::code:
        break;
    }
    return code(hazard, link);
  }

 private:
  LinkVerdict dangling(const Hazard& hazard, const Text& at, std::string message, std::string help) {
    out_.add(Code::hazard_link_dangling, at.at, fmt::format("hazard `{}`: {}", hazard.id.text, message),
             std::move(help));
    return {LinkVerdict::Kind::dangling, std::move(message)};
  }
  LinkVerdict fails(const Hazard& hazard, const HazardLink& link, std::string words, Location where,
                    std::string_view what) {
    out_.add(Code::hazard_not_shown, link.what.at,
             fmt::format("hazard `{}`: the {} \"{}\" {}, so nothing is shown by it", hazard.id.text, what,
                         link.what.text, words),
             "mend what fails, or name something that shows the control, and judge the risk again")
        .notes.push_back({where, fmt::format("the {}", what)});
    return {LinkVerdict::Kind::fails, std::move(words)};
  }
  // The nearest of `known`, as a help.
  static std::string nearest(const Text& written, const std::vector<std::string_view>& known, std::string otherwise) {
    const std::string_view near = did_you_mean(written.text, known);
    return near.empty() ? std::move(otherwise) : fmt::format("did you mean `{}`?", near);
  }

  std::string shown(const Text& in) const {
    return is_.folder.empty() || is_.folder.ends_with('/') ? is_.folder + in.text : is_.folder + "/" + in.text;
  }
  // The library's file that a link names; nothing, with a finding, where there is none.
  std::optional<std::uint32_t> file(const Hazard& hazard, const HazardLink& link, LinkVerdict& verdict) {
    const Sources& sources = is_.library.sources;
    std::vector<std::string_view> known;
    const std::size_t prefix = shown({}).size();
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
      if (sources.file(i).path == shown(link.in)) return i;
      if (sources.file(i).path.size() > prefix) known.push_back(std::string_view(sources.file(i).path).substr(prefix));
    }
    verdict = dangling(hazard, link.in, fmt::format("the library has no file {}", link.in.text),
                       nearest(link.in, known, "files are named from the library's folder, such as safety.yaml"));
    return std::nullopt;
  }

  LinkVerdict claim(const Hazard& hazard, const HazardLink& link) {
    LinkVerdict verdict{LinkVerdict::Kind::dangling, {}};
    const auto in = file(hazard, link, verdict);
    if (!in) return verdict;
    std::vector<const Claim*> there;
    const auto gather = [&](const std::vector<Claim>& claims) {
      for (const Claim& one : claims)
        if (one.at.file == *in) there.push_back(&one);
    };
    gather(is_.library.claims);
    for (const Pathway& pathway : is_.library.pathways) gather(pathway.claims);
    verdict.kind = LinkVerdict::Kind::dangling;
    for (const Claim* one : there) {
      if (one->claim.text != link.what.text) continue;
      const LinkVerdict its = judged(*one);
      if (its.kind == LinkVerdict::Kind::fails) return fails(hazard, link, its.words, one->at, "claim");
      verdict = its;
    }
    if (verdict.kind != LinkVerdict::Kind::dangling) return verdict;
    std::vector<std::string_view> known;
    known.reserve(there.size());
    for (const Claim* one : there) known.push_back(one->claim.text);
    return dangling(hazard, link.what, fmt::format("{} has no claim \"{}\"", link.in.text, link.what.text),
                    nearest(link.what, known, "write the claim's own words, letter by letter"));
  }

  LinkVerdict judged(const Claim& claim) const {
    const ClaimResult* result = result_of(is_.graph, is_.proof, claim);
    if (result == nullptr) return {LinkVerdict::Kind::fails, "is made of no pathway"};
    using Verdict = ClaimResult::Verdict;
    switch (result->verdict) {
      case Verdict::proven:
        return {LinkVerdict::Kind::holds, "proven of every patient"};
      case Verdict::refuted:
        return {LinkVerdict::Kind::fails, "is refuted"};
      case Verdict::waived:
        return {LinkVerdict::Kind::fails, fmt::format("does not hold, and is waived until {}", claim.waived->until)};
      case Verdict::about_nobody:
        return {LinkVerdict::Kind::fails, "speaks of nobody"};
      case Verdict::not_proven:
        break;
    }
    return {LinkVerdict::Kind::fails, "is not proven"};
  }

  LinkVerdict scenario(const Hazard& hazard, const HazardLink& link) {
    LinkVerdict verdict{LinkVerdict::Kind::dangling, {}};
    const auto in = file(hazard, link, verdict);
    if (!in) return verdict;
    verdict.kind = LinkVerdict::Kind::dangling;
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < is_.library.scenarios.size(); ++i) {
      const Scenario& one = is_.library.scenarios[i];
      if (one.at.file != *in) continue;
      known.push_back(one.name.text);
      if (one.name.text != link.what.text) continue;
      if (!is_.scenarios[i].passed) return fails(hazard, link, "fails", one.at, "scenario");
      verdict = {LinkVerdict::Kind::holds, "passes"};
    }
    if (verdict.kind != LinkVerdict::Kind::dangling) return verdict;
    return dangling(hazard, link.what, fmt::format("{} has no scenario \"{}\"", link.in.text, link.what.text),
                    nearest(link.what, known, "write the scenario's name, letter by letter"));
  }

  LinkVerdict test(const Hazard& hazard, const HazardLink& link) {
    const std::string& path = link.in.text;
    if (!path.starts_with("tests/") || path.find("..") != std::string::npos)
      return dangling(hazard, link.in, fmt::format("{} is no file of the program's tests", path),
                      "tests are named from the top of the project, such as tests/server/api_test.cpp");
    if (!is_.test_file) return {LinkVerdict::Kind::unchecked, "not checked: the tests are not on this machine"};
    const std::optional<std::string> text = is_.test_file(path);
    if (!text)
      return dangling(hazard, link.in, fmt::format("there is no file {}", path),
                      "tests are named from the top of the project, such as tests/server/api_test.cpp");
    const std::vector<std::string> names = tests_in(*text);
    if (std::find(names.begin(), names.end(), link.what.text) != names.end())
      return {LinkVerdict::Kind::there, "there, not run by this report"};
    return dangling(hazard, link.what, fmt::format("{} has no test \"{}\"", path, link.what.text),
                    nearest(link.what, {names.begin(), names.end()}, "write the test's name, letter by letter"));
  }

  LinkVerdict code(const Hazard& hazard, const HazardLink& link) {
    const auto found = code_named(link.what.text);
    if (found) return {LinkVerdict::Kind::holds, std::string(info(*found).summary)};
    std::vector<std::string_view> known;
    for (const CodeInfo& row : all_codes()) known.push_back(row.text);
    return dangling(hazard, link.what, fmt::format("no finding has the code `{}`", link.what.text),
                    nearest(link.what, known, "`signpost explain` lists them all"));
  }

  const HazardEvidence& is_;
  Diagnostics& out_;
};

}  // namespace

bool holds_test(std::string_view file, std::string_view name) {
  const std::vector<std::string> names = tests_in(file);
  return std::find(names.begin(), names.end(), name) != names.end();
}

LinkVerdicts check_links(const HazardLog& log, const HazardEvidence& evidence, Diagnostics& diagnostics) {
  LinkCheck check(evidence, diagnostics);
  LinkVerdicts verdicts;
  for (const Hazard& hazard : log.hazards) {
    auto& of_hazard = verdicts.emplace_back();
    for (const HazardControl& control : hazard.controls) {
      auto& of_control = of_hazard.emplace_back();
      for (const HazardLink& link : control.shown_by) of_control.push_back(check.check(hazard, link));
    }
  }
  return verdicts;
}

}  // namespace signpost
