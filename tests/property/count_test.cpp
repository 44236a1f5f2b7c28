// How many journeys there are, counted by walking each of them.
#include <algorithm>
#include <map>

#include "engine/explore/count_journeys.hpp"
#include "tests/property/tapes.hpp"
#include "tests/property/tiny_claims.hpp"

namespace signpost::naive {
namespace {

using Group = std::pair<AgeCell, Symbol>;
using Counted = std::map<std::string, std::map<Group, std::uint64_t>>;  // by outcome, by kind of patient

// Whether anything that a program walks by, or is chosen by, reads the variable.
class Readers {
 public:
  Readers(const DecisionGraph& graph, const Program& program) : g_(graph), p_(program) {}

  bool any_reads(VariableIndex v) const {
    if (reads(p_.admits, v)) return true;
    for (std::uint32_t i = 0; i < p_.nodes; ++i) {
      const Node& n = g_.nodes[at(p_.first_node) + i];
      for (std::uint32_t r = 0; r < n.rules; ++r) {
        if (reads(g_.rules[n.first_rule + r].when, v)) return true;
      }
      if (n.kind == Node::Kind::outcome) {
        const Outcome& o = g_.outcomes[at(n.outcome)];
        for (const auto* items : {&o.advice, &o.worsening}) {
          for (AdviceIndex a : *items) {
            if (reads(p_.advice_only_if[at(a)], v) || reads(p_.advice_unless[at(a)], v)) return true;
          }
        }
      }
      if (n.question == kNone<QuestionIndex>) continue;
      const Question& q = g_.questions[at(n.question)];
      if (reads(q.told_no, v)) return true;
      for (const AnswerChoice& a : q.answers) {
        if (reads(a.only_if, v) || reads(a.told_no, v)) return true;
      }
    }
    return false;
  }

 private:
  bool reads(TestIndex test, VariableIndex v) const {
    if (test == kNone<TestIndex>) return false;
    const TestNode& n = g_.tests[at(test)];
    if (n.op == TestNode::Op::leaf && n.variable == v) return true;
    if (n.op == TestNode::Op::score) {
      for (const auto& plus : g_.score_tests[n.table].plus) {
        if (reads(plus.when, v)) return true;
      }
    }
    for (std::uint32_t i = 0; i < n.parts; ++i) {
      if (reads(g_.test_parts[n.first_part + i], v)) return true;
    }
    return false;
  }

  const DecisionGraph& g_;
  const Program& p_;
};

// One reply of each kind that the program tells apart: amounts by its cells, or by bands where nothing reads the
// amount.
std::vector<Reply> kinds_of_reply(const Compiled& c, const Program& program, const Put& put, Day on) {
  std::vector<Reply> kinds;
  std::set<std::pair<std::string, std::ptrdiff_t>> met;
  const std::string id = put.question;
  const auto index = c.graph->question_named(ProgramIndex(&program - c.graph->programs.data()), id);
  for (const Reply& reply : replies_to(c.library, put, on)) {
    if (reply.kind == Reply::Kind::amount) {
      const std::int64_t amount = put.step->ask == AskKind::date ? (on - reply.amount) * 24 * 60 : reply.amount;
      const Answer* band = band_of(*put.step, amount);
      std::ptrdiff_t cell = 0;
      if (const VariableIndex v = c.graph->questions[at(*index)].variable) {
        const auto& cells = program.variables[v].cells;
        cell = std::upper_bound(cells.begin(), cells.end(), amount) - cells.begin();
      }
      if (!met.emplace(band ? band->id.text : "", cell).second) continue;
    }
    kinds.push_back(reply);
  }
  return kinds;
}

// All journeys of a topic, one by one; false when there are more than `most`.
bool count_all(const Compiled& c, const Topic& topic, std::size_t most, Counted& counted) {
  const DecisionGraph& g = *c.graph;
  std::vector<AgeCell> ages = {0};
  for (AgeCell cell = 1; cell < kAgeCells; ++cell) {
    if (topic.needs_age && topic.age_class[cell] != topic.age_class[cell - 1u]) ages.push_back(cell);
  }
  std::vector<std::string> sexes = {"not-said"}, parties = {"self"};
  if (topic.needs_sex) sexes = {"female", "male", "not-said"};
  if (topic.needs_party) parties = {"self", "someone-else"};
  for (AgeCell age : ages) {
    for (const std::string& sex : sexes) {
      for (const std::string& party : parties) {
        for (std::size_t bits = 0; bits < std::size_t{1} << g.switches.size(); ++bits) {
          Start start{topic.id, age, sex, party, kSomeDay, {}};
          for (std::size_t i = 0; i < g.switches.size(); ++i) start.switches[g.switches[i].id] = bits >> i & 1u;
          const auto pathways = admitting(c.library, start);
          if (pathways.size() != 1) continue;
          const Program& program = *std::find_if(g.programs.begin(), g.programs.end(), [&](const Program& p) {
            return p.pathway == pathways.front()->id.text;
          });
          bool told_apart = true;
          for (std::size_t i = 0; i < g.switches.size(); ++i) {
            const auto v = static_cast<VariableIndex>(kFirstSwitch + i);
            const bool any_reads = std::any_of(topic.programs.begin(), topic.programs.end(), [&](ProgramIndex p) {
              return Readers(g, g.programs[at(p)]).any_reads(v);
            });
            if (start.switches[g.switches[i].id] != g.switches[i].on && !any_reads) told_apart = false;
          }
          if (!told_apart) continue;
          std::string complaint;
          const bool all = all_walks(
              [&](const Chooser& chooser) -> std::string {
                if (most-- == 0) return "too many";
                const Trace trace = walk(c.library, start, [&](const Put& put, const Trace&) {
                  const std::vector<Reply> replies = kinds_of_reply(c, program, put, start.on);
                  return std::optional<Reply>(replies[chooser(static_cast<unsigned>(replies.size()))]);
                });
                if (!trace.ended) return "stuck";
                const Symbol s = !topic.needs_sex  ? symbol::unknown
                                 : sex == "female" ? symbol::female
                                 : sex == "male"   ? symbol::male
                                                   : symbol::not_said;
                ++counted[trace.ended->file + "/" + trace.ended->outcome][{age, s}];
                return {};
              },
              100'000, complaint);
          if (!all) return false;
        }
      }
    }
  }
  return true;
}

std::string text_of(const Counted& counted) {
  std::string text;
  for (const auto& [outcome, groups] : counted) {
    text += "  " + outcome;
    for (const auto& [group, journeys] : groups) {
      text +=
          ", " + std::to_string(journeys) + " from " + age_text(group.first) + " sex " + std::to_string(group.second);
    }
    text += "\n";
  }
  return text;
}

TEST_CASE("as many journeys are counted as there are, of each kind of patient to each end") {
  holds(
      "counts are exact",
      [] {
        const auto of_library = *tapes(), of_claims = *tapes();
        Tape tape(of_library), promises(of_claims);
        TinyOptions options;
        options.most_steps = 3;
        std::vector<NamedText> files = tiny_library(tape, options);
        Diagnostics findings;
        const Library library = read_library(files, "", findings);
        files = with_claims(promises, library, files, 4);  // claims tell apart what journeys do not
        const Compiled c = compiled(files);
        if (!c.walkable) return;
        for (std::size_t t = 0; t < c.graph->topics.size(); ++t) {
          Counted ours, theirs;
          if (!count_all(c, c.graph->topics[t], 6000, ours)) continue;
          const JourneyCount count = count_journeys(*c.graph, TopicIndex(t), c.library.ways_in_one_place);
          std::uint64_t all = 0;
          for (const JourneyCount::Ending& ending : count.endings) {
            const Outcome& o = c.graph->outcomes[at(ending.outcome)];
            std::uint64_t of_ending = 0;
            for (const auto& group : ending.groups) {
              const std::uint64_t journeys = std::stoull(group.journeys);
              theirs[o.file + "/" + o.id][{group.from_age, group.sex}] += journeys;
              of_ending += journeys;
            }
            if (std::to_string(of_ending) != ending.journeys) RC_FAIL("groups do not add up" + shown(files));
            all += of_ending;
          }
          if (std::to_string(all) != count.all) RC_FAIL("ends do not add up" + shown(files));
          if (ours != theirs) RC_FAIL("counted:\n" + text_of(theirs) + "walked:\n" + text_of(ours) + shown(files));
        }
      },
      3);
}

}  // namespace
}  // namespace signpost::naive
