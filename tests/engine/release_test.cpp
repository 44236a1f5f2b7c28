// A library made into one file and read again: the same walks, and no other file in its place.
#include "engine/release/release.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <random>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/graph/graph_check.hpp"
#include "engine/release/graph_file.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/least_serious.hpp"
#include "engine/walk/scenario.hpp"
#include "tests/support/library_around.hpp"
#include "tests/support/test_keys.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

using Why = ReleaseRefused::Code;

struct Built {
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
  Proof proof;

  explicit Built(Library from, Diagnostics findings = {}) : library(std::move(from)) {
    graph = compile(library, findings);
    INFO(render_text(findings, library.sources, {}));
    REQUIRE(graph);
    const Exploration exploration = explore(library, *graph, findings);
    proof = prove(library, *graph, exploration, *parse_day("2026-11-22"), findings);
  }
  std::string file(const char* pem = kOurKey) const {
    const auto key = pem ? SigningKey::from_pem(pem) : std::nullopt;
    return release_bytes(library, *graph, proof, key ? &*key : nullptr);
  }
};

Library small(const std::string& shown_as = "small", const std::string& more_advice = "") {
  Diagnostics findings;
  Library library = read_library(
      library_around(yes_no_fact("hot"),
                     {pathway_file("cough",
                                   "start: a\nsteps:\n"
                                   "  a: { question: \"Is it raised?\", records: hot, yes: b, no: b }\n"
                                   "  b:\n    question: Which is it?\n    tick: { one: First, two: Second }\n"
                                   "    any: c\n    none: c\n"
                                   "  c:\n    then:\n      - { when: hot and b includes one, to: soon }\n"
                                   "      - { otherwise: home }\n"
                                   "safety:\n  - claim: Heat and the first sign are serious\n"
                                   "    when: hot and b includes one\n    disposition: at least ed-1h\n")},
                     "", more_advice),
      shown_as, findings);
  INFO(render_text(findings, library.sources, {}));
  REQUIRE(!findings.has_errors());
  return library;
}

std::vector<PublicKey> trusted() { return {*PublicKey::from_pem(kOurPublicKey)}; }

std::optional<Why> refusal(std::string_view bytes, const std::vector<PublicKey>& keys) {
  const auto read = read_release(bytes, keys);
  const auto* refused = std::get_if<ReleaseRefused>(&read);
  if (refused == nullptr) return std::nullopt;
  CHECK(!refused->message.empty());
  return refused->code;
}

// Whether the small library's graph, changed so, is one that can be walked.
bool can_be_walked_with(const std::function<void(DecisionGraph&)>& change) {
  const Built built(small());
  auto& graph = const_cast<DecisionGraph&>(*built.graph);                  // made here, and seen by nobody else
  graph.truth_tables.resize(graph.truth_tables.size() + kMaxSymbols + 1);  // as they are once read
  change(graph);
  return can_be_walked(graph);
}

// The first question that somebody is asked.
Node& first_asked(DecisionGraph& graph) {
  return *std::find_if(graph.nodes.begin(), graph.nodes.end(), [](const Node& n) { return n.kind == Node::Kind::ask; });
}

// Every topic walked by the least serious answers: what was put, and where it ended.
std::vector<std::string> walks(const DecisionGraph& graph) {
  std::vector<std::string> all;
  for (std::size_t t = 0; t < graph.topics.size(); ++t) {
    std::string words = graph.topics[t].id;
    const auto begun = begin(graph, {graph.topics[t].id}, {Age{120, 120}, Sex::female, Party::self}, 20'000);
    if (const auto* journey = std::get_if<Journey>(&begun)) {
      Journey walked = *journey;
      for (int i = 0; i < 60; ++i) {
        const auto next = step(graph, walked);
        const auto* here = std::get_if<Step>(&next);
        if (here == nullptr) break;
        if (here->kind == Step::Kind::outcome) {
          words += " = " + graph.outcomes[at(here->outcome)].id;
          break;
        }
        const Question& q = graph.questions[at(here->question)];
        words += " | " + std::string(graph.text(q.text, 0));
        const auto given = answer(graph, walked, q.id, least_serious(q, here->shown, 20'000));
        const auto* answered = std::get_if<Answered>(&given);
        if (answered == nullptr) break;
        walked = answered->journey;
      }
    }
    all.push_back(words);
  }
  return all;
}

}  // namespace

TEST_CASE("a release holds what was proven and signed, and walks as the library does") {
  Diagnostics findings;
  const Built shipped(read_library(SIGNPOST_SOURCE_DIR "/pathways", findings));
  const std::string file = shipped.file();
  auto read = read_release(file, trusted());
  REQUIRE(std::holds_alternative<Release>(read));
  const Release& release = std::get<Release>(read);
  CHECK(release.signed_by == trusted().front().name());
  CHECK(release.manifest.content == shipped.graph->digest);
  CHECK(release.manifest.library == shipped.graph->library);
  CHECK(release.manifest.pathways.size() == shipped.graph->programs.size());
  CHECK(release.manifest.drafts());
  CHECK(release.manifest.sources.size() == shipped.library.sources.size());
  CHECK(std::any_of(release.manifest.sources.begin(), release.manifest.sources.end(),
                    [](const auto& s) { return s.path == "library.yaml"; }));
  CHECK(release.proof.find("proven: chest-pain: ") != std::string::npos);
  CHECK(walks(*release.graph) == walks(*shipped.graph));
  for (const Scenario& scenario : shipped.library.scenarios) {
    const auto here = run_scenario(*release.graph, scenario);
    CHECK(here.passed);
    CHECK(here.outcome == run_scenario(*shipped.graph, scenario).outcome);
  }
}

TEST_CASE("the same library makes the same release wherever it stands") {
  const Built here(small("small")), there(small("/somewhere/else"));
  CHECK(here.file() == there.file());
  CHECK(here.file() == here.file());
  CHECK(here.file(nullptr) != here.file());
}

TEST_CASE("a graph as bytes is read as it was written") {
  const Built built(small());
  const std::string bytes = graph_bytes(*built.graph);
  const auto read = graph_from_bytes(bytes);
  REQUIRE(read);
  CHECK(walks(*read) == walks(*built.graph));
  // A byte more or less is another.
  CHECK(graph_from_bytes(bytes + '\0') == nullptr);
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 500)
    CHECK(graph_from_bytes(std::string_view(bytes).substr(0, size)) == nullptr);
}

TEST_CASE("a graph that was tampered with is refused, or walks without leaving it") {
  const Built built(small());
  const std::string bytes = graph_bytes(*built.graph);
  std::mt19937 random(20261122);
  std::size_t refused = 0, walked = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string changed = bytes;
    for (unsigned i = 0; i <= random() % 3; ++i)
      changed[random() % changed.size()] = static_cast<char>(random() % 4 == 0 ? 0xff : random() % 256);
    const auto graph = graph_from_bytes(changed);
    if (graph == nullptr) {
      ++refused;
      continue;
    }
    ++walked;
    walks(*graph);
  }
  CHECK(refused > 100);
  CHECK(walked > 100);
}

TEST_CASE("tests within tests are read as deep as the limit and no deeper") {
  const auto with_depth = [](int negations) {
    return can_be_walked_with([&](DecisionGraph& graph) {
      graph.tests.push_back({});
      for (int i = 0; i < negations; ++i) {
        TestNode negation;
        negation.op = TestNode::Op::negation;
        negation.first_part = static_cast<std::uint32_t>(graph.test_parts.size());
        negation.parts = 1;
        graph.test_parts.push_back(TestIndex(graph.tests.size() - 1));
        graph.tests.push_back(negation);
      }
    });
  };
  CHECK(with_depth(1200));
  CHECK_FALSE(with_depth(1201));
}

TEST_CASE("tests are read that take as much work as the limit and no more") {
  const auto with_work = [](std::size_t wanted) {
    return can_be_walked_with([&](DecisionGraph& graph) {
      std::vector<std::pair<TestIndex, std::size_t>> made;  // tests, and the work of each
      const auto add = [&](const std::vector<std::size_t>& of) {
        TestNode node;
        node.op = TestNode::Op::any;
        node.first_part = static_cast<std::uint32_t>(graph.test_parts.size());
        node.parts = static_cast<std::uint32_t>(of.size());
        std::size_t work = 1;
        for (const std::size_t part : of) {
          graph.test_parts.push_back(made[part].first);
          work += made[part].second;
        }
        made.emplace_back(TestIndex(graph.tests.size()), work);
        graph.tests.push_back(node);
      };
      add({});
      for (std::size_t i = 0; i < 21; ++i) add({i, i});  // each twice the one before
      std::vector<std::size_t> parts;
      for (std::size_t i = made.size(), left = wanted - 1; i-- > 0;)
        for (; left >= made[i].second; left -= made[i].second) parts.push_back(i);
      add(parts);
      CHECK(made.back().second == wanted);
    });
  };
  CHECK(with_work(10'000'000));
  CHECK_FALSE(with_work(10'000'001));
}

TEST_CASE("a question of a graph may have answers up to the limit and no more") {
  const auto with_answers = [](std::size_t answers) {
    return can_be_walked_with([&](DecisionGraph& graph) {
      Node& node = first_asked(graph);
      Question& question = graph.questions[at(node.question)];
      question.answers.resize(answers, question.answers.front());
      node.first_target = static_cast<std::uint32_t>(graph.answer_targets.size());
      graph.answer_targets.resize(graph.answer_targets.size() + answers, kNone<NodeIndex>);
    });
  };
  const auto of_the_patient = [](std::size_t answers) {
    return can_be_walked_with([&](DecisionGraph& graph) {
      Question& sex = graph.questions[at(kSexQuestion)];
      sex.answers.resize(answers, sex.answers.front());
    });
  };
  for (const auto& with : {std::function(with_answers), std::function(of_the_patient)}) {
    CHECK(with(kMaxAnswers));
    CHECK_FALSE(with(kMaxAnswers + 1));
  }
  static_assert(kMaxAnswers < 32, "a walk looks for the first bit of 32 that no answer has");
}

TEST_CASE("points of a graph may come to the limit on either side and no further") {
  using Change = std::function<void(DecisionGraph&, std::int32_t)>;
  const auto score_test = [](DecisionGraph& graph) -> ScoreTest& { return graph.score_tests.emplace_back(); };
  const auto tested = [](DecisionGraph& graph) {
    TestNode& node = graph.tests.emplace_back();
    node.op = TestNode::Op::score;
    node.table = static_cast<std::uint32_t>(graph.score_tests.size() - 1);
  };
  const Change changes[] = {
      [](DecisionGraph& graph, std::int32_t points) { graph.programs[0].variables[0].score_base = points; },
      [](DecisionGraph& graph, std::int32_t points) {
        graph.questions[at(first_asked(graph).question)].answers[0].points.push_back({kSexVariable, points});
      },
      [&](DecisionGraph& graph, std::int32_t points) { score_test(graph).later_min = points, tested(graph); },
      [&](DecisionGraph& graph, std::int32_t points) { score_test(graph).later_max = points, tested(graph); },
      [&](DecisionGraph& graph, std::int32_t points) {
        score_test(graph).plus = {{TestIndex{0}, points / 2}, {TestIndex{0}, points - points / 2}};
        tested(graph);
      },
  };
  for (const Change& change : changes)
    for (const int sign : {1, -1}) {
      const auto with = [&](std::int32_t points) {
        return can_be_walked_with([&](DecisionGraph& graph) { change(graph, sign * points); });
      };
      CHECK(with(500'000'000));
      CHECK_FALSE(with(500'000'001));
      CHECK_FALSE(with(std::numeric_limits<std::int32_t>::max()));
    }
}

TEST_CASE("cells of an amount that do not ascend are refused") {
  const auto with = [](const std::vector<std::int32_t>& cells) {
    return can_be_walked_with([&](DecisionGraph& graph) { graph.programs[0].variables[0].cells = cells; });
  };
  const std::int32_t least = std::numeric_limits<std::int32_t>::min();
  CHECK(with({}));
  CHECK(with({least, least + 1, 7}));
  CHECK_FALSE(with({0, least}));
  CHECK_FALSE(with({0, 0}));
}

TEST_CASE("a release cut short anywhere is refused") {
  const std::string file = Built(small()).file();
  for (std::size_t size = 0; size < file.size(); size += size < 200 ? 1 : 11) {
    const auto why = refusal(std::string_view(file).substr(0, size), trusted());
    REQUIRE(why);
    CHECK((*why == Why::cut_short || *why == Why::no_release));
  }
  CHECK(refusal(file + " ", trusted()) == Why::damaged);
  CHECK_FALSE(refusal(file, trusted()));
}

TEST_CASE("a release with any byte changed is refused") {
  const std::string file = Built(small()).file();
  for (std::size_t i = 0; i < file.size(); i += i < 200 ? 1 : 11) {
    std::string changed = file;
    changed[i] = static_cast<char>(changed[i] ^ 0x20);
    INFO("byte " << i);
    CHECK(refusal(changed, trusted()));
  }
}

TEST_CASE("a graph of several pieces is whole only with each of them in its place") {
  std::string advice;
  for (int i = 0; i < 300; ++i)
    advice += "  long-" + std::to_string(i) + ": { text: \"Stay with <you>. " + std::string(1900, 'x') + "\" }\n";
  const Built built(small("small", advice));
  const std::string file = built.file(nullptr);
  CHECK_FALSE(refusal(file, {}));

  const std::size_t manifest_end = file.find("\nproof ");
  std::vector<std::size_t> pieces;
  for (std::size_t at = file.find("\npiece "); at < manifest_end; at = file.find("\npiece ", at + 1))
    pieces.push_back(at);
  REQUIRE(pieces.size() >= 2);
  REQUIRE(pieces.size() == (graph_bytes(*built.graph).size() + kPieceBytes - 1) / kPieceBytes);

  const std::size_t graph_begin =
      file.size() - proof_text(*built.graph, built.proof).size() - graph_bytes(*built.graph).size();
  for (const std::size_t byte : {std::size_t{0}, kPieceBytes - 1, kPieceBytes, graph_bytes(*built.graph).size() - 1}) {
    INFO(byte);
    std::string changed = file;
    changed[graph_begin + byte] ^= 1;
    CHECK(refusal(changed, {}) == Why::damaged);
  }
  std::string swapped = file;
  std::swap_ranges(swapped.begin() + static_cast<long>(pieces[0]) + 7,
                   swapped.begin() + static_cast<long>(pieces[0]) + 71,
                   swapped.begin() + static_cast<long>(pieces[1]) + 7);
  CHECK(refusal(swapped, {}) == Why::damaged);
  std::string unnamed = file;  // one line less, and the manifest's length says so
  unnamed.erase(pieces.back(), 71);
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length |= std::size_t{static_cast<unsigned char>(file[16 + i])} << (8 * i);
  for (std::size_t i = 0; i < 4; ++i) unnamed[16 + i] = static_cast<char>((length - 71) >> (8 * i) & 255U);
  CHECK(refusal(unnamed, {}) == Why::damaged);
}

TEST_CASE("only a trusted key's signature is good") {
  const Built built(small());
  CHECK(refusal(built.file(nullptr), trusted()) == Why::not_signed);
  CHECK(refusal(built.file(kTheirKey), trusted()) == Why::unknown_key);
  // Where none is asked for, anything whole will do, and is not said to be signed.
  for (const char* key : {static_cast<const char*>(nullptr), kOurKey, kTheirKey}) {
    const auto read = read_release(built.file(key), {});
    REQUIRE(std::holds_alternative<Release>(read));
    CHECK(std::get<Release>(read).signed_by.empty());
  }
  // A signature of another release under the right name.
  std::string file = built.file();
  const auto length = [](std::string_view bytes) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size |= std::size_t{static_cast<unsigned char>(bytes[16 + i])} << (8 * i);
    return size;
  };
  file[20 + length(file) + 1 + 16] ^= 1;
  CHECK(refusal(file, trusted()) == Why::wrong_signature);
}

TEST_CASE("what is no release, or one of another form, is refused in words that say what to do") {
  CHECK(refusal("", {}) == Why::no_release);
  CHECK(refusal("library: small\n", {}) == Why::no_release);
  // A manifest of 64 MiB would be waited for; one byte more is not.
  CHECK(refusal(std::string("signpost-release") + std::string("\0\0\0\4", 4), {}) == Why::cut_short);
  CHECK(refusal(std::string("signpost-release") + std::string("\1\0\0\4", 4), {}) == Why::damaged);
  std::string file = Built(small()).file(nullptr);
  file.replace(file.find("\ngraph " + std::to_string(kGraphForm) + " "), 9, "\ngraph 9 ");
  CHECK(refusal(file, {}) == Why::other_form);
}

TEST_CASE("keys are read from PEM and nothing else") {
  CHECK_FALSE(SigningKey::from_pem(kOurPublicKey));
  CHECK_FALSE(PublicKey::from_pem(kOurKey));
  CHECK_FALSE(SigningKey::from_pem(""));
  CHECK_FALSE(PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
  CHECK(SigningKey::from_pem(kOurKey)->public_pem() == kOurPublicKey);
  CHECK(SigningKey::from_pem(kOurKey)->name() == PublicKey::from_pem(kOurPublicKey)->name());
  const Signature signature = SigningKey::from_pem(kOurKey)->sign("these bytes");
  CHECK(trusted().front().signed_this("these bytes", signature));
  CHECK_FALSE(trusted().front().signed_this("these bytez", signature));
}
