// Runs a fuzzer's inputs again, without libFuzzer: every file of the folders given. An input that breaks a promise, or
// that a sanitizer stops at, ends the process; the name printed last is its.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
  std::vector<std::filesystem::path> inputs;
  for (int i = 1; i < count; ++i) {
    const std::filesystem::path given = arguments[i];
    if (std::filesystem::is_regular_file(given)) inputs.push_back(given);
    if (!std::filesystem::is_directory(given)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(given))
      if (entry.is_regular_file()) inputs.push_back(entry.path());
  }
  std::sort(inputs.begin(), inputs.end());
  for (const auto& path : inputs) {
    std::fprintf(stderr, "%s\n", path.c_str());
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  if (inputs.empty()) std::fprintf(stderr, "there is no input to replay\n");
  return inputs.empty() ? 1 : 0;
}
