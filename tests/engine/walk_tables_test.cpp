#include "engine/graph/walk_tables.hpp"

#include <catch2/catch.hpp>

using namespace signpost;

namespace {

constexpr VariableIndex kVariable = 7;  // any but the patient's own

// A graph of one rule, whose test is the last that was added.
class Tested {
 public:
  TestIndex leaf() {
    TestNode node;
    node.op = TestNode::Op::leaf;
    node.variable = kVariable;
    return add(node, {});
  }
  TestIndex add(TestNode::Op op, const std::vector<TestIndex>& parts) {
    TestNode node;
    node.op = op;
    return add(node, parts);
  }

  WalkTables::Guard guard() {
    graph_.rules.resize(1);
    graph_.rules[0].when = last();
    tables_ = make_walk_tables(graph_);
    return tables_->rules[0].when;
  }
  // Of the last guard.
  const WalkTables::Literal& literal(std::size_t i) const {
    return tables_->literals[tables_->rules[0].when.first + i];
  }
  TestIndex last() const { return TestIndex(graph_.tests.size() - 1); }

 private:
  TestIndex add(TestNode node, const std::vector<TestIndex>& parts) {
    node.first_part = static_cast<std::uint32_t>(graph_.test_parts.size());
    node.parts = static_cast<std::uint32_t>(parts.size());
    graph_.test_parts.insert(graph_.test_parts.end(), parts.begin(), parts.end());
    graph_.tests.push_back(node);
    return last();
  }

  DecisionGraph graph_;
  std::unique_ptr<const WalkTables> tables_;
};

using Op = TestNode::Op;

}  // namespace

TEST_CASE("a test of and or and not is flat") {
  Tested tested;
  const TestIndex either = tested.add(Op::any, {tested.leaf(), tested.leaf()});
  const TestIndex neither = tested.add(Op::negation, {tested.add(Op::any, {tested.leaf(), tested.leaf()})});
  tested.add(Op::all, {either, neither});
  const WalkTables::Guard guard = tested.guard();
  CHECK_FALSE(guard.hard);
  REQUIRE(guard.literals == 4);
  const std::vector<Truth> wanted{Truth::yes, Truth::yes, Truth::no, Truth::no};
  const std::vector<int> more{1, 0, 0, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(tested.literal(i).wanted == wanted[i]);
    CHECK(int{tested.literal(i).more} == more[i]);
  }
}

TEST_CASE("what is no look into a table stays a test of its own") {
  Tested tested;
  const TestIndex leaf = tested.leaf();
  const TestIndex score = tested.add(Op::score, {});
  tested.add(Op::all, {leaf, tested.add(Op::negation, {score})});
  const WalkTables::Guard guard = tested.guard();
  CHECK(guard.hard);
  REQUIRE(guard.literals == 2);
  CHECK(tested.literal(0).variable == kVariable);
  CHECK(tested.literal(1).variable == kNowhere);
  CHECK(tested.literal(1).table == at(score));
  CHECK(tested.literal(1).wanted == Truth::no);
}

TEST_CASE("a test is flat up to its limit and stays whole beyond") {
  // One look for the whole and two for each part: 63 of 64 looks, and 65.
  for (const std::size_t parts : {31, 32}) {
    Tested tested;
    std::vector<TestIndex> leaves(parts);
    for (TestIndex& leaf : leaves) leaf = tested.leaf();
    tested.add(Op::all, leaves);
    const WalkTables::Guard guard = tested.guard();
    CHECK(guard.hard == (parts > 31));
    CHECK(guard.literals == (parts > 31 ? 1 : parts));
    CHECK(tested.literal(0).table == (parts > 31 ? at(tested.last()) : 0));
  }
  // Parts that share parts would come to 2^40 literals.
  Tested shared;
  TestIndex both = shared.leaf();
  for (int i = 0; i < 40; ++i) both = shared.add(Op::all, {both, both});
  CHECK(shared.guard().literals == 1);
}

TEST_CASE("of a library that no cache holds it is noted where each question is met first") {
  // Each has a question of its own, but for the last, which is a later place of the first.
  const auto tables_of = [](std::size_t nodes) {
    DecisionGraph graph;
    graph.questions.resize(nodes - 1);
    graph.nodes.resize(nodes);
    for (std::size_t i = 0; i < nodes; ++i) {
      graph.nodes[i].kind = Node::Kind::note;
      graph.nodes[i].question = QuestionIndex(i % (nodes - 1));
    }
    return make_walk_tables(graph);
  };
  constexpr std::size_t kOfOne = sizeof(WalkTables::Stop) + sizeof(WalkTables::Asked);
  constexpr std::size_t kMost = (WalkTables::kAtHand + sizeof(WalkTables::Asked)) / kOfOne;
  CHECK(tables_of(kMost)->places.empty());
  const auto tables = tables_of(kMost + 1);
  REQUIRE(tables->places.size() == kMost);
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, kMost - 1}) CHECK(tables->places[i].stop == i);
}
