// How long a release takes from its file to being ready to serve:
//   release_reading write QUESTIONS FILE    builds and signs the release of a generated library, without proving it
//   release_reading read FILE               reads it eleven times; prints its bytes, then the milliseconds of the first
//                                           time, when the process has no memory at hand yet, and the median of the
//                                           rest
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "engine/compile/compile.hpp"
#include "engine/release/release.hpp"
#include "engine/text/whole_file.hpp"
#include "tests/bench/generated_library.hpp"
#include "tests/support/test_keys.hpp"

namespace {

using namespace signpost;

int write(std::size_t questions, const std::string& path) {
  Diagnostics diagnostics;
  const auto files = bench::generated_library(questions / bench::kQuestionsOfATopic);
  const Library library = read_library(files, "", diagnostics);
  const auto graph = compile(library, diagnostics);
  const auto key = SigningKey::from_pem(tests::kOurKey);
  if (!graph || !key) return 1;
  write_file(path, release_bytes(library, *graph, Proof{}, &*key));
  return 0;
}

// Milliseconds.
double read_once(const std::string& path, const std::vector<PublicKey>& trusted) {
  const auto begun = std::chrono::steady_clock::now();
  const auto release = read_release(read_file(path, kMaxReleaseBytes), trusted);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begun;
  if (std::holds_alternative<ReleaseRefused>(release)) {
    std::cerr << std::get<ReleaseRefused>(release).message << "\n";
    std::exit(1);
  }
  return taken.count();
}

int read(const std::string& path) {
  const std::vector<PublicKey> trusted{PublicKey::from_pem(tests::kOurPublicKey).value()};
  const double first = read_once(path, trusted);
  std::array<double, 10> again{};
  for (double& one : again) one = read_once(path, trusted);
  std::nth_element(again.begin(), again.begin() + again.size() / 2, again.end());
  std::cout << read_file(path, kMaxReleaseBytes).size() << " " << first << " " << again[again.size() / 2] << "\n";
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  if (what == "write" && count == 4) return write(std::strtoul(arguments[2], nullptr, 10), arguments[3]);
  if (what == "read" && count == 3) return read(arguments[2]);
  std::cerr << "usage: release_reading write QUESTIONS FILE\n       release_reading read FILE\n";
  return 2;
}
