// Reading and printing tests. The grammar is small on purpose: what a clinician can read aloud.
//
//   test    := term { "and" term } | term { "or" term }          both in one need brackets
//   term    := "not" term | "(" test ")" | "known" name | "score" name compare number | simple
//   simple  := name | name "is" ( "none" | "unsure" | "one" "of" "(" name... ")" | name ) | name "includes" name
//            | name ["ago"] compare number unit...
//   claims  := "outcome is" name | "level is" name | "disposition is" [ ("less" | "more") "urgent" "than" ] name
#include "engine/pathway/condition.hpp"

#include <array>
#include <cassert>
#include <optional>
#include <utility>

#include "engine/text/utf8.hpp"

namespace signpost {

namespace {

constexpr std::string_view kMixed = "`and` and `or` stand together without brackets";

enum class Mark { word, number, open, close, less, at_most, at_least, more, odd };

struct Token {
  Mark mark = Mark::odd;
  std::string_view text;
  std::size_t offset = 0;
};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool ends_word(char c) { return blank(c) || c == '(' || c == ')' || c == '<' || c == '>' || c == '=' || c == ','; }

// "and", "or" and their like: words that can be neither a name nor a unit.
bool reserved_word(std::string_view word) { return word == "and" || word == "or" || word == "not"; }

bool is_name(std::string_view word) {
  bool start = true, slash = false;
  for (const char c : word) {
    const bool letter = c >= 'a' && c <= 'z';
    if (start && !letter) return false;
    if (c == '/') {
      if (slash) return false;
      slash = true;
    } else if (!letter && !digit(c) && c != '-') {
      return false;
    }
    start = c == '/';
  }
  return !start;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (blank(c)) {
      ++at;
      continue;
    }
    const auto take = [&](Mark mark, std::size_t size) {
      tokens.push_back({mark, text.substr(at, size), at});
      at += size;
    };
    const bool equals_next = at + 1 < text.size() && text[at + 1] == '=';
    const bool negative = c == '-' && at + 1 < text.size() && digit(text[at + 1]);
    if (c == '(') {
      take(Mark::open, 1);
    } else if (c == ')') {
      take(Mark::close, 1);
    } else if (c == '<') {
      equals_next ? take(Mark::at_most, 2) : take(Mark::less, 1);
    } else if (c == '>') {
      equals_next ? take(Mark::at_least, 2) : take(Mark::more, 1);
    } else if (c == '=' || c == ',') {
      take(Mark::odd, c == '=' && equals_next ? 2 : 1);
    } else if (digit(c) || negative) {
      std::size_t end = at + 1;
      while (end < text.size() &&
             (digit(text[end]) || (text[end] == '.' && end + 1 < text.size() && digit(text[end + 1]))))
        ++end;
      take(Mark::number, end - at);  // a unit may follow without a space: "38°C"
    } else {
      std::size_t end = at;
      while (end < text.size() && !ends_word(text[end])) ++end;
      take(Mark::word, end - at);
    }
  }
  return tokens;
}

class Parser {
 public:
  Parser(std::string_view text, std::span<const TextPlace> places, Diagnostics& diagnostics, bool claim)
      : text_(text), places_(places), diagnostics_(diagnostics), claim_(claim), tokens_(tokens_of(text)) {}

  Condition parse() {
    if (tokens_.empty()) return fail(0, text_.size(), "the test is empty");
    if (tokens_.size() > kMaxConditionTerms) {
      diagnostics_.add(Code::too_many, whole(),
                       "a test has " + std::to_string(tokens_.size()) + " words; " +
                           std::to_string(kMaxConditionTerms) + " are the most",
                       "give a part of it a name in facts.yaml with `means:`, and use that name here");
      return {};
    }
    if (tokens_.size() == 1 && tokens_[0].text == "everyone") {
      Condition everyone;
      everyone.at = whole();
      return everyone;
    }
    Condition condition = test(0);
    if (!failed_ && next_ < tokens_.size()) unexpected("");
    return failed_ ? Condition{} : condition;
  }

 private:
  Location place(std::size_t offset, std::size_t length) const {
    std::size_t piece = 0;
    while (piece + 1 < places_.size() && places_[piece + 1].offset <= offset) ++piece;
    Location at = places_[piece].at;
    at.column += static_cast<std::uint32_t>(
        count_characters(text_.substr(places_[piece].offset, offset - places_[piece].offset)));
    if (piece + 1 < places_.size() && offset + length > places_[piece + 1].offset)
      length = places_[piece + 1].offset - offset;
    std::string_view shown = text_.substr(offset, length);
    while (!shown.empty() && blank(shown.back())) shown.remove_suffix(1);
    at.length = static_cast<std::uint32_t>(count_characters(shown));
    return at;
  }
  Location whole() const { return place(0, text_.size()); }
  Location place(const Token& token) const { return place(token.offset, token.text.size()); }

  const Token* peek(std::size_t ahead = 0) const {
    return next_ + ahead < tokens_.size() ? &tokens_[next_ + ahead] : nullptr;
  }
  bool next_is(std::string_view word, std::size_t ahead = 0) const {
    const Token* token = peek(ahead);
    return token != nullptr && token->mark == Mark::word && token->text == word;
  }
  bool accept(std::string_view word) {
    if (!next_is(word)) return false;
    ++next_;
    return true;
  }
  bool next_is(Mark mark) const { return peek() != nullptr && peek()->mark == mark; }
  bool next_compares() const { return peek() != nullptr && peek()->mark >= Mark::less && peek()->mark <= Mark::more; }

  Condition fail(std::size_t offset, std::size_t length, std::string message, std::string help = {}) {
    if (!failed_) diagnostics_.add(Code::bad_condition, place(offset, length), std::move(message), std::move(help));
    failed_ = true;
    return {};
  }
  Condition fail(const Token& token, std::string message, std::string help = {}) {
    return fail(token.offset, token.text.size(), std::move(message), std::move(help));
  }
  // What stands next cannot stand there, or nothing stands there and something must.
  Condition unexpected(std::string_view wanted) {
    const std::string want = wanted.empty() ? std::string() : ": " + std::string(wanted) + " is meant";
    if (next_ >= tokens_.size()) {
      const Token& last = tokens_.back();
      return fail(last, "the test ends too early" + want);
    }
    const Token& token = tokens_[next_];
    const std::string quoted = "`" + std::string(token.text) + "`";
    if (token.text == "=" || token.text == "==")
      return fail(token, quoted + " is no part of a test", "write `is`, such as: sex is female");
    if (token.text == "≥" || token.text == "≤") {
      return fail(token, quoted + " is no part of a test", token.text == "≥" ? "write >=" : "write <=");
    }
    if (token.text == "AND" || token.text == "OR" || token.text == "NOT" || token.text == "IS") {
      return fail(token, quoted + " is written in capitals", "the words of a test are written in small letters");
    }
    if (token.text == "&&" || token.text == "||" || token.text == "!") {
      return fail(token, quoted + " is no part of a test", "write `and`, `or` or `not`");
    }
    if (token.text == ",")
      return fail(token, "a comma is no part of a test", "leave it out: names in brackets are separated by spaces");
    if (token.mark == Mark::close) return fail(token, "a bracket is closed that was never opened");
    return fail(token, quoted + " cannot stand here" + want);
  }

  Condition finish(Condition condition, std::size_t first_token) const {
    const Token& first = tokens_[first_token];
    const Token& last = tokens_[next_ - 1];
    condition.at = place(first.offset, last.offset + last.text.size() - first.offset);
    return condition;
  }

  Condition test(std::size_t depth) {
    if (depth > kMaxConditionDepth) {
      if (!failed_) {
        diagnostics_.add(Code::too_many, place(tokens_[std::min(next_, tokens_.size() - 1)]),
                         "brackets and `not` are nested more than " + std::to_string(kMaxConditionDepth) + " deep",
                         "give a part of the test a name in facts.yaml with `means:`");
      }
      failed_ = true;
      return {};
    }
    const std::size_t first = next_;
    Condition left = term(depth);
    if (failed_) return {};
    const bool all = next_is("and"), any = next_is("or");
    if (!all && !any) return left;
    Condition joined;
    joined.kind = all ? Condition::Kind::all : Condition::Kind::any;
    append(joined, std::move(left));
    while (!failed_ && (next_is("and") || next_is("or"))) {
      if (next_is("and") != all) {
        return fail(tokens_[next_], std::string(kMixed),
                    "put brackets round what belongs together, such as: a and (b or c)");
      }
      ++next_;
      Condition part = term(depth);
      if (!failed_) append(joined, std::move(part));
    }
    return failed_ ? Condition{} : finish(std::move(joined), first);
  }

  // `a and (b and c)` is the same test as `a and b and c`.
  static void append(Condition& joined, Condition part) {
    if (part.kind == joined.kind) {
      for (Condition& inner : part.parts) joined.parts.push_back(std::move(inner));
    } else {
      joined.parts.push_back(std::move(part));
    }
  }

  Condition term(std::size_t depth) {
    const std::size_t first = next_;
    if (accept("not")) {
      if (depth + 1 > kMaxConditionDepth) return test(depth + 1);
      Condition negation;
      negation.kind = Condition::Kind::negation;
      negation.parts.push_back(term(depth + 1));
      return failed_ ? Condition{} : finish(std::move(negation), first);
    }
    if (next_is(Mark::open)) {
      const Token& open = tokens_[next_++];
      Condition inner = test(depth + 1);
      if (failed_) return {};
      if (!next_is(Mark::close)) {
        if (next_ < tokens_.size()) return unexpected("a closing bracket");
        return fail(open, "this bracket is never closed");
      }
      ++next_;
      return inner;
    }
    Condition simple = simple_term();
    return failed_ ? Condition{} : finish(std::move(simple), first);
  }

  std::optional<Name> name(std::string_view wanted) {
    const Token* token = peek();
    if (token == nullptr || token->mark != Mark::word || reserved_word(token->text)) {
      unexpected(wanted);
      return std::nullopt;
    }
    if (!is_name(token->text)) {
      bool capital = false;
      for (const char c : token->text) capital = capital || (c >= 'A' && c <= 'Z');
      if (capital && token->text != "AND" && token->text != "OR" && token->text != "NOT" && token->text != "IS") {
        fail(*token, "`" + std::string(token->text) + "` is no name: names are written in small letters");
      } else {
        unexpected(wanted);
      }
      return std::nullopt;
    }
    ++next_;
    return Name{std::string(token->text), place(*token)};
  }

  Condition simple_term() {
    Condition term;
    if (next_is("known")) {
      ++next_;
      term.kind = Condition::Kind::known;
      return with_subject(std::move(term), "the name of a fact or question");
    }
    const Token* after = peek(1);
    const bool a_score = next_is("score") && after != nullptr && after->mark == Mark::word && after->text != "is" &&
                         after->text != "includes" && after->text != "ago" && !reserved_word(after->text);
    if (a_score) {
      ++next_;
      term.kind = Condition::Kind::score;
      term = with_subject(std::move(term), "the name of a score");
      return failed_ ? Condition{} : compared(std::move(term));
    }
    if (claim_ && next_is("is", 1) && (next_is("outcome") || next_is("level") || next_is("disposition")))
      return end_of_journey();

    term = with_subject(std::move(term), "the name of a fact, question or switch");
    if (failed_) return {};
    if (accept("is")) return is(std::move(term));
    if (accept("includes")) {
      term.kind = Condition::Kind::includes;
      return with_value(std::move(term), "an answer of the list");
    }
    if (accept("ago")) {
      term.kind = Condition::Kind::ago;
      return compared(std::move(term));
    }
    if (next_compares()) {
      term.kind = Condition::Kind::compare;
      return compared(std::move(term));
    }
    term.kind = Condition::Kind::truth;
    return term;
  }

  Condition with_subject(Condition term, std::string_view wanted) {
    if (std::optional<Name> subject = name(wanted)) term.subject = std::move(*subject);
    return term;
  }
  Condition with_value(Condition term, std::string_view wanted) {
    if (std::optional<Name> value = name(wanted)) term.values.push_back(std::move(*value));
    return term;
  }

  Condition is(Condition term) {
    if (next_is("not")) {
      return fail(tokens_[next_], "`is not` is no part of a test", "write `not` before it, such as: not (now is yes)");
    }
    if (accept("none")) {
      term.kind = Condition::Kind::is_none;
      return term;
    }
    if (accept("unsure")) {
      term.kind = Condition::Kind::is_unsure;
      return term;
    }
    term.kind = Condition::Kind::is;
    if (next_is("one") && next_is("of", 1)) {
      next_ += 2;
      return one_of(std::move(term));
    }
    if (next_is(Mark::number)) {
      return fail(tokens_[next_], "a number is compared with < <= > or >=, not with `is`");
    }
    return with_value(std::move(term), "an answer");
  }

  Condition one_of(Condition term) {
    if (!next_is(Mark::open)) return unexpected("an opening bracket");
    ++next_;
    while (!next_is(Mark::close)) {
      term = with_value(std::move(term), "an answer or a closing bracket");
      if (failed_) return {};
    }
    ++next_;
    if (term.values.empty()) return fail(tokens_[next_ - 1], "the brackets after `is one of` are empty");
    return term;
  }

  Condition compared(Condition term) {
    if (!next_compares()) return unexpected("one of < <= > >=");
    static constexpr std::array kComparisons{Comparison::less, Comparison::at_most, Comparison::at_least,
                                             Comparison::more};
    term.comparison =
        kComparisons[static_cast<std::size_t>(tokens_[next_++].mark) - static_cast<std::size_t>(Mark::less)];
    if (!next_is(Mark::number)) return unexpected("a number");
    const Token& number = tokens_[next_++];
    const std::string_view digits = number.text.starts_with('-') ? number.text.substr(1) : number.text;
    if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') {
      return fail(number, "`" + std::string(number.text) + "` begins with a nought", "leave the nought out");
    }
    term.quantity = number.text;
    if (term.kind == Condition::Kind::score) return term;
    while (const Token* token = peek()) {
      if (token->mark != Mark::word || reserved_word(token->text)) break;
      if (!term.unit.empty()) term.unit += ' ';
      term.unit += token->text;
      ++next_;
    }
    return term;
  }

  Condition end_of_journey() {
    Condition term;
    const Token& what = tokens_[next_];
    term.subject = {std::string(what.text), place(what)};
    term.kind = what.text == "outcome" ? Condition::Kind::outcome_is
                : what.text == "level" ? Condition::Kind::level_is
                                       : Condition::Kind::disposition;
    next_ += 2;
    const bool less = next_is("less"), more = next_is("more");
    if (term.kind == Condition::Kind::disposition && (less || more) && next_is("urgent", 1)) {
      next_ += 2;
      if (!accept("than")) return unexpected("`than`");
      term.compared = true;
      term.comparison = less ? Comparison::more : Comparison::less;  // later in the list of dispositions is less urgent
      return with_value(std::move(term), "a disposition");
    }
    if (next_is("one") && next_is("of", 1)) {
      next_ += 2;
      return one_of(std::move(term));
    }
    return with_value(std::move(term), "a name");
  }

  std::string_view text_;
  std::span<const TextPlace> places_;
  Diagnostics& diagnostics_;
  bool claim_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  bool failed_ = false;  // the first mistake of a test is told, the rest would be guesses
};

}  // namespace

Condition parse_condition(std::string_view text, std::span<const TextPlace> places, Diagnostics& diagnostics,
                          bool claim) {
  assert(!places.empty() && places.front().offset == 0);
  return Parser(text, places, diagnostics, claim).parse();
}

Condition parse_condition(std::string_view text, Location at, Diagnostics& diagnostics, bool claim) {
  const TextPlace place{0, at};
  return parse_condition(text, std::span(&place, 1), diagnostics, claim);
}

}  // namespace signpost
