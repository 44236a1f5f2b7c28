// What facts are made of: the tests in their `means:` and `never:`, of facts that may be made of others in turn. That
// has to end, and to be little enough to be looked at whenever the fact is: thirty facts that each name the one before
// twice come to a thousand million words.
#include <algorithm>

#include "engine/names/check_parts.hpp"

namespace signpost {
namespace {

class Meanings {
 public:
  explicit Meanings(const NameScope& scope) : scope_(scope), words_(scope.library().facts.size(), kUnknown) {}

  void check() {
    for (std::uint32_t i = 0; i < words_.size(); ++i) words_of(i);
  }

 private:
  static constexpr std::size_t kUnknown = static_cast<std::size_t>(-1), kBeingCounted = kUnknown - 1;

  // The words that a test of the fact comes to, everything put in; one more than the most where they are too many.
  std::size_t words_of(std::uint32_t index) {
    std::size_t& words = words_[index];
    if (words == kBeingCounted) {
      report_circle(index);
      return 1;
    }
    if (words != kUnknown) return words;
    if (depth_ >= kMaxMeaningWords) return kMaxMeaningWords;  // whoever names it has too many
    words = kBeingCounted;
    path_.push_back(index);
    const Fact& fact = scope_.library().facts[index];
    std::size_t count = 1;
    bool named_too_many = false;
    for (const auto* test : {&fact.means, &fact.never})
      if (*test) count += words_of(**test, named_too_many);
    if (count > kMaxMeaningWords && !named_too_many) report_too_many(fact);
    path_.pop_back();
    return words = std::min(count, kMaxMeaningWords + 1);
  }

  // `named_too_many` is set where a fact that it names has too many by itself, and a finding of its own.
  std::size_t words_of(const Condition& test, bool& named_too_many) {
    ++depth_;
    std::size_t count = 1;
    for (const Condition& part : test.parts) count += words_of(part, named_too_many);
    const std::uint32_t named = test.subject.empty() ? kNoIndex : scope_.names.fact(test.subject.text);
    if (named != kNoIndex) {
      const std::size_t words = words_of(named);
      named_too_many = named_too_many || words > kMaxMeaningWords;
      count += words;
    }
    --depth_;
    return count;
  }

  void report_circle(std::uint32_t index) {
    const auto& facts = scope_.library().facts;
    const Fact& fact = facts[index];
    std::string way;
    for (auto at = std::find(path_.begin(), path_.end(), index); at != path_.end(); ++at)
      way += facts[*at].id.text + " -> ";
    scope_.diagnostics.add(
        Code::circle, fact.id.at,
        fmt::format("the meaning of `{}` goes round in a circle: {}{}", fact.id.text, way, fact.id.text),
        "say what it means by facts that are asked");
  }

  void report_too_many(const Fact& fact) {
    scope_.diagnostics.add(Code::too_many, fact.id.at,
                           fmt::format("the meaning of `{}`, with that of every fact in it, has more than {} words",
                                       fact.id.text, kMaxMeaningWords),
                           "let a question record what is worked out here, or say it more shortly");
  }

  const NameScope& scope_;
  std::vector<std::size_t> words_;   // of each fact
  std::vector<std::uint32_t> path_;  // facts being counted, each named by the one before
  std::size_t depth_ = 0;            // tests within tests, whichever facts they belong to
};

}  // namespace

void check_meanings(const NameScope& scope) { Meanings(scope).check(); }

}  // namespace signpost
