// The engine: steps a second on journeys of 25 answers, and compiling against parsing alone.
//
// A step reads a journey and the graph, nothing else, so that its cost hangs on how much of the graph the processor
// has at hand. `one_topic` takes every journey through the same topic, as when one complaint is common;
// `every_topic` takes each step in another topic, chosen by chance, which is the worst that can come.
#include <benchmark/benchmark.h>

#include <map>
#include <memory>

#include "engine/compile/compile.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/token.hpp"
#include "tests/bench/generated_library.hpp"
#include "tests/bench/yaml_events.hpp"

namespace {

using namespace signpost;

constexpr std::size_t kAnswers = 25;
constexpr std::size_t kJourneys = 4096;
constexpr std::int64_t kNow = 1'700'000'000;

// Read and compiled once for all benchmarks of a size.
struct Compiled {
  std::vector<NamedText> files;
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
};
const Compiled& compiled(std::size_t questions) {
  static std::map<std::size_t, Compiled> kept;
  Compiled& made = kept[questions];
  if (!made.graph) {
    Diagnostics diagnostics;
    made.files = bench::generated_library(questions / bench::kQuestionsOfATopic);
    made.library = read_library(made.files, "", diagnostics);
    made.graph = compile(made.library, diagnostics);
    if (!made.graph) std::abort();
  }
  return made;
}
const DecisionGraph& graph_of(std::size_t questions) { return *compiled(questions).graph; }

enum class Topics { one, every };

const std::vector<Journey>& journeys_of(std::size_t questions, Topics topics) {
  static std::map<std::pair<std::size_t, Topics>, std::vector<Journey>> kept;
  auto& journeys = kept[{questions, topics}];
  if (journeys.empty()) {
    const DecisionGraph& graph = graph_of(questions);
    journeys = bench::generated_journeys(graph, topics == Topics::one ? 1 : graph.topics.size(), kJourneys, kAnswers);
  }
  return journeys;
}

void step_from_journey(benchmark::State& state, Topics topics) {
  const auto questions = static_cast<std::size_t>(state.range(0));
  const DecisionGraph& graph = graph_of(questions);
  const std::vector<Journey>& journeys = journeys_of(questions, topics);
  std::size_t i = 0;
  for (auto _ : state) {
    auto next = step(graph, journeys[i]);
    benchmark::DoNotOptimize(next);
    if (++i == journeys.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

// What the server does at each step: opens the token of 24 answers, gives the last answer, seals the journey again.
void step_from_token(benchmark::State& state, Topics topics) {
  const auto questions = static_cast<std::size_t>(state.range(0));
  const DecisionGraph& graph = graph_of(questions);
  const TokenSealer sealer({random_token_key(1)});
  struct Asked {
    std::string token, question;
    AnswerValue value;
  };
  std::vector<Asked> asked;
  for (Journey journey : journeys_of(questions, topics)) {
    const Given last = journey.answers.back();
    journey.answers.pop_back();
    asked.push_back({sealer.seal(graph, journey, kNow), graph.questions[at(last.question)].id,
                     answer_value(graph, last.question, last, journey.on)});
  }
  std::size_t i = 0;
  for (auto _ : state) {
    const Asked& now = asked[i];
    auto opened = sealer.open(graph, now.token, kNow);
    auto answered =
        answer(graph, std::move(std::get<TokenSealer::Opened>(opened).journey), now.question, now.value, true);
    auto token = sealer.seal(graph, std::get<Answered>(answered).journey, kNow);
    benchmark::DoNotOptimize(token);
    if (++i == asked.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

void parse_alone(benchmark::State& state) {
  const auto& files = compiled(static_cast<std::size_t>(state.range(0))).files;
  for (auto _ : state) benchmark::DoNotOptimize(bench::yaml_events(files));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bench::bytes_of(files)));
}

void read_and_compile(benchmark::State& state) {
  const auto& files = compiled(static_cast<std::size_t>(state.range(0))).files;
  for (auto _ : state) {
    Diagnostics diagnostics;
    const Library library = read_library(files, "", diagnostics);
    auto graph = compile(library, diagnostics);
    if (!graph) std::abort();
    benchmark::DoNotOptimize(graph);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bench::bytes_of(files)));
}

// How fast the machine was meanwhile: a chain of a million additions, one a cycle. Machines that are shared give half
// their speed or less for minutes, and aims in steps a second mean nothing beside a clock that nobody told.
void additions(benchmark::State& state) {
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (int i = 0; i < 1'000'000; ++i) benchmark::DoNotOptimize(sum += 1);
  }
}

void sizes(benchmark::internal::Benchmark* measured) { measured->Arg(50)->Arg(1'000)->Arg(20'000); }
void big(benchmark::internal::Benchmark* measured) { measured->Apply(sizes)->Unit(benchmark::kMillisecond); }

BENCHMARK(additions);
BENCHMARK_CAPTURE(step_from_journey, one_topic, Topics::one)->Apply(sizes);
BENCHMARK_CAPTURE(step_from_journey, every_topic, Topics::every)->Apply(sizes);
BENCHMARK_CAPTURE(step_from_token, one_topic, Topics::one)->Apply(sizes);
BENCHMARK_CAPTURE(step_from_token, every_topic, Topics::every)->Apply(sizes);
BENCHMARK(parse_alone)->Apply(big);
BENCHMARK(read_and_compile)->Apply(big);

}  // namespace

BENCHMARK_MAIN();
