// The main flow: check names, make each topic's programs, share what they share, and draw the shape.
#include "engine/compile/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/compile/approval.hpp"
#include "engine/compile/graph_builder.hpp"
#include "engine/compile/program_builder.hpp"
#include "engine/crypto/sha256.hpp"
#include "engine/graph/graph_shape.hpp"
#include "engine/graph/walk_tables.hpp"
#include "engine/names/age_cuts.hpp"
#include "engine/names/check_names.hpp"
#include "engine/names/names.hpp"

namespace signpost {
namespace {

// Scenarios and the schema of comments do not change what a patient meets, but everything else does: one digest over
// all of it, by path.
std::string library_digest(const Sources& sources) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    std::string_view path = sources.file(i).path;
    if (path.size() < 10 || path.substr(path.size() - 10) != ".test.yaml") order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return sources.file(a).path < sources.file(b).path; });
  Sha256 sha;
  for (auto i : order) {
    std::string_view path = sources.file(i).path;
    sha.add_part(path.substr(path.rfind('/') + 1));
    sha.add_part(sources.file(i).text);
  }
  return sha.hex();
}

// A wording variant's condition, over party and age alone.
bool variant_holds(const Condition& c, bool someone_else, AgeCell age) {
  using K = Condition::Kind;
  switch (c.kind) {
    case K::everyone:
      return true;
    case K::negation:
      return !variant_holds(c.parts.front(), someone_else, age);
    case K::all:
      return std::all_of(c.parts.begin(), c.parts.end(),
                         [&](const Condition& p) { return variant_holds(p, someone_else, age); });
    case K::any:
      return std::any_of(c.parts.begin(), c.parts.end(),
                         [&](const Condition& p) { return variant_holds(p, someone_else, age); });
    case K::is:
      return std::any_of(c.values.begin(), c.values.end(),
                         [&](const Name& n) { return (n.text == "someone-else") == someone_else; });
    case K::compare: {
      bool upward = c.comparison == Comparison::at_least || c.comparison == Comparison::more;
      return (age >= age_bound(c)) == upward;
    }
    default:
      return false;
  }
}

void variant_rules(const Library& library, DecisionGraph& graph) {
  for (const Variant& v : library.variants) {
    graph.variants.push_back(v.id.text);
    auto& rules = graph.variant_rules.emplace_back();
    for (bool someone_else : {false, true})
      for (int cell = 0; cell < kAgeCells; ++cell) {
        if (!variant_holds(v.when, someone_else, static_cast<AgeCell>(cell))) continue;
        if (!rules.empty() && rules.back().someone_else == someone_else && rules.back().last + 1 == cell)
          rules.back().last = static_cast<AgeCell>(cell);
        else
          rules.push_back({someone_else, static_cast<AgeCell>(cell), static_cast<AgeCell>(cell)});
      }
  }
  if (graph.variants.empty()) {
    graph.variants.push_back("self");
    graph.variant_rules.push_back({{std::nullopt, 0, kAgeCells - 1}});
  }
}

// The three questions about the patient, which every topic may ask before its own.
void patient_questions(GraphBuilder& b) {
  auto make = [&](std::string id, QuestionKind kind, std::string text,
                  std::vector<std::pair<std::string, std::string>> answers) {
    Question q;
    q.id = "patient/" + id;
    q.file = "patient";
    q.step = std::move(id);
    q.kind = kind;
    q.text = b.text(text);
    for (auto& [answer, words] : answers) {
      AnswerChoice c;
      c.id = answer;
      c.text = b.text(words);
      c.value = static_cast<Symbol>(q.answers.size() + 1);
      q.answers.push_back(std::move(c));
    }
    b.graph.questions.push_back(std::move(q));
  };
  make("party", QuestionKind::party, "Who is this for?", {{"self", "Me"}, {"someone-else", "Someone else"}});
  make("age", QuestionKind::age, "How old are you?", {});
  make("sex", QuestionKind::sex, "What is your sex?",
       {{"female", "Female"}, {"male", "Male"}, {"not-said", "Another way, or prefer not to say"}});
  // "you" is somebody else when somebody else asks.
  auto others = [&](QuestionIndex q, std::string text) {
    std::size_t first = at(b.graph.questions[at(q)].text) * b.wording.variants();
    for (std::size_t v = 1; v < b.wording.variants(); ++v) b.graph.texts.replace(first + v, text);
  };
  others(kAgeQuestion, "How old are they?");
  others(kSexQuestion, "What is their sex?");
}

std::string joined_admits(const std::vector<const Pathway*>& pathways) {
  std::string text;
  for (const Pathway* p : pathways) {
    if (p->admits.kind == Condition::Kind::everyone) return "everyone";
    text += (text.empty() ? "" : " or ") + condition_text(p->admits);
  }
  return text;
}

}  // namespace

std::string content_digest(std::string_view text) {
  Sha256 sha;
  sha.add_part(text);
  return sha.hex();
}

std::unique_ptr<const DecisionGraph> compile(const Library& library, Diagnostics& diagnostics) {
  Names names(library);
  check_names(names, diagnostics);
  if (diagnostics.has_errors()) return nullptr;
  check_circles(names, diagnostics);
  check_approvals(library, diagnostics);
  if (diagnostics.has_errors()) return nullptr;

  auto graph = std::make_unique<DecisionGraph>();
  graph->library = library.name.text;
  graph->digest = library_digest(library.sources);
  graph->red_flag_within = library.red_flag_within;
  variant_rules(library, *graph);
  graph->claims = std::make_unique<Claims>();
  GraphBuilder builder(names, *graph, *graph->claims, diagnostics);
  patient_questions(builder);
  for (const Disposition& d : library.dispositions)
    graph->dispositions.push_back(
        {d.id.text, d.service.text, d.within.text, d.contact.text, d.heading.text, d.code.text, d.level});
  for (const AdviceItem& a : library.advice)
    graph->advice.push_back({a.id.text, builder.text(a.text), a.calls_999, a.id.at});
  for (const Switch& s : library.switches) graph->switches.push_back({s.id.text, s.on});
  for (const GlossaryEntry& e : library.glossary) graph->glossary.emplace_back(e.word.text, e.meaning.text);

  // All claims have their numbers first, in the order of files, also those of modules that nothing uses.
  for (const Claim& c : library.claims) builder.claim(c, nullptr);
  for (const Pathway& p : library.pathways)
    if (p.status != Status::retired)
      for (const Claim& c : p.claims) builder.claim(c, &p);

  // Topics in order of title; pathways of a topic in order of file.
  std::vector<std::pair<std::string, std::vector<const Pathway*>>> topics;
  for (const Pathway& p : library.pathways) {
    if (p.module || p.status == Status::retired) continue;
    const std::string& id = p.topic.empty() ? p.id.text : p.topic.text;
    auto it = std::find_if(topics.begin(), topics.end(), [&](auto& t) { return t.first == id; });
    if (it == topics.end()) it = topics.insert(topics.end(), {id, {}});
    it->second.push_back(&p);
  }
  // The pathway that speaks for the topic is the one named as it, else the first.
  auto spokesman = [](const auto& topic) {
    for (const Pathway* p : topic.second)
      if (p->id.text == topic.first) return p;
    return topic.second.front();
  };
  std::sort(topics.begin(), topics.end(),
            [&](auto& a, auto& b) { return spokesman(a)->title.text < spokesman(b)->title.text; });

  for (const auto& entry : topics) {
    Topic topic;
    const Pathway& face = *spokesman(entry);
    topic.id = entry.first;
    topic.title = face.title.text;
    topic.area = face.area.text;
    topic.admits = joined_admits(entry.second);
    std::vector<ProgramBuilder> programs;
    std::set<AgeCell> cuts, claim_cuts;
    for (const Pathway* p : entry.second) {
      for (const Text& word : p->search) topic.search.push_back(word.text);
      ProgramBuilder& program = programs.emplace_back(builder, *names.pathway(p->id.text));
      if (!program.shape()) return nullptr;
      program.gather(cuts);
      program.gather_claims(claim_cuts);
      topic.needs_age = topic.needs_age || program.reads().age;
      topic.needs_sex = topic.needs_sex || program.reads().sex;
      topic.needs_party = topic.needs_party || program.reads().party;
    }
    topic.age_class = age_classes(cuts);
    cuts.merge(claim_cuts);
    for (std::size_t i = 0; i < programs.size(); ++i) {
      ProgramIndex made = programs[i].emit(cuts);
      graph->programs[at(made)].digest = content_digest(library.sources.file(entry.second[i]->file).text);
      topic.programs.push_back(made);
    }
    graph->topics.push_back(std::move(topic));
  }
  if (diagnostics.has_errors()) return nullptr;
  graph->shape = make_shape(*graph);
  graph->walk_tables = make_walk_tables(*graph);
  return graph;
}

}  // namespace signpost
