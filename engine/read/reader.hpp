// From a checked tree to the authored form. Only conversion happens here: the table of keys has refused every other
// shape already (a refused value is missing, and reads as if it were not written). The tree's texts are moved out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/pathway/pathway.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

class Reader {
 public:
  Reader(const Sources& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

  // One kind of file each. `file` is the tree; its texts are used up.
  Pathway pathway(Value& file, std::uint32_t index, bool module);
  void scenarios(Value& file, std::vector<Scenario>& into);
  void library(Value& file, Library& into);
  void facts(Value& file, Library& into);
  void dispositions(Value& file, Library& into);
  void advice(Value& file, Library& into);
  void wording(Value& file, Library& into);
  void evidence(Value& file, Library& into);
  void glossary(Value& file, Library& into);
  void safety(Value& file, Library& into);
  // The answers of each set, to be put in where a question names it.
  struct AnswerSet {
    Name id;
    std::vector<Answer> answers;
    bool used = false;
  };
  std::vector<AnswerSet> answer_sets(Value& file);

  // Questions that name a set of answers instead of listing their own: `choose: how-often`.
  struct SetUse {
    std::size_t step = 0;
    Name set;
  };
  // Of the pathway read last.
  const std::vector<SetUse>& set_uses() const { return set_uses_; }

 private:
  // The value under a key when it was written and is right, else null.
  static Value* get(Value& map, std::string_view key);
  static Name name_of(Value& value);
  static Text text_of(Value& value);
  static Name name(Value& map, std::string_view key);
  static Text text(Value& map, std::string_view key);
  static std::string plain(Value& map, std::string_view key);
  static std::vector<Name> names(Value& map, std::string_view key);
  static int integer(Value& map, std::string_view key, int otherwise);
  static bool is_true(Value& map, std::string_view key);

  Condition condition_of(Value& value, bool claim = false);
  std::optional<Condition> condition(Value& map, std::string_view key, bool claim = false);

  AuthoredStep step(const Value& key, Value& map, std::size_t index);
  void question(AuthoredStep& step, Value& map, std::size_t index);
  Answer yes_or_no(const Value& key, Value& value);
  Answer band(const Value& key, Value& value);
  Answer answer(const Value& key, Value& value);
  std::vector<Answer> answers(Value& map);
  void consequences(Answer& answer, Value& map);
  Rule rule(Value& map);
  std::vector<Claim> claims(Value& map);
  Claim claim(Value& map);
  std::vector<Score> scores(Value& map);
  Fact fact(const Value& key, Value& map);
  Scenario scenario(Value& map, const Name& pathway);

  const Sources& sources_;
  Diagnostics& diagnostics_;
  std::vector<SetUse> set_uses_;
};

}  // namespace signpost
