// One thing with a generated library, once:
//   once write QUESTIONS FOLDER                     writes its files
//   once events|read|compile|explore|prove QUESTIONS  reads them from memory, and goes on so far
//   once worst PAIRS                                follows every patient of a library that is beyond the limits with
//                                                 24 pairs; fails where that is no finding
// The latter prints the bytes of the files and the most memory that was ever in use, in KiB, less what writing the
// library took: only a process of its own can tell; then the seconds that following every patient and proving the
// claims took, and how many claims there are. What was found is printed too, so that a mistake in the generator shows.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>

#include "engine/compile/compile.hpp"
#include "engine/explore/explore.hpp"
#include "engine/prove/prove.hpp"
#include "tests/bench/generated_library.hpp"
#include "tests/bench/yaml_events.hpp"

namespace {

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int count, char** arguments) {
  using namespace signpost;
  const std::string_view what = count >= 3 ? arguments[1] : "";
  const auto questions = count >= 3 ? std::strtoul(arguments[2], nullptr, 10) : 0;
  const bool known = what == "write" ? count == 4
                                     : count == 3 && (what == "events" || what == "read" || what == "compile" ||
                                                      what == "explore" || what == "prove" || what == "worst");
  if (!known || (what != "worst" && questions < bench::kQuestionsOfATopic)) {
    std::cerr << "usage: once write QUESTIONS FOLDER\n"
                 "       once events|read|compile|explore|prove QUESTIONS     (50 or more)\n"
                 "       once worst PAIRS\n";
    return 2;
  }
  const auto files = what == "worst" ? bench::worst_library(questions)
                                     : bench::generated_library(questions / bench::kQuestionsOfATopic);
  if (what == "write") {
    for (const NamedText& file : files) {
      const auto path = std::filesystem::path(arguments[3]) / file.path;
      std::filesystem::create_directories(path.parent_path());
      if (!(std::ofstream(path, std::ios::binary) << file.text)) return 3;
    }
    return 0;
  }
  const long before = peak_kib();
  double explored = 0, proven = 0;
  std::size_t claims = 0;
  int return_code = 0;
  if (what == "events") {
    bench::yaml_events(files);
  } else {
    Diagnostics diagnostics;
    const Library library = read_library(files, "", diagnostics);
    const auto graph = what == "read" ? nullptr : compile(library, diagnostics);
    const auto since = [begun = std::chrono::steady_clock::now()] {
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    };
    if (graph && (what == "explore" || what == "prove" || what == "worst")) {
      const Exploration exploration = explore(library, *graph, diagnostics);
      explored = since();
      if (what == "prove") {
        const Proof proof = prove(library, *graph, exploration, 20'000, diagnostics);
        std::cerr << summary(proof) << "; " << unwritten_summary(proof) << "\n";
        claims = proof.claims.size();
      }
      proven = since();
    }
    diagnostics.sort();
    if (explored > 0 || diagnostics.has_errors()) std::cerr << render_text(diagnostics, library.sources);
    const auto passes_a_limit = [](const Diagnostic& d) { return d.code == Code::too_many_ways; };
    if (what == "worst") return_code = std::none_of(diagnostics.all().begin(), diagnostics.all().end(), passes_a_limit);
    if (what != "worst" && diagnostics.has_errors()) return 1;
  }
  std::cout << bench::bytes_of(files) << " " << peak_kib() - before << " " << explored << " " << proven << " " << claims
            << "\n";
  return return_code;
}
