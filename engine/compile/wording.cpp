#include "engine/compile/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signpost {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
std::string lowered(std::string_view text) {
  std::string s(text);
  if (!s.empty() && upper(s[0])) s[0] = static_cast<char>(s[0] - 'A' + 'a');
  return s;
}
std::string raised(std::string s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
  return s;
}

}  // namespace

Wording::Wording(const Library& library) : variants_(std::max<std::size_t>(1, library.variants.size())) {
  for (const Phrase& phrase : library.phrases) phrases_.try_emplace(lowered(phrase.self.text), &phrase);
}

std::vector<std::string> Wording::speak(const Text& text, Diagnostics& diagnostics) const {
  if (!varies(text.text)) return std::vector<std::string>(variants_, text.text);
  std::vector<std::string> out(variants_);
  std::string_view rest = text.text;
  while (!rest.empty()) {
    auto open = rest.find('<');
    for (auto& s : out) s += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    auto close = rest.find('>', open);
    if (close == std::string_view::npos) {
      diagnostics.add(Code::bad_wording, text.at, "a wording variant is opened with `<` and never closed",
                      "close it with `>`, or write *less than* in words");
      break;
    }
    std::string_view written = rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
    auto it = phrases_.find(lowered(written));
    if (it == phrases_.end()) {
      std::vector<std::string_view> known;
      for (const auto& [key, phrase] : phrases_) known.push_back(key);
      std::sort(known.begin(), known.end());
      auto near = did_you_mean(lowered(written), known);
      diagnostics.add(Code::bad_wording, text.at, fmt::format("wording.yaml has no phrase `<{}>`", written),
                      near.empty() ? std::string("add it under `phrases:` with its other variants")
                                   : fmt::format("did you mean `<{}>`?", near));
      for (auto& s : out) s += written;
      continue;
    }
    bool capital = !written.empty() && upper(written[0]);
    out[0] += written;
    for (std::size_t v = 1; v < variants_; ++v) {
      const auto& others = it->second->others;
      std::string said = v - 1 < others.size() ? others[v - 1].text : std::string(written);
      out[v] += capital ? raised(said) : said;
    }
  }
  return out;
}

}  // namespace signpost
