// Makes the program of one pathway: the screen, the pathway, every module where it is used, every pathway that it jumps
// to. In three passes, because each needs all of the one before: shape() lays out nodes and orders them; gather() finds
// out what tests read and where they tell values apart; emit() numbers variables and writes tests, questions and nodes
// into the graph.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "engine/amount.hpp"
#include "engine/claim.hpp"
#include "engine/graph_builder.hpp"

namespace signpost {

class ProgramBuilder {
 public:
  ProgramBuilder(GraphBuilder& graph, const FileNames& begin) : b_(graph), begin_(&begin) {}

  // False when a limit is passed (a finding says which).
  bool shape();
  // Adds the cells at which this program tells ages apart.
  void gather(std::set<AgeCell>& age_cuts);
  // The same for what only claims read. Nobody is asked anything for a claim's sake: reads_age() and so on stay.
  void gather_claims(std::set<AgeCell>& age_cuts);
  // `age_cuts`: of all the topic's programs and their claims. Returns the new program.
  ProgramIndex emit(const std::set<AgeCell>& age_cuts);

  bool reads_age() const { return reads_age_; }
  bool reads_sex() const { return reads_sex_; }
  bool reads_party() const { return reads_party_; }

 private:
  using Draft = std::uint32_t;  // a node being made
  static constexpr Draft kNoDraft = 0xffffffff;

  struct Frame {  // a file, at one place where it is used
    const FileNames* file = nullptr;
    Draft done = kNoDraft;     // where `done` leads
    std::uint32_t floors = 0;  // index into floor_sets_: the floors that hold here
  };
  struct DraftRule {
    const Condition* when = nullptr;  // null: otherwise
    const FileNames* scope = nullptr;
    Draft to = kNoDraft;
    Location location;
  };
  struct DraftNode {
    Node::Kind kind = Node::Kind::decide;
    const FileNames* file = nullptr;
    const AuthoredStep* step = nullptr;
    std::uint32_t outcome = kNoIndex;  // of `file`
    bool jump = false, after_use = false;
    std::vector<Draft> answers;
    Draft any = kNoDraft, none = kNoDraft, unsure = kNoDraft, to = kNoDraft;
    std::vector<DraftRule> rules;
    std::uint32_t frame = 0;
    Location location;
  };
  struct FloorHere {
    const FileNames* file;
    const Floor* floor;
  };
  struct VariableDraft {
    bool read = false;
    std::set<std::int32_t> bounds;  // amounts: where tests and bands tell values apart
    VariableIndex index = 0;
  };
  struct AskedHere {
    const FileNames* file = nullptr;
    std::uint32_t places = 0;  // nodes of this question
    QuestionIndex question = kNone<QuestionIndex>;
  };

  // shape
  std::uint32_t frame(const FileNames& file, Draft done, std::uint32_t floors);
  std::uint32_t with_floors(std::uint32_t floors, const FileNames& file);
  Draft lead(std::uint32_t frame, const Name& to);
  Draft step_draft(std::uint32_t frame, const AuthoredStep& step);
  Draft outcome_draft(std::uint32_t frame, std::uint32_t outcome);
  Draft make(int kind, std::uint32_t key, const void* thing);
  void fill(Draft draft);
  template <class F>
  void each_target(const DraftNode& node, F f) const;
  bool order();

  // What *not sure* is to a test: undecided to a patient on the way; no to a claim, which looks back on a journey; and
  // nothing at all where it may yet be told better.
  enum class Reading { walk, claim, open };

  // gather
  void scan(const Condition& condition, const FileNames* scope, std::set<AgeCell>& cuts);
  void scan_fact(const Fact& fact, std::set<AgeCell>& cuts);
  void scan_advice(const std::vector<Name>& items, std::set<AgeCell>& cuts);

  // emit
  void make_variables(const std::set<AgeCell>& age_cuts);
  VariableIndex add(const void* key, Variable variable);
  VariableIndex own_or_fact(const AuthoredStep& step);
  void amount_cells(Variable& v, const VariableDraft& draft, const std::vector<const AuthoredStep*>& asked_by);
  void make_scores();
  std::pair<std::int32_t, std::int32_t> later(const Score& score, Draft at);
  TestIndex build(const Condition& condition, const FileNames* scope, Draft at);
  TestIndex build_leaf(const Condition& condition, const FileNames* scope);
  TestIndex on_fact(const Fact& fact, const std::string& table, Truth when_no);
  TestIndex never(const Fact& fact);
  TestIndex told(const Fact& fact);
  TestIndex means(const Fact& fact, bool asked);
  void means_facts(const Condition& condition, std::vector<const Fact*>& facts) const;
  TestIndex asked_or_told(const Condition& named, const FileNames* scope);
  template <class F>
  void each_claim(F f);
  ClaimTest claim_test(const Condition& condition, const FileNames* scope);
  template <class F>
  void each_question_read(const Condition& condition, const FileNames* scope, F f) const;
  std::vector<Unasked> what_it_reads(const Condition& when, const FileNames* scope);
  static void add(std::vector<Unasked>& unasked, Unasked one);
  void facts_read(const Condition& condition, const FileNames* scope, std::vector<Unasked>& unasked);
  void fact_read(const Fact& fact, std::vector<Unasked>& unasked);
  std::vector<Unasked::Value> any_value(const Variable& variable,
                                        const std::vector<const AuthoredStep*>& asked_by) const;
  VariableIndex recorded(const Answer& answer, std::vector<Unasked>& unasked);
  void question_read(const AuthoredStep& step, std::vector<Unasked>& unasked);
  void list_read(const AuthoredStep& step, std::vector<Unasked>& unasked);
  void what_it_names(const Condition& condition, const FileNames* scope, std::vector<VariableIndex>& named);
  std::vector<char> inside(const FileNames& file) const;
  std::vector<ProgramClaim> claims();
  QuestionIndex question(Draft draft);
  void emit_node(Draft draft);
  Symbol symbol_of(const Variable& v, std::int32_t value) const;

  const Library& library() const { return b_.names.library(); }
  const void* variable_key(const AuthoredStep& step) const;

  GraphBuilder& b_;
  const FileNames* begin_;
  std::vector<Frame> frames_;
  std::map<std::tuple<const void*, Draft, std::uint32_t>, std::uint32_t> frame_of_;
  std::vector<std::vector<FloorHere>> floor_sets_{{}};
  std::map<std::pair<std::uint32_t, const void*>, std::uint32_t> floor_set_of_;
  std::vector<DraftNode> drafts_;
  std::map<std::tuple<int, std::uint32_t, const void*>, Draft> draft_of_;
  std::vector<Draft> to_fill_;
  Draft start_ = kNoDraft;
  std::vector<Draft> order_;             // topological
  std::vector<std::uint32_t> position_;  // of each draft in order_
  bool too_large_ = false;

  // By Fact*, AuthoredStep*, Answer* (items), Score*; a step's `any` stands for "it has counted" and its `unsure` for
  // "it was unsure". Never by a step's `id`: that is its first member, and so has the address of the step itself.
  std::unordered_map<const void*, VariableDraft> variables_;
  std::unordered_map<const AuthoredStep*, AskedHere> asked_;
  std::vector<const AuthoredStep*> asked_order_;
  std::unordered_map<const Fact*, char> scanned_;
  std::set<std::uint32_t> advice_used_;
  std::vector<std::pair<const Score*, const FileNames*>> scores_;
  std::unordered_map<const Score*, std::vector<std::pair<std::int32_t, std::int32_t>>> later_;
  bool reads_age_ = false, reads_sex_ = false, reads_party_ = false;

  Program program_;
  std::vector<AgeCell> cuts_;
  std::unordered_map<const Fact*, TestIndex> told_;
  Reading reading_ = Reading::walk;
};

// The cell at which a comparison of an age begins or ceases to hold.
AgeCell age_bound(const Condition& condition);
// Cell -> 1 + how many of the cuts lie at or below it.
std::array<Symbol, kAgeCells> age_classes(const std::set<AgeCell>& cuts);

}  // namespace signpost
