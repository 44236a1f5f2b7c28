// What all readers share, and the files that a whole library shares.
#include "engine/read/reader.hpp"

#include <utility>

#include "engine/amounts/quantity.hpp"

namespace signpost {

Value* Reader::get(Value& map, std::string_view key) {
  Value* value = map.find(key);
  return value == nullptr || value->kind == Value::Kind::missing ? nullptr : value;
}

Name Reader::name_of(Value& value) {
  return value.kind == Value::Kind::scalar ? Name{std::move(value.text), value.at} : Name{};
}

Text Reader::text_of(Value& value) {
  if (value.kind != Value::Kind::scalar) return {};
  while (value.text.ends_with('\n') || value.text.ends_with(' '))
    value.text.pop_back();  // a block ends with a line end
  return {std::move(value.text), value.at};
}

Name Reader::name(Value& map, std::string_view key) {
  Value* value = get(map, key);
  return value == nullptr ? Name{} : name_of(*value);
}

Text Reader::text(Value& map, std::string_view key) {
  Value* value = get(map, key);
  return value == nullptr ? Text{} : text_of(*value);
}

std::string Reader::plain(Value& map, std::string_view key) { return text(map, key).text; }

std::vector<Name> Reader::names(Value& map, std::string_view key) {
  std::vector<Name> found;
  if (Value* list = get(map, key)) {
    found.reserve(list->items.size());
    for (Value& item : list->items) {
      if (item.kind == Value::Kind::scalar) found.push_back(name_of(item));
    }
  }
  return found;
}

int Reader::integer(Value& map, std::string_view key, int otherwise) {
  const Value* value = get(map, key);
  return value == nullptr ? otherwise : parse_integer(value->text).value_or(otherwise);
}

bool Reader::is_true(Value& map, std::string_view key) {
  const Value* value = get(map, key);
  return value != nullptr && value->text == "true";
}

Condition Reader::condition_of(Value& value, bool claim) {
  if (!value.quoted && !value.folded) return parse_condition(value.text, value.at, diagnostics_, claim);
  return parse_condition(value.text, places_of(sources_, value), diagnostics_, claim);
}

std::optional<Condition> Reader::condition(Value& map, std::string_view key, bool claim) {
  Value* value = get(map, key);
  return value == nullptr ? std::nullopt : std::optional(condition_of(*value, claim));
}

void Reader::library(Value& file, Library& into) {
  into.name = text(file, "library");
  into.version = text(file, "version");
  if (Value* use = get(file, "intended-use")) {
    IntendedUse& is = into.intended_use.emplace();
    is.purpose = text(*use, "purpose");
    is.patients = text(*use, "patients");
    is.users = text(*use, "users");
    is.setting = text(*use, "setting");
    is.manufacturer = text(*use, "manufacturer");
    if (Value* not_for = get(*use, "not-for")) {
      for (Value& item : not_for->items)
        if (item.kind == Value::Kind::scalar) is.not_for.push_back(text_of(item));
    }
  }
  into.first = names(file, "first");
  if (const Value* within = get(file, "red-flag-within")) {
    if (const auto quantity = parse_quantity(within->text)) {
      into.red_flag_within = parse_integer(quantity->number).value_or(into.red_flag_within);
    }
  }
  if (Value* limits = get(file, "limits")) {
    const int ways = integer(*limits, "ways-in-one-place", static_cast<int>(into.ways_in_one_place));
    if (ways < 1) {
      diagnostics_.add(Code::bad_number, limits->find("ways-in-one-place")->at,
                       "`ways-in-one-place` must be 1 or more");
    } else {
      into.ways_in_one_place = static_cast<std::size_t>(ways);
    }
  }
  if (Value* switches = get(file, "switches")) {
    for (auto& [key, value] : switches->entries) {
      if (value.kind != Value::Kind::map) continue;
      const bool on = plain(value, "default") == "on";
      into.switches.push_back({{key.text, key.at}, text(value, "meaning"), on});
    }
  }
}

Fact Reader::fact(const Value& key, Value& map) {
  Fact fact;
  fact.id = {key.text, key.at};
  fact.meaning = text(map, "meaning");
  fact.unit = text(map, "unit");
  fact.values = names(map, "values");
  fact.if_unsure = name(map, "if-unsure");
  fact.reason = text(map, "reason");
  fact.never = condition(map, "never");
  fact.means = condition(map, "means");
  if (const Value* type = get(map, "type")) {
    fact.type = type->text == "number"     ? FactType::number
                : type->text == "duration" ? FactType::duration
                : type->text == "date"     ? FactType::date
                : type->text == "one of"   ? FactType::one_of
                                           : FactType::yes_no;
    const auto conflict = [&](std::string_view wrong, std::string_view needed) {
      diagnostics_.add(Code::keys_conflict, map.find(wrong)->at,
                       "`" + std::string(wrong) + "` stands at a fact of type " + type->text,
                       "only a fact of type " + std::string(needed) + " has it");
    };
    if (fact.type == FactType::one_of && map.find("values") == nullptr) {
      diagnostics_.add(Code::missing_key, key.at, "a fact of type one of must have the key `values`",
                       "values: [first, second]");
    }
    if (fact.type != FactType::one_of && !fact.values.empty()) conflict("values", "one of");
    if (fact.type != FactType::number && !fact.unit.empty()) conflict("unit", "number");
    if (fact.type != FactType::yes_no && fact.never) conflict("never", "yes or no");
  } else if (map.find("means") != nullptr) {
    fact.type = FactType::means;
  }
  return fact;
}

void Reader::facts(Value& file, Library& into) {
  Value* facts = get(file, "facts");
  if (facts == nullptr) return;
  into.facts.reserve(facts->entries.size());
  for (auto& [key, value] : facts->entries) {
    if (value.kind == Value::Kind::map) into.facts.push_back(fact(key, value));
  }
}

void Reader::dispositions(Value& file, Library& into) {
  Value* dispositions = get(file, "dispositions");
  if (dispositions == nullptr) return;
  for (auto& [key, value] : dispositions->entries) {
    if (value.kind != Value::Kind::map) continue;
    Disposition disposition;
    disposition.id = {key.text, key.at};
    disposition.service = text(value, "service");
    disposition.within = text(value, "within");
    disposition.contact = text(value, "contact");
    disposition.heading = text(value, "heading");
    disposition.code = text(value, "code");
    const std::string level = plain(value, "level");
    disposition.level = level == "emergency" ? Level::emergency
                        : level == "urgent"  ? Level::urgent
                        : level == "routine" ? Level::routine
                                             : Level::self_care;
    into.dispositions.push_back(std::move(disposition));
  }
}

void Reader::advice(Value& file, Library& into) {
  Value* advice = get(file, "advice");
  if (advice == nullptr) return;
  for (auto& [key, value] : advice->entries) {
    if (value.kind != Value::Kind::map) continue;
    AdviceItem item;
    item.id = {key.text, key.at};
    item.text = text(value, "text");
    item.only_if = condition(value, "only-if");
    item.unless = condition(value, "unless");
    item.calls_999 = get(value, "calls") != nullptr;
    into.advice.push_back(std::move(item));
  }
}

void Reader::wording(Value& file, Library& into) {
  Value* variants = get(file, "variants");
  if (variants != nullptr) {
    for (auto& [key, value] : variants->entries) {
      if (value.kind != Value::Kind::scalar) continue;
      const bool last = &key == &variants->entries.back().key;
      Variant variant;
      variant.id = {key.text, key.at};
      variant.when.at = value.at;
      if (value.text != "otherwise") {
        variant.when = condition_of(value);
      } else if (!last) {
        diagnostics_.add(Code::bad_wording, value.at, "`otherwise` is not the last variant",
                         "set it last: the variants below it could never be used");
      }
      if (last && variant.when.kind != Condition::Kind::everyone && value.text != "otherwise") {
        diagnostics_.add(Code::bad_wording, key.at, "the last variant is not for everybody",
                         "write `otherwise` here, so that nobody is left without words");
      }
      into.variants.push_back(std::move(variant));
    }
    if (variants->entries.front().key.text != "self") {
      diagnostics_.add(Code::bad_wording, variants->entries.front().key.at, "the first variant is not `self`",
                       "set self first: it is what authors write between < and >");
    }
  }
  Value* phrases = get(file, "phrases");
  if (phrases == nullptr) return;
  into.phrases.reserve(phrases->entries.size());
  for (auto& [key, value] : phrases->entries) {
    if (value.kind != Value::Kind::list) continue;
    if (variants != nullptr && value.items.size() + 1 != variants->entries.size()) {
      diagnostics_.add(Code::bad_wording, value.at,
                       "the phrase `" + key.text + "` has " + std::to_string(value.items.size()) +
                           (value.items.size() == 1 ? " wording" : " wordings") + ", and the variants after self are " +
                           std::to_string(variants->entries.size() - 1),
                       "write one wording for each variant after self, in their order");
    }
    Phrase phrase;
    phrase.self = {key.text, key.at};
    for (Value& item : value.items) phrase.others.push_back(text_of(item));
    into.phrases.push_back(std::move(phrase));
  }
}

void Reader::evidence(Value& file, Library& into) {
  Value* evidence = get(file, "evidence");
  if (evidence == nullptr) return;
  for (auto& [key, value] : evidence->entries) {
    if (value.kind != Value::Kind::map) continue;
    into.evidence.push_back({{key.text, key.at}, text(value, "title"), text(value, "url"), text(value, "year")});
  }
}

void Reader::glossary(Value& file, Library& into) {
  Value* glossary = get(file, "glossary");
  if (glossary == nullptr) return;
  for (auto& [key, value] : glossary->entries) {
    if (value.kind == Value::Kind::scalar) into.glossary.push_back({{key.text, key.at}, text_of(value)});
  }
}

void Reader::safety(Value& file, Library& into) { into.claims = claims(file); }

std::vector<Reader::AnswerSet> Reader::answer_sets(Value& file) {
  std::vector<AnswerSet> sets;
  Value* found = get(file, "answer-sets");
  if (found == nullptr) return sets;
  for (auto& [key, value] : found->entries) {
    if (value.kind == Value::Kind::map) sets.push_back({{key.text, key.at}, answers(value), false});
  }
  return sets;
}

}  // namespace signpost
