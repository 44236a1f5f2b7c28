// The canonical spelling of tests. What is printed here is read back by condition.cpp as the same test.
#include <string>
#include <string_view>

#include "engine/pathway/condition.hpp"

namespace signpost {

namespace {

std::string_view sign(Comparison comparison) {
  switch (comparison) {
    case Comparison::less:
      return "<";
    case Comparison::at_most:
      return "<=";
    case Comparison::at_least:
      return ">=";
    case Comparison::more:
      return ">";
  }
  return "";
}

void print(std::string& out, const Condition& condition, bool brackets);

void print_parts(std::string& out, const Condition& condition, std::string_view word, bool brackets) {
  if (brackets) out += '(';
  for (std::size_t i = 0; i < condition.parts.size(); ++i) {
    if (i > 0) out.append(" ").append(word).append(" ");
    print(out, condition.parts[i], true);
  }
  if (brackets) out += ')';
}

void print_is(std::string& out, const Condition& condition) {
  out.append(condition.subject.text).append(" is ");
  if (condition.values.size() == 1) {
    out += condition.values[0].text;
    return;
  }
  out += "one of (";
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    if (i > 0) out += ' ';
    out += condition.values[i].text;
  }
  out += ')';
}

void print(std::string& out, const Condition& condition, bool brackets) {
  using Kind = Condition::Kind;
  const auto value = [&condition]() -> std::string_view {
    return condition.values.empty() ? std::string_view() : std::string_view(condition.values[0].text);
  };
  switch (condition.kind) {
    case Kind::everyone:
      out += "everyone";
      return;
    case Kind::all:
      print_parts(out, condition, "and", brackets);
      return;
    case Kind::any:
      print_parts(out, condition, "or", brackets);
      return;
    case Kind::negation:
      out += "not ";
      print(out, condition.parts[0], true);
      return;
    case Kind::truth:
      out += condition.subject.text;
      return;
    case Kind::is:
    case Kind::outcome_is:
    case Kind::level_is:
      print_is(out, condition);
      return;
    case Kind::includes:
      out.append(condition.subject.text).append(" includes ").append(value());
      return;
    case Kind::is_none:
      out.append(condition.subject.text).append(" is none");
      return;
    case Kind::is_unsure:
      out.append(condition.subject.text).append(" is unsure");
      return;
    case Kind::known:
      out.append("known ").append(condition.subject.text);
      return;
    case Kind::disposition:
      if (condition.compared) {
        out.append("disposition is ").append(condition.comparison == Comparison::more ? "less" : "more");
        out.append(" urgent than ").append(value());
      } else {
        print_is(out, condition);
      }
      return;
    case Kind::compare:
    case Kind::ago:
    case Kind::score:
      if (condition.kind == Kind::score) out += "score ";
      out += condition.subject.text;
      if (condition.kind == Kind::ago) out += " ago";
      out.append(" ").append(sign(condition.comparison)).append(" ").append(condition.quantity);
      if (!condition.unit.empty()) out.append(" ").append(condition.unit);
      return;
  }
}

}  // namespace

std::string condition_text(const Condition& condition) {
  std::string out;
  print(out, condition, false);
  return out;
}

}  // namespace signpost
