#include "cli/replay_line.hpp"

#include "cli/place.hpp"

namespace signpost {

std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=,+:@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  if (word.find_first_of("\"\\$`!") == std::string::npos) return "\"" + word + "\"";
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string replay_line(const ReplayParts& parts) {
  std::string line = "signpost run";
  if (parts.dir != kDefaultLibrary)
    line += " " + shell_word(parts.dir.find('/') == std::string::npos ? "./" + parts.dir : parts.dir);
  line += " " + shell_word(parts.topic);
  const auto flag = [&](const char* name, const std::string& value) {
    if (!value.empty()) line += std::string(" ") + name + " " + shell_word(value);
  };
  flag("--age", parts.age);
  flag("--sex", parts.sex);
  flag("--party", parts.party);
  flag("--on", parts.on);
  for (const std::string& switched : parts.switches) flag("--switch", switched);
  std::string answers;
  for (const std::string& answer : parts.answers) answers += (answers.empty() ? "" : ",") + answer;
  flag("--answers", answers);
  return line;
}

std::string replay_line(const Witness& witness, const std::string& topic, const std::string& dir) {
  ReplayParts parts{dir, topic, age_text(witness.age), {}, {}, {}, witness.switched, {}};
  parts.sex = witness.sex == symbol::female ? "female" : witness.sex == symbol::male ? "male" : "not-said";
  if (witness.party == symbol::someone_else) parts.party = "someone-else";
  for (const auto& [question, value] : witness.answers) parts.answers.push_back(question + "=" + value);
  return replay_line(parts);
}

}  // namespace signpost
