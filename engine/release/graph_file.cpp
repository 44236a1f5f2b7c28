// One list of fields for each struct, for writing and for reading, so that the two cannot differ. Numbers are written
// least byte first in their own width, texts and lists with their length before them.
#include "engine/release/graph_file.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>
#include <unordered_map>

#include "engine/graph/claim.hpp"
#include "engine/graph/graph_check.hpp"
#include "engine/graph/graph_shape.hpp"
#include "engine/graph/walk_tables.hpp"

namespace signpost {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand in memory");

template <class T>
concept Number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class Writer {
 public:
  std::string bytes;

  template <Number T>
  void one(T& value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void one(std::string& text) {
    length(text.size());
    bytes += text;
  }
  template <class T>
  void one(std::vector<T>& all) {
    length(all.size());
    if constexpr (Number<T>)
      bytes.append(reinterpret_cast<const char*>(all.data()), all.size() * sizeof(T));
    else
      for (T& each : all) fields(*this, each);
  }

 private:
  void length(std::size_t size) {
    auto number = static_cast<std::uint32_t>(size);
    one(number);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  bool broken() const { return broken_; }
  bool at_end() const { return left_.empty(); }

  template <Number T>
  void one(T& value) {
    if (const char* const from = take(sizeof value)) std::memcpy(&value, from, sizeof value);
  }
  void one(std::string& text) {
    const std::size_t size = length(1);
    if (const char* const from = take(size)) text.assign(from, size);
  }
  template <class T>
  void one(std::vector<T>& all) {
    // Whatever a list says of its length, each of its things takes a byte: no more memory is asked for than that.
    all.resize(length(Number<T> ? sizeof(T) : 1));
    if constexpr (Number<T>) {
      if (const char* const from = take(all.size() * sizeof(T)); from != nullptr && !all.empty())
        std::memcpy(all.data(), from, all.size() * sizeof(T));
    } else {
      for (T& each : all) {
        if (broken_) return;
        fields(*this, each);
      }
    }
  }

 private:
  // The next bytes; null, and broken, where there are not so many.
  const char* take(std::size_t size) {
    if (broken_ || size > left_.size()) {
      broken_ = true;
      return nullptr;
    }
    const char* const from = left_.data();
    left_.remove_prefix(size);
    return from;
  }
  std::size_t length(std::size_t least_of_one) {
    std::uint32_t size = 0;
    one(size);
    if (size <= left_.size() / least_of_one) return size;
    broken_ = true;
    return 0;
  }

  std::string_view left_;
  bool broken_ = false;
};

// -- the fields of each struct

template <class A, class... T>
void all(A& a, T&... each) {
  (a.one(each), ...);
}

// A truth value is one byte, which must be 0 or 1 to be read as one; so it is written and read as a number.
template <class A>
void flag(A& a, bool& value) {
  std::uint8_t number = value ? 1 : 0;
  a.one(number);
  value = number != 0;
}

template <class A>
void fields(A& a, std::string& text) {
  a.one(text);
}
template <class A>
void fields(A& a, std::pair<std::string, std::string>& pair) {
  all(a, pair.first, pair.second);
}
template <class A, class T>
void fields(A& a, std::vector<T>& list) {
  a.one(list);
}
template <class A, std::size_t N>
void fields(A& a, std::array<Symbol, N>& symbols) {
  for (Symbol& symbol : symbols) a.one(symbol);
}
template <class A>
void fields(A& a, Location& l) {
  all(a, l.file, l.line, l.column, l.length);
}
template <class A>
void fields(A& a, DispositionInfo& d) {
  all(a, d.id, d.service, d.within, d.contact, d.heading, d.code, d.level);
}
template <class A>
void fields(A& a, AdviceInfo& i) {
  all(a, i.id, i.text);
  flag(a, i.calls_999);
  fields(a, i.location);
}
template <class A>
void fields(A& a, SwitchInfo& s) {
  all(a, s.id);
  flag(a, s.on);
}
template <class A>
void fields(A& a, Topic& t) {
  all(a, t.id, t.title, t.area, t.search, t.programs, t.admits);
  flag(a, t.needs_party);
  flag(a, t.needs_age);
  flag(a, t.needs_sex);
  fields(a, t.age_class);
}
template <class A>
void fields(A& a, Variable& v) {
  all(a, v.kind, v.symbols, v.name, v.words, v.cells, v.values, v.score_base);
  flag(a, v.has_unsure);
}
template <class A>
void fields(A& a, Program& p) {
  all(a, p.pathway, p.title, p.version, p.status, p.digest, p.start, p.first_node, p.nodes, p.first_question,
      p.questions, p.variables, p.advice_only_if, p.advice_unless, p.admits);
  fields(a, p.age_class);
  fields(a, p.location);
}
template <class A>
void fields(A& a, NodeRule& r) {
  all(a, r.when, r.to);
  fields(a, r.location);
}
template <class A>
void fields(A& a, AnswerChoice::Points& p) {
  all(a, p.score, p.points);
}
template <class A>
void fields(A& a, AnswerChoice& c) {
  all(a, c.id, c.text, c.help, c.red_flag, c.advice, c.without_advice, c.points, c.fact, c.item, c.only_if, c.told_no,
      c.value);
  flag(a, c.confirm);
}
template <class A>
void fields(A& a, Question::Band& b) {
  all(a, b.from, b.to);
}
template <class A>
void fields(A& a, Question& q) {
  all(a, q.id, q.kind, q.file, q.step, q.text, q.why, q.help, q.answers, q.variable, q.counted, q.unsure_before,
      q.told_no, q.unsure_as, q.worse, q.evidence, q.unit, q.from, q.to, q.step_size, q.usual_from, q.usual_to,
      q.band_of_symbol, q.bands, q.unsure_symbol, q.note_advice);
  flag(a, q.records);
  flag(a, q.unsure);
  flag(a, q.has_usual);
  fields(a, q.location);
}
template <class A>
void fields(A& a, Outcome& o) {
  all(a, o.id, o.file, o.disposition, o.reason, o.advice, o.worsening, o.evidence);
  fields(a, o.location);
}
template <class A>
void fields(A& a, TestNode& t) {
  all(a, t.op, t.fallback, t.variable, t.table, t.first_part, t.parts);
}
template <class A>
void fields(A& a, ScoreTest::Plus& p) {
  all(a, p.when, p.points);
}
template <class A>
void fields(A& a, ScoreTest& t) {
  all(a, t.variable, t.comparison, t.threshold, t.later_min, t.later_max, t.plus);
}
template <class A>
void fields(A& a, DecisionGraph::VariantRule& r) {
  std::uint8_t who = !r.someone_else ? 0 : *r.someone_else ? 2 : 1;
  all(a, who, r.first, r.last);
  r.someone_else = who == 0 ? std::nullopt : std::optional(who == 2);
}

template <class A>
void fields(A& a, TextPool& texts) {
  std::string bytes = texts.bytes();
  std::vector<std::uint32_t> places = texts.places();
  all(a, bytes, places);
  texts = TextPool(std::move(bytes), std::move(places));
}

// A node, but for the two words that it looks at: these are numbers of words.
template <class A>
void fields(A& a, Node& n) {
  all(a, n.kind, n.question, n.outcome, n.first_target, n.any, n.none, n.unsure, n.first_rule, n.rules, n.to, n.fewest,
      n.most);
  flag(a, n.jump);
  flag(a, n.after_use);
  fields(a, n.location);
}

template <class A>
void fields(A& a, DecisionGraph& g) {
  all(a, g.library, g.digest, g.red_flag_within, g.dispositions, g.advice, g.switches, g.topics, g.programs, g.nodes,
      g.answer_targets, g.rules, g.questions, g.outcomes, g.tests, g.test_parts, g.truth_tables, g.score_tests,
      g.glossary, g.variants, g.rule_labels, g.variant_rules);
  fields(a, g.texts);
}

struct Words {
  std::vector<std::string> all;         // ascending
  std::vector<std::uint32_t> of_nodes;  // two for each node: its file and its step
};
template <class A>
void fields(A& a, Words& w) {
  all(a, w.all, w.of_nodes);
}

Words words_of(const DecisionGraph& graph) {
  Words words;
  for (const Node& node : graph.nodes)
    for (const std::string_view word : {node.file, node.step}) words.all.emplace_back(word);
  std::sort(words.all.begin(), words.all.end());
  words.all.erase(std::unique(words.all.begin(), words.all.end()), words.all.end());
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < words.all.size(); ++i) numbers[words.all[i]] = i;
  for (const Node& node : graph.nodes)
    for (const std::string_view word : {node.file, node.step}) words.of_nodes.push_back(numbers[word]);
  return words;
}

bool give_words(DecisionGraph& graph, Words words) {
  if (words.of_nodes.size() != graph.nodes.size() * 2) return false;
  std::vector<std::string_view> views;
  graph.words.reserve(words.all.size());
  for (std::string& word : words.all) views.push_back(*graph.words.insert(std::move(word)).first);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const std::uint32_t file = words.of_nodes[i * 2], step = words.of_nodes[i * 2 + 1];
    if (file >= views.size() || step >= views.size()) return false;
    graph.nodes[i].file = views[file];
    graph.nodes[i].step = views[step];
  }
  return true;
}

}  // namespace

std::string graph_bytes(const DecisionGraph& graph) {
  Writer writer;
  Words words = words_of(graph);
  fields(writer, const_cast<DecisionGraph&>(graph));  // which a writer does not change
  fields(writer, words);
  return std::move(writer.bytes);
}

std::unique_ptr<const DecisionGraph> graph_from_bytes(std::string_view bytes) {
  auto graph = std::make_unique<DecisionGraph>();
  Reader reader(bytes);
  Words words;
  fields(reader, *graph);
  fields(reader, words);
  graph->truth_tables.resize(graph->truth_tables.size() + kMaxSymbols + 1);  // so that no symbol reads past the last
  if (reader.broken() || !reader.at_end() || !give_words(*graph, std::move(words)) || !can_be_walked(*graph))
    return nullptr;
  graph->claims = std::make_unique<Claims>();
  graph->shape = make_shape(*graph);
  graph->walk_tables = make_walk_tables(*graph);
  return graph;
}

}  // namespace signpost
