// What the walk reads of the graph, and nothing else, side by side. A question with its words and places fills ten
// lines of a processor's cache, and a journey through a large library meets each of its questions cold; here a question
// is one line, an answer a third of one. Made from the finished graph, which stays the truth: no number here can be
// found out otherwise than from it. Internal to the engine.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/graph/decision_graph.hpp"

namespace signpost {

// Written where a question or answer has no variable of its own, so that the walk need not ask whether it has one. What
// stands there means nothing.
inline constexpr VariableIndex kNowhere = kMaxVariables;

struct DecisionGraph::WalkTables {
  // What happens at a node: it ends, decides, tells, or asks in one of three ways. `plain` is `one` where everybody is
  // offered every answer and none records a fact of its own: most questions are, and most of those are answered.
  enum class Way : std::uint8_t { end, decide, note, one, plain, amount, list };

  // A test, flat: clauses that must all hold, and a clause holds where one of its literals does. Most tests are one
  // literal, and going through all of a few costs less than guessing wrongly which of them decides.
  struct Literal {
    std::uint32_t table;  // into truth_tables; hard: the test itself
    VariableIndex variable;
    Truth wanted;
    std::uint8_t more;  // 1 where the clause goes on
  };
  struct Guard {
    std::uint32_t first = 0;     // into literals
    std::uint16_t literals = 0;  // 0: there is no test
    bool hard = false;  // some literals are no look into a table: truth() tells them, where `variable` is kNowhere
  };
  struct alignas(32) Stop {    // of each node
    std::uint32_t subject;     // the question that is asked, or the outcome
    std::uint32_t first_edge;  // questions: into edges: of *not sure*, any tick and no tick, then of each answer
    std::uint32_t leading;     // bits of the answers that lead somewhere by themselves
    std::uint32_t first_rule, rules;
    NodeIndex to;
    Way way;
  };
  struct Edge {
    NodeIndex to;
    Symbol value;  // what this answer gives the question's variable
  };
  struct Rule {  // as NodeRule
    Guard when;
    NodeIndex to;
  };
  struct alignas(64) Asked {     // of each question
    std::uint32_t first_choice;  // into choices
    // Bits of answers, so that most questions, whose answers do nothing but lead on, need not look at them:
    std::uint32_t all;
    std::uint32_t conditional;  // not offered to everybody: `only_if`, or a fact that may be known
    std::uint32_t recording;    // record a fact, or are read by a test
    std::uint32_t scoring;      // count for a score
    std::uint32_t seen;         // which answers must have been seen by whoever answers: of lists, and of one of several
    Guard told_no;
    VariableIndex variable, counted, unsure_before;  // kNowhere: none
    Way way;
    std::int8_t unsure_as;
    Symbol not_sure;     // what *not sure* with a target of its own gives the variable
    Symbol no_value;     // the variable's *not sure*, if it has one: known, but nothing that others may rely on
    Symbol unsure_cell;  // amounts: what *not sure* that counts as a band gives the variable
    bool date, records, unsure;
    std::uint16_t parts;               // of amounts: cells; of lists: items
    std::uint32_t first_part;          // into cells and cell_bands, or into items
    std::int32_t from, to, step_size;  // amounts
  };
  static_assert(sizeof(Asked) == 64);
  struct Choice {  // of each answer
    Guard only_if, told_no;
    std::int32_t band_from, band_to;
    std::uint32_t first_points, points;  // into points
    VariableIndex fact, item;            // kNowhere: none
    Symbol value;
  };
  struct Item {                // of each answer of a list that not everybody is offered, or that is remembered
    VariableIndex fact, item;  // as of its choice
    std::uint8_t answer;
    bool guarded;       // its choice says more of who is offered it
    std::uint32_t bit;  // of the answer
  };
  struct Place {  // of each question: where the walk meets it first
    std::uint32_t stop = 0, first_edge = 0;
  };
  struct Points {
    VariableIndex score;
    std::int32_t base, points;  // symbol = points so far - base + 1
  };

  static constexpr std::uint32_t kUnsure = 0, kAny = 1, kNone = 2, kFirstAnswer = 3;  // from Stop::first_edge

  // Bytes of stops, edges and questions that a processor has at hand anyway: second-level caches have 1 to 2 MB.
  static constexpr std::size_t kAtHand = std::size_t{1} << 20;

  static constexpr std::uint8_t kLookCloser = 255;  // a cell that bands part, or that holds values of none

  std::vector<Stop> stops;
  std::vector<Edge> edges;
  std::vector<Literal> literals;
  std::vector<Rule> rules;
  std::vector<Asked> asked;
  std::vector<Place> places;  // empty where the tables are no more than kAtHand
  std::vector<Choice> choices;
  std::vector<Item> items;
  std::vector<Points> points;
  std::vector<std::int32_t> cells;       // lower ends of the cells of an amount's variable, ascending
  std::vector<std::uint8_t> cell_bands;  // of each cell: the band that all its values have in this question
};

using WalkTables = DecisionGraph::WalkTables;

std::unique_ptr<WalkTables> make_walk_tables(const DecisionGraph& graph);

}  // namespace signpost
