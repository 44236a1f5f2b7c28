// Bodies are read into a flat list of nodes, which the functions below take apart field by field. Every field that was
// taken is marked; one left over is an unknown field.
#include "server/json.hpp"

#define JSON_USE_IMPLICIT_CONVERSIONS 0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <forward_list>
#include <nlohmann/json.hpp>

#include "server/json_reader.hpp"

namespace signpost {
namespace {

using nlohmann::json;

constexpr std::size_t kNone32 = static_cast<std::uint32_t>(-1);
constexpr std::size_t kMaxNodes = 4096;    // of one document: 512 answers with a duration each take 3,100
constexpr std::size_t kMaxTopicsSent = 8;  // more than the engine walks together; it says so itself
constexpr std::size_t kMaxListSent = kMaxAnswers;

struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, whole, number, text, list, object };
  Kind kind = Kind::null;
  bool boolean = false;
  mutable bool taken = false;
  std::uint32_t first = kNone32, last = kNone32, next = kNone32;  // first and last child, next sibling
  std::uint32_t children = 0;
  std::int64_t whole = 0;
  double number = 0;
  std::string_view key, text;  // into the body, or into the collector's `unescaped`
};

// What the reader tells of, as nodes.
class Collector {
 public:
  std::vector<JsonNode> nodes;
  std::string_view refused = "not-json";

  bool null() { return add(JsonNode::Kind::null) != nullptr; }
  bool boolean(bool value) {
    JsonNode* const node = add(JsonNode::Kind::boolean);
    if (node != nullptr) node->boolean = value;
    return node != nullptr;
  }
  bool whole(std::int64_t value) {
    JsonNode* const node = add(JsonNode::Kind::whole);
    if (node != nullptr) node->whole = value;
    return node != nullptr;
  }
  bool number(double value) {
    JsonNode* const node = add(JsonNode::Kind::number);
    if (node != nullptr) node->number = value;
    return node != nullptr;
  }
  bool text(std::string_view value, bool fleeting) {
    if (fleeting && value.find('\0') != std::string_view::npos) return false;
    JsonNode* const node = add(JsonNode::Kind::text);
    if (node != nullptr) node->text = kept(value, fleeting);
    return node != nullptr;
  }
  bool start_object() { return open(JsonNode::Kind::object); }
  bool start_list() { return open(JsonNode::Kind::list); }
  void end_object() { open_.pop_back(); }
  void end_list() { open_.pop_back(); }
  bool key(std::string_view value, bool fleeting) {
    const JsonNode& object = nodes[open_.back()];
    if (object.children >= kMaxJsonMembers) return refuse("unknown-field");
    for (std::uint32_t child = object.first; child != kNone32; child = nodes[child].next)
      if (nodes[child].key == value) return refuse("duplicate-key");
    key_ = kept(value, fleeting);
    return true;
  }

 private:
  bool refuse(std::string_view why) {
    refused = why;
    return false;
  }
  std::string_view kept(std::string_view text, bool fleeting) {
    return fleeting ? std::string_view(unescaped_.emplace_front(text)) : text;
  }
  JsonNode* add(JsonNode::Kind kind) {
    if (nodes.size() >= kMaxNodes) {
      refused = "too-long";
      return nullptr;
    }
    const auto index = static_cast<std::uint32_t>(nodes.size());
    if (!open_.empty()) {
      JsonNode& parent = nodes[open_.back()];
      (parent.last == kNone32 ? parent.first : nodes[parent.last].next) = index;
      parent.last = index;
      ++parent.children;
    }
    JsonNode& node = nodes.emplace_back();
    node.kind = kind;
    node.key = key_;
    key_ = {};
    return &node;
  }
  bool open(JsonNode::Kind kind) {
    if (open_.size() >= kMaxJsonDepth) return refuse("too-deep");
    if (add(kind) == nullptr) return false;
    open_.push_back(static_cast<std::uint32_t>(nodes.size() - 1));
    return true;
  }

  std::vector<std::uint32_t> open_;
  std::string_view key_;
  std::forward_list<std::string> unescaped_;  // texts with escapes, which stand nowhere else
};

// The document being taken apart, and the first thing found wrong with it; after that, everything reads as empty.
class Document {
 public:
  explicit Document(std::string_view body) {
    collector_.nodes.reserve(16);
    if (!JsonReader(body, collector_).read())
      problem_ = JsonProblem{400, collector_.refused, {}};
    else if (root().kind != JsonNode::Kind::object)
      fail("wrong-type", "");
  }

  const JsonNode& root() const { return collector_.nodes.front(); }
  bool failed() const { return problem_.has_value(); }
  void fail(std::string_view code, std::string_view where) {
    if (!problem_) problem_ = JsonProblem{422, code, std::string(where)};
  }

  // The member `name` of an object, or null. `where` is the member's own path.
  const JsonNode* find(const JsonNode& object, std::string_view name) {
    for (std::uint32_t child = object.first; child != kNone32; child = collector_.nodes[child].next) {
      const JsonNode& node = collector_.nodes[child];
      if (node.key == name) {
        node.taken = true;
        return &node;
      }
    }
    return nullptr;
  }
  // After all wanted members were looked for: is there any other?
  void nothing_else(const JsonNode& object, std::string_view where) {
    for (std::uint32_t child = object.first; child != kNone32; child = collector_.nodes[child].next)
      if (!collector_.nodes[child].taken) return fail("unknown-field", where);
  }

  bool is(const JsonNode& node, JsonNode::Kind kind, std::string_view where) {
    if (node.kind == kind) return true;
    fail("wrong-type", where);
    return false;
  }
  std::string text(const JsonNode& node, std::size_t most, std::string_view where) {
    if (!is(node, JsonNode::Kind::text, where)) return {};
    if (node.text.size() > most) {
      fail("too-long", where);
      return {};
    }
    return std::string(node.text);
  }
  std::string wanted_text(const JsonNode& object, std::string_view name, std::size_t most, std::string_view where) {
    const JsonNode* const node = find(object, name);
    if (node == nullptr) {
      fail("missing-field", where);
      return {};
    }
    std::string value = text(*node, most, where);
    if (value.empty() && !failed()) fail("out-of-range", where);
    return value;
  }
  template <class Take>
  void each(const JsonNode& list, Take take) {
    for (std::uint32_t child = list.first; child != kNone32 && !failed(); child = collector_.nodes[child].next)
      take(collector_.nodes[child]);
  }

  template <class What>
  Parsed<What> result(What& read) {
    if (problem_) return *std::move(problem_);
    return std::move(read);
  }

 private:
  Collector collector_;
  std::optional<JsonProblem> problem_;
};

struct AgeField {
  std::string_view name;
  AgeUnit unit;
};
constexpr AgeField kAgeFields[] = {
    {"days", AgeUnit::days}, {"weeks", AgeUnit::weeks}, {"months", AgeUnit::months}, {"years", AgeUnit::years}};

void read_age(Document& document, const JsonNode& node, PatientGiven& patient) {
  constexpr std::string_view where = "/patient/age";
  if (!document.is(node, JsonNode::Kind::object, where)) return;
  if (node.children != 1) return document.fail(node.children == 0 ? "missing-field" : "unknown-field", where);
  if (const JsonNode* const born = document.find(node, "born")) {
    const std::string text = document.text(*born, kMaxIdChars, "/patient/age/born");
    const auto day = parse_day(text);
    if (!day) return document.fail("out-of-range", "/patient/age/born");
    patient.age = *day;
    return;
  }
  for (const AgeField& field : kAgeFields)
    if (const JsonNode* const count = document.find(node, field.name)) {
      if (!document.is(*count, JsonNode::Kind::whole, where)) return;
      const auto age =
          count->whole < 0 || count->whole > 10'000 ? std::nullopt : age_of(static_cast<int>(count->whole), field.unit);
      if (!age) return document.fail("out-of-range", where);
      patient.age = *age;
    }
  document.nothing_else(node, where);
}

PatientGiven read_patient(Document& document, const JsonNode& request) {
  PatientGiven patient;
  const JsonNode* const node = document.find(request, "patient");
  if (node == nullptr || !document.is(*node, JsonNode::Kind::object, "/patient")) return patient;
  if (const JsonNode* const age = document.find(*node, "age")) read_age(document, *age, patient);
  if (const JsonNode* const sex = document.find(*node, "sex")) {
    const std::string value = document.text(*sex, kMaxIdChars, "/patient/sex");
    if (value == "female")
      patient.sex = Sex::female;
    else if (value == "male")
      patient.sex = Sex::male;
    else if (value == "not-said")
      patient.sex = Sex::not_said;
    else
      document.fail("out-of-range", "/patient/sex");
  }
  if (const JsonNode* const party = document.find(*node, "party")) {
    const std::string value = document.text(*party, kMaxIdChars, "/patient/party");
    if (value == "self")
      patient.party = Party::self;
    else if (value == "someone-else")
      patient.party = Party::someone_else;
    else
      document.fail("out-of-range", "/patient/party");
  }
  document.nothing_else(*node, "/patient");
  return patient;
}

std::vector<std::string> read_topics(Document& document, const JsonNode& request) {
  std::vector<std::string> topics;
  const JsonNode* const one = document.find(request, "topic");
  const JsonNode* const several = document.find(request, "topics");
  if (one != nullptr && several != nullptr)
    document.fail("unknown-field", "/topic");
  else if (one != nullptr)
    topics.push_back(document.text(*one, kMaxIdChars, "/topic"));
  else if (several == nullptr)
    document.fail("missing-field", "/topics");
  else if (document.is(*several, JsonNode::Kind::list, "/topics")) {
    if (several->children == 0) document.fail("out-of-range", "/topics");
    if (several->children > kMaxTopicsSent) document.fail("too-long", "/topics");
    document.each(*several,
                  [&](const JsonNode& topic) { topics.push_back(document.text(topic, kMaxIdChars, "/topics")); });
  }
  return topics;
}

AnswerValue read_value(Document& document, const JsonNode& node, std::string_view where) {
  switch (node.kind) {
    case JsonNode::Kind::text: {
      std::string value = document.text(node, kMaxIdChars, where);
      if (value == "unsure") return Unsure{};
      if (value == "seen") return Seen{};
      return value;
    }
    case JsonNode::Kind::whole:
      return static_cast<double>(node.whole);
    case JsonNode::Kind::number:
      return node.number;
    case JsonNode::Kind::list: {
      std::vector<std::string> ids;
      if (node.children > kMaxListSent) document.fail("too-long", where);
      document.each(node, [&](const JsonNode& id) { ids.push_back(document.text(id, kMaxIdChars, where)); });
      return ids;
    }
    case JsonNode::Kind::object: {  // a duration; or an age, as {"years": 34} or {"born": "1990-05-01"}
      if (const JsonNode* const amount = document.find(node, "value")) {
        Duration duration;
        if (document.is(*amount, JsonNode::Kind::whole, where)) duration.value = amount->whole;
        duration.unit = document.wanted_text(node, "unit", kMaxIdChars, where);
        document.nothing_else(node, where);
        return duration;
      }
      if (const JsonNode* const born = document.find(node, "born")) {
        document.nothing_else(node, where);
        return document.text(*born, kMaxIdChars, where);
      }
      for (const AgeField& field : kAgeFields)
        if (const JsonNode* const count = document.find(node, field.name)) {
          document.is(*count, JsonNode::Kind::whole, where);
          document.nothing_else(node, where);
          return Duration{count->whole, std::string(field.name)};
        }
      document.fail(node.children == 0 ? "missing-field" : "unknown-field", where);
      return Unsure{};
    }
    case JsonNode::Kind::null:
    case JsonNode::Kind::boolean:
      break;
  }
  document.fail("wrong-type", where);
  return Unsure{};
}

bool read_confirmed(Document& document, const JsonNode& object, std::string_view where) {
  const JsonNode* const node = document.find(object, "confirmed");
  return node != nullptr && document.is(*node, JsonNode::Kind::boolean, where) && node->boolean;
}

// A sealed journey: open() looks at its length and letters.
constexpr std::size_t kAnyLength = static_cast<std::size_t>(-1);

}  // namespace

std::optional<Patient> patient_on(const PatientGiven& given, Day on) {
  Patient patient{{}, given.sex, given.party};
  if (const Age* const age = std::get_if<Age>(&given.age)) patient.age = *age;
  if (const Day* const born = std::get_if<Day>(&given.age)) {
    const auto cell = age_on(*born, on);
    if (!cell) return std::nullopt;
    patient.age = Age{*cell, *cell};
  }
  return patient;
}

Parsed<SearchRequest> parse_search(std::string_view body) {
  Document document(body);
  SearchRequest read;
  if (!document.failed()) {
    read.q = document.wanted_text(document.root(), "q", kMaxSearchChars, "/q");
    read.patient = read_patient(document, document.root());
    document.nothing_else(document.root(), "");
  }
  return document.result(read);
}

Parsed<TriageRequest> parse_triage(std::string_view body) {
  Document document(body);
  TriageRequest read;
  if (!document.failed()) {
    read.topics = read_topics(document, document.root());
    read.patient = read_patient(document, document.root());
    if (const JsonNode* const language = document.find(document.root(), "language"))
      read.language = document.text(*language, kMaxIdChars, "/language");
    document.nothing_else(document.root(), "");
  }
  return document.result(read);
}

Parsed<AnswerRequest> parse_answer(std::string_view body) {
  Document document(body);
  AnswerRequest read;
  if (!document.failed()) {
    const JsonNode& root = document.root();
    read.journey = document.wanted_text(root, "journey", kAnyLength, "/journey");
    const JsonNode* const answer = document.find(root, "answer");
    if (answer == nullptr)
      document.fail("missing-field", "/answer");
    else if (document.is(*answer, JsonNode::Kind::object, "/answer")) {
      read.question = document.wanted_text(*answer, "question", kMaxIdChars, "/answer/question");
      const JsonNode* const value = document.find(*answer, "value");
      if (value == nullptr)
        document.fail("missing-field", "/answer/value");
      else
        read.value = read_value(document, *value, "/answer/value");
      read.confirmed = read_confirmed(document, *answer, "/answer/confirmed");
      document.nothing_else(*answer, "/answer");
    }
    document.nothing_else(root, "");
  }
  return document.result(read);
}

Parsed<AnswerRequest> parse_change(std::string_view body) {
  Document document(body);
  AnswerRequest read;
  if (!document.failed()) {
    const JsonNode& root = document.root();
    read.journey = document.wanted_text(root, "journey", kAnyLength, "/journey");
    read.question = document.wanted_text(root, "question", kMaxIdChars, "/question");
    const JsonNode* const value = document.find(root, "value");
    if (value == nullptr)
      document.fail("missing-field", "/value");
    else
      read.value = read_value(document, *value, "/value");
    read.confirmed = read_confirmed(document, root, "/confirmed");
    document.nothing_else(root, "");
  }
  return document.result(read);
}

Parsed<ReviewRequest> parse_review(std::string_view body) {
  Document document(body);
  ReviewRequest read;
  if (!document.failed()) {
    read.journey = document.wanted_text(document.root(), "journey", kAnyLength, "/journey");
    document.nothing_else(document.root(), "");
  }
  return document.result(read);
}

Parsed<EvaluateRequest> parse_evaluate(std::string_view body) {
  Document document(body);
  EvaluateRequest read;
  if (!document.failed()) {
    const JsonNode& root = document.root();
    read.topics = read_topics(document, root);
    read.patient = read_patient(document, root);
    if (const JsonNode* const on = document.find(root, "on")) {
      read.on = parse_day(document.text(*on, kMaxIdChars, "/on"));
      if (!read.on) document.fail("out-of-range", "/on");
    }
    const JsonNode* const answers = document.find(root, "answers");
    if (answers != nullptr && document.is(*answers, JsonNode::Kind::list, "/answers")) {
      if (answers->children > kMaxJourneyAnswers) document.fail("too-long", "/answers");
      document.each(*answers, [&](const JsonNode& answer) {
        if (!document.is(answer, JsonNode::Kind::object, "/answers")) return;
        std::string question = document.wanted_text(answer, "question", kMaxIdChars, "/answers/question");
        const JsonNode* const value = document.find(answer, "value");
        if (value == nullptr) return document.fail("missing-field", "/answers/value");
        read.answers.emplace_back(std::move(question), read_value(document, *value, "/answers/value"));
        document.nothing_else(answer, "/answers");
      });
    }
    document.nothing_else(root, "");
  }
  return document.result(read);
}

void append_json(std::string& out, std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  if (plain) {
    out += '"';
    out += text;
    out += '"';
  } else {
    out += json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

void append_json(std::string& out, std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end.ptr);
}

void append_json_thousandths(std::string& out, std::int32_t thousandths) {
  const std::int64_t whole = thousandths;
  if (whole < 0) out += '-';
  const std::int64_t size = whole < 0 ? -whole : whole;
  append_json(out, size / 1000);
  if (size % 1000 == 0) return;
  char decimals[] = {'.', static_cast<char>('0' + size / 100 % 10), static_cast<char>('0' + size / 10 % 10),
                     static_cast<char>('0' + size % 10)};
  std::size_t length = sizeof decimals;
  while (decimals[length - 1] == '0') --length;
  out.append(decimals, length);
}

void append_json(std::string& out, const AnswerValue& value) {
  struct Append {
    std::string& out;
    void operator()(const std::string& id) const { append_json(out, std::string_view(id)); }
    void operator()(const std::vector<std::string>& ids) const {
      out += '[';
      for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i > 0) out += ',';
        append_json(out, std::string_view(ids[i]));
      }
      out += ']';
    }
    void operator()(double number) const {
      append_json_thousandths(out, static_cast<std::int32_t>(std::lround(number * 1000)));
    }
    void operator()(const Duration& duration) const {
      out += "{\"value\":";
      append_json(out, duration.value);
      out += ",\"unit\":";
      append_json(out, std::string_view(duration.unit));
      out += '}';
    }
    void operator()(Unsure) const { out += "\"unsure\""; }
    void operator()(Seen) const { out += "\"seen\""; }
  };
  std::visit(Append{out}, value);
}

}  // namespace signpost
