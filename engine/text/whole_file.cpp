#include "engine/text/whole_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace signpost {

namespace {

[[noreturn]] void broken(const std::string& what, int error) {
  throw std::system_error(error, std::generic_category(), what);
}

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

}  // namespace

void write_file(const std::string& path, std::string_view content) {
  // A device or a pipe is written to as it is; only a plain file can be put in place whole.
  std::error_code ignored;
  const bool plain = !std::filesystem::exists(path, ignored) || std::filesystem::is_regular_file(path, ignored);
  const std::string written = plain ? path + ".part" : path;
  File file(std::fopen(written.c_str(), "wb"));
  if (file == nullptr) broken("cannot write '" + path + "'", errno);
  const auto fail = [&](int reason) {
    if (plain) std::remove(written.c_str());
    broken("cannot write '" + path + "'", reason);
  };
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size()) fail(errno);
  if (std::fflush(file.get()) != 0) fail(errno);
  // The name must not be on the disk before the bytes are.
  if (plain && ::fsync(::fileno(file.get())) != 0) fail(errno);
  if (std::fclose(file.release()) != 0) fail(errno);
  if (plain && std::rename(written.c_str(), path.c_str()) != 0) fail(errno);
}

std::string read_file(const std::string& path, std::size_t most) {
  const auto fail = [&](int reason) { broken("cannot read '" + path + "'", reason); };
  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) fail(errno);
  // A pipe has no size, and a file may grow while it is read.
  struct stat about {};
  const bool known = ::fstat(::fileno(file.get()), &about) == 0 && about.st_size > 0;
  if (known && static_cast<std::size_t>(about.st_size) > most) fail(EFBIG);
  constexpr std::size_t kAtOnce = 4096;
  std::string content;
  std::size_t filled = 0;
  content.resize(known ? static_cast<std::size_t>(about.st_size) + 1 : kAtOnce);
  while (const std::size_t got = std::fread(content.data() + filled, 1, content.size() - filled, file.get())) {
    filled += got;
    if (filled > most) fail(EFBIG);
    if (filled == content.size()) content.resize(filled + std::max(filled, kAtOnce));
  }
  if (std::ferror(file.get()) != 0) fail(errno);
  content.resize(filled);
  return content;
}

}  // namespace signpost
