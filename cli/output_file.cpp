#include "cli/output_file.hpp"

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

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

}  // namespace

void write_file(const std::string& path, std::string_view content) {
  // A device or a pipe is written to as it is; only a plain file can be put in place whole.
  std::error_code ignored;
  const bool plain = !std::filesystem::exists(path, ignored) || std::filesystem::is_regular_file(path, ignored);
  const std::string written = plain ? path + ".part" : path;
  File file(std::fopen(written.c_str(), "wb"), std::fclose);
  if (file == nullptr) broken("cannot write '" + path + "'", errno);
  const bool whole = std::fwrite(content.data(), 1, content.size(), file.get()) == content.size();
  const int error = errno;
  const bool closed = std::fclose(file.release()) == 0;
  if (!whole || !closed) {
    const int reason = whole ? errno : error;
    if (plain) std::remove(written.c_str());
    broken("cannot write '" + path + "'", reason);
  }
  if (plain && std::rename(written.c_str(), path.c_str()) != 0) {
    const int reason = errno;
    std::remove(written.c_str());
    broken("cannot write '" + path + "'", reason);
  }
}

std::string read_file(const std::string& path, std::size_t most) {
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (file == nullptr) broken("cannot read '" + path + "'", errno);
  std::string content;
  char buffer[4096];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) {
    content.append(buffer, got);
    if (content.size() > most) broken("cannot read '" + path + "'", EFBIG);
  }
  if (std::ferror(file.get()) != 0) broken("cannot read '" + path + "'", errno);
  return content;
}

}  // namespace signpost
