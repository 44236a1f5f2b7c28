// The JSON Schema of each kind of file, printed from the table of keys. It covers shapes only: keys, what is required,
// id patterns, closed words, lengths, most points and hover texts. Whether a target, fact or band is right is the
// compiler's affair.
#include <cstdint>
#include <string>

#include "engine/read/keys.hpp"
#include "engine/read/library.hpp"
#include "engine/text/json_text.hpp"

namespace signpost {

namespace {

constexpr std::string_view kIdPattern = "^[a-z][a-z0-9-]*$";
constexpr std::string_view kPathPattern = "^[a-z][a-z0-9-]{0,39}(/[a-z][a-z0-9-]{0,39})?$";
constexpr std::string_view kLengthPattern = "^(0|[1-9][0-9]*) (minute|hour|day|week|month|year)s?$";
constexpr std::string_view kMomentPattern =
    "^(today|[0-9]{4}-[0-9]{2}-[0-9]{2}|(0|[1-9][0-9]*) (minute|hour|day|week|month|year)s? ago)$";
constexpr std::string_view kDayPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr std::string_view kAgePattern = "^((0|[1-9][0-9]*) (day|week|month|year)s?|[0-9]{4}-[0-9]{2}-[0-9]{2})$";
constexpr std::string_view kRangePattern = "^((below|under|up to|over|from) .+|.+ and over|.+ to .+)$";
constexpr std::string_view kQuestionsPattern = "^(0|[1-9][0-9]*) questions?$";
static_assert(kMaxIdCharacters == 40, "kPathPattern spells the limit out");

class Writer {
 public:
  std::string file(FileKind kind) {
    json_.begin_object();
    json_.key("$schema").string("https://json-schema.org/draft/2020-12/schema");
    json_.key("title").string("Signpost: " + std::string(file_kind_name(kind)));
    json_.key("description")
        .string("Shapes only: whether targets, facts and bands are right is for the compiler to say.");
    map_inside(file_spec(kind));
    json_.end_object();
    return json_.take();
  }

 private:
  // An editor follows YAML 1.2, where 38 is a number and true is a boolean (and yes and no are words). The language
  // sees texts, so wherever a text may stand, those may stand.
  void text_type() { json_.key("type").begin_array().string("string").string("number").string("boolean").end_array(); }

  void scalar_inside(const Shape& shape) {
    const std::size_t most = shape.most == 0 ? kMaxPlainCharacters : shape.most;
    const auto string_with = [this](std::string_view pattern) {
      json_.key("type").string("string").key("pattern").string(pattern);
    };
    switch (shape.scalar) {
      case Scalar::none:
        return;
      case Scalar::id:
        string_with(kIdPattern);
        json_.key("maxLength").number(kMaxIdCharacters);
        reserved();
        return;
      case Scalar::name:
        string_with(kIdPattern);
        json_.key("maxLength").number(kMaxIdCharacters);
        return;
      case Scalar::path:
        return string_with(kPathPattern);
      case Scalar::prose:
      case Scalar::answer:
      case Scalar::plain:
        text_type();
        json_.key("minLength").number(1).key("maxLength").number(most);
        return;
      case Scalar::choice:
        json_.key("enum").begin_array();
        for (const std::string_view word : shape.words) choice(word);
        json_.end_array();
        return;
      case Scalar::integer:
        json_.key("type").string("integer");
        if (shape.most != 0) {
          const auto furthest = static_cast<std::int64_t>(shape.most);
          json_.key("minimum").number(-furthest).key("maximum").number(furthest);
        }
        return;
      case Scalar::number:
        json_.key("type").string("number");
        return;
      case Scalar::length:
        return string_with(kLengthPattern);
      case Scalar::moment:
        return string_with(kMomentPattern);
      case Scalar::day:
        return string_with(kDayPattern);
      case Scalar::age:
        return string_with(kAgePattern);
      case Scalar::range:
        return string_with(kRangePattern);
      case Scalar::test:
        json_.key("type").string("string").key("minLength").number(1);
        return;
      case Scalar::questions:
        return string_with(kQuestionsPattern);
    }
  }

  // A closed word, and what YAML 1.2 makes of it.
  void choice(std::string_view word) {
    json_.string(word);
    if (word == "true" || word == "false") json_.boolean(word == "true");
    if (word == "999") json_.number(999);
  }

  void reserved() {
    json_.key("not").begin_object().key("enum").begin_array();
    for (const std::string_view word : reserved_ids()) json_.string(word);
    json_.end_array().end_object();
  }

  void shape_inside(const Shape& shape) {
    const int ways =
        (shape.scalar != Scalar::none) + (shape.items != nullptr) + (shape.map != nullptr) + (shape.entries != nullptr);
    if (ways == 1) return one_way_inside(shape);
    json_.key("anyOf").begin_array();
    Shape one;
    one.scalar = shape.scalar, one.words = shape.words, one.most = shape.most;
    if (one.scalar != Scalar::none) object(one);
    one = Shape{};
    one.items = shape.items;
    if (one.items != nullptr) object(one);
    one = Shape{};
    one.map = shape.map;
    if (one.map != nullptr) object(one);
    one = Shape{};
    one.entries = shape.entries, one.keys = shape.keys, one.may_be_empty = shape.may_be_empty;
    if (one.entries != nullptr) object(one);
    json_.end_array();
  }

  void object(const Shape& shape) {
    json_.begin_object();
    one_way_inside(shape);
    json_.end_object();
  }

  void one_way_inside(const Shape& shape) {
    if (shape.items != nullptr) {
      json_.key("type")
          .string("array")
          .key("minItems")
          .number(shape.may_be_empty ? 0 : 1)
          .key("maxItems")
          .number(kMaxEntries);
      json_.key("items").begin_object();
      shape_inside(*shape.items);
      json_.end_object();
    } else if (shape.map != nullptr) {
      map_inside(*shape.map);
    } else if (shape.entries != nullptr) {
      json_.key("type")
          .string("object")
          .key("minProperties")
          .number(shape.may_be_empty ? 0 : 1)
          .key("maxProperties")
          .number(kMaxEntries);
      json_.key("propertyNames").begin_object();
      key_names(shape.keys);
      json_.end_object();
      json_.key("additionalProperties").begin_object();
      shape_inside(*shape.entries);
      json_.end_object();
    } else {
      scalar_inside(shape);
    }
  }

  void key_names(Scalar keys) {
    if (keys == Scalar::id) {
      json_.key("pattern").string(kIdPattern).key("maxLength").number(kMaxIdCharacters);
      reserved();
    } else if (keys == Scalar::path) {
      json_.key("pattern").string(kPathPattern);
    } else {
      json_.key("minLength").number(1).key("maxLength").number(kMaxPlainCharacters);
    }
  }

  void names(std::span<const std::string_view> list) {
    json_.begin_array();
    for (const std::string_view name : list) json_.string(name);
    json_.end_array();
  }

  void one_of_required(std::span<const std::string_view> list) {
    json_.key("anyOf").begin_array();
    for (const std::string_view name : list) {
      json_.begin_object().key("required").begin_array().string(name).end_array().end_object();
    }
    json_.end_array();
  }

  void map_inside(const MapSpec& spec) {
    json_.key("type").string("object");
    json_.key("additionalProperties").boolean(false);
    json_.key("properties").begin_object();
    for (const Key& key : spec.keys) {
      json_.key(key.name).begin_object().key("title").string(key.name).key("description").string(key.hover);
      shape_inside(key.shape);
      json_.end_object();
    }
    json_.end_object();
    std::vector<std::string_view> required;
    for (const Key& key : spec.keys) {
      if (key.required) required.push_back(key.name);
    }
    if (!required.empty()) {
      json_.key("required");
      names(required);
    }
    if (!spec.any.empty()) one_of_required(spec.any);
    if (!spec.needs.empty()) needs(spec);
    if (spec.one_group.size() > 1) exclusions(spec);
  }

  void needs(const MapSpec& spec) {
    json_.key("dependentSchemas").begin_object();
    for (const Need& need : spec.needs) {
      json_.key(need.key).begin_object();
      one_of_required(need.with);
      json_.end_object();
    }
    json_.end_object();
  }

  // No two groups at once: for each pair, not (one of these and one of those).
  void exclusions(const MapSpec& spec) {
    json_.key("allOf").begin_array();
    for (std::size_t i = 0; i < spec.one_group.size(); ++i) {
      for (std::size_t j = i + 1; j < spec.one_group.size(); ++j) {
        json_.begin_object().key("not").begin_object().key("allOf").begin_array();
        for (const std::size_t group : {i, j}) {
          json_.begin_object();
          one_of_required(spec.one_group[group]);
          json_.end_object();
        }
        json_.end_array().end_object().end_object();
      }
    }
    json_.end_array();
  }

  JsonText json_{1};
};

}  // namespace

std::vector<std::string_view> schema_kinds() {
  std::vector<std::string_view> kinds;
  for (std::size_t i = 0; i < kFileKinds; ++i) kinds.push_back(file_kind_name(static_cast<FileKind>(i)));
  return kinds;
}

std::string json_schema(std::string_view file_kind) {
  for (std::size_t i = 0; i < kFileKinds; ++i) {
    const auto kind = static_cast<FileKind>(i);
    if (file_kind_name(kind) == file_kind) return Writer().file(kind);
  }
  return {};
}

}  // namespace signpost
