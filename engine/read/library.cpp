// Which files a library has, in which order they are read, and what their names must say. What stands in them is
// checked by shape_check.cpp and converted by the readers.
#include "engine/read/library.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "engine/read/keys.hpp"
#include "engine/read/reader.hpp"
#include "engine/read/shape_check.hpp"

namespace signpost {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScenarioEnding = ".test.yaml";
constexpr std::string_view kEnding = ".yaml";

struct SharedFile {
  std::string_view path;
  FileKind kind;
  bool required;
};
// In the order in which they are read, so that findings come in the same order in every run.
constexpr std::array kShared{
    SharedFile{"library.yaml", FileKind::library, true},
    SharedFile{"facts.yaml", FileKind::facts, false},
    SharedFile{"dispositions.yaml", FileKind::dispositions, true},
    SharedFile{"advice.yaml", FileKind::advice, false},
    SharedFile{"wording.yaml", FileKind::wording, false},
    SharedFile{"evidence.yaml", FileKind::evidence, false},
    SharedFile{"glossary.yaml", FileKind::glossary, false},
    SharedFile{"answer-sets.yaml", FileKind::answer_sets, false},
    SharedFile{"safety.yaml", FileKind::safety, false},
};

struct Found {
  std::string path;  // relative to the library's folder, with /
  std::string text;
  FileKind kind{};
};

std::string_view stem_of(std::string_view path, std::string_view ending) {
  const std::size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (name.ends_with(ending)) name.remove_suffix(ending.size());
  return name;
}

// What the place of a file says that it holds; nothing when it is no place of the library.
std::optional<FileKind> kind_of(std::string_view path) {
  for (const SharedFile& shared : kShared) {
    if (path == shared.path) return shared.kind;
  }
  if (stem_of(path, "").starts_with('.') || path.find('/') != path.rfind('/') || !path.ends_with(kEnding))
    return std::nullopt;
  if (path.starts_with("modules/") && !path.ends_with(kScenarioEnding)) return FileKind::module;
  if (path.starts_with("topics/")) return path.ends_with(kScenarioEnding) ? FileKind::scenarios : FileKind::pathway;
  return std::nullopt;
}

// Files that mean nothing to a library and do no harm: notes, translations, an editor's own.
bool may_be_ignored(std::string_view path) {
  const std::string_view name = stem_of(path, "");
  const bool yaml =
      path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".YAML") || path.ends_with(".YML");
  return !yaml || name.starts_with('.') || path.starts_with("locales/");
}

class LibraryBuilder {
 public:
  LibraryBuilder(std::string shown_as, Diagnostics& diagnostics)
      : shown_as_(std::move(shown_as)), diagnostics_(diagnostics) {
    if (!shown_as_.empty() && !shown_as_.ends_with('/')) shown_as_ += '/';
  }

  Library build(std::vector<Found> files) {
    std::sort(files.begin(), files.end(), [](const Found& a, const Found& b) {
      return std::pair(a.kind < FileKind::module ? a.kind : FileKind::module, std::string_view(a.path)) <
             std::pair(b.kind < FileKind::module ? b.kind : FileKind::module, std::string_view(b.path));
    });
    for (const SharedFile& shared : kShared) {
      if (!shared.required) continue;
      const bool there =
          std::any_of(files.begin(), files.end(), [&](const Found& file) { return file.path == shared.path; });
      if (!there) {
        diagnostics_.add(Code::file_unreadable, {}, "the library has no file " + shown_as_ + std::string(shared.path),
                         "every library needs one; the folder may also be the wrong one");
      }
    }
    for (Found& file : files) read(file);
    put_in_answer_sets();
    return std::move(library_);
  }

 private:
  void read(Found& file) {
    const std::uint32_t index = library_.sources.add(shown_as_ + file.path, std::move(file.text));
    Value tree = parse_yaml(library_.sources, index, diagnostics_);
    if (tree.kind == Value::Kind::missing) return;
    check_shape(tree, file_spec(file.kind), diagnostics_);
    if (tree.kind != Value::Kind::map) return;
    Reader reader(library_.sources, diagnostics_);
    switch (file.kind) {
      case FileKind::library:
        return reader.library(tree, library_);
      case FileKind::facts:
        return reader.facts(tree, library_);
      case FileKind::dispositions:
        return reader.dispositions(tree, library_);
      case FileKind::advice:
        return reader.advice(tree, library_);
      case FileKind::wording:
        return reader.wording(tree, library_);
      case FileKind::evidence:
        return reader.evidence(tree, library_);
      case FileKind::glossary:
        return reader.glossary(tree, library_);
      case FileKind::safety:
        return reader.safety(tree, library_);
      case FileKind::answer_sets:
        sets_ = reader.answer_sets(tree);
        return;
      case FileKind::scenarios:
        check_name(tree, "pathway", stem_of(file.path, kScenarioEnding), "scenarios stand beside their pathway");
        return reader.scenarios(tree, library_.scenarios);
      case FileKind::module:
      case FileKind::pathway: {
        const bool module = file.kind == FileKind::module;
        check_name(tree, module ? "module" : "pathway", stem_of(file.path, kEnding),
                   "a file is named for what it holds");
        library_.pathways.push_back(reader.pathway(tree, index, module));
        for (const Reader::SetUse& use : reader.set_uses()) set_uses_.push_back({library_.pathways.size() - 1, use});
        return;
      }
    }
  }

  void check_name(const Value& tree, std::string_view key, std::string_view stem, std::string_view why) {
    const Value* id = tree.find(key);
    if (id == nullptr || id->kind != Value::Kind::scalar || id->text == stem) return;
    diagnostics_.add(Code::name_differs, id->at,
                     "the file is named `" + std::string(stem) + "` and holds `" + id->text + "`",
                     std::string(why) + ": rename the file, or write " + std::string(key) + ": " + std::string(stem));
  }

  void put_in_answer_sets() {
    for (const auto& [pathway, use] : set_uses_) {
      const auto set =
          std::find_if(sets_.begin(), sets_.end(), [&](const auto& one) { return one.id.text == use.set.text; });
      if (set != sets_.end()) {
        library_.pathways[pathway].steps[use.step].answers = set->answers;
        continue;
      }
      std::vector<std::string_view> names;
      for (const auto& one : sets_) names.push_back(one.id.text);
      const std::string_view near = did_you_mean(use.set.text, names);
      diagnostics_.add(
          Code::unknown_name, use.set.at, "answer-sets.yaml has no set `" + use.set.text + "`",
          near.empty() ? "list the answers here, or add the set" : "did you mean `" + std::string(near) + "`?");
    }
  }

  std::string shown_as_;
  Diagnostics& diagnostics_;
  Library library_;
  std::vector<Reader::AnswerSet> sets_;
  std::vector<std::pair<std::size_t, Reader::SetUse>> set_uses_;
};

void refuse_place(const std::string& shown, Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const SharedFile& shared : kShared) names.push_back(shared.path);
  const std::string_view near = did_you_mean(stem_of(shown, ""), names);
  std::string help =
      "topics/*.yaml, topics/*.test.yaml, modules/*.yaml and the shared files are read; move it, rename it or delete "
      "it";
  if (!near.empty()) help = "did you mean " + std::string(near) + "?";
  if (shown.ends_with(".yml") || shown.ends_with(".YML") || shown.ends_with(".YAML"))
    help = "its name must end with .yaml";
  diagnostics.add(Code::name_differs, {}, "the file " + shown + " is no part of a library and would not be read",
                  std::move(help));
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::system_error(errno, std::generic_category(), path.string());
  std::string text;
  // One byte more than allowed is enough to know that a file is too large.
  text.resize(std::min<std::uintmax_t>(fs::file_size(path), kMaxFileBytes + 1));
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) throw std::system_error(errno, std::generic_category(), path.string());
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

// The files of one folder, by name. A missing folder has none.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::exists(folder)) return names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Library read_library(const std::vector<NamedText>& files, const std::string& shown_as, Diagnostics& diagnostics) {
  std::vector<Found> found;
  const std::string prefix = shown_as.empty() || shown_as.ends_with('/') ? shown_as : shown_as + "/";
  for (const NamedText& file : files) {
    if (const auto kind = kind_of(file.path)) {
      found.push_back({file.path, file.text, *kind});
    } else if (!may_be_ignored(file.path)) {
      refuse_place(prefix + file.path, diagnostics);
    }
  }
  return LibraryBuilder(shown_as, diagnostics).build(std::move(found));
}

Library read_library(const std::string& dir, Diagnostics& diagnostics) {
  if (!fs::is_directory(dir)) throw std::system_error(std::make_error_code(std::errc::not_a_directory), dir);
  std::string prefix = dir;
  if (!prefix.ends_with('/')) prefix += '/';
  std::vector<Found> found;
  for (const std::string folder : {"", "modules/", "topics/"}) {
    for (const std::string& name : names_in(fs::path(dir) / folder)) {
      const std::string path = folder + name;
      const fs::path file = fs::path(dir) / path;
      const auto kind = kind_of(path);
      if (!kind) {
        if (!fs::is_directory(file) && !may_be_ignored(path)) refuse_place(prefix + path, diagnostics);
        continue;
      }
      if (!fs::is_regular_file(file)) {
        diagnostics.add(Code::file_unreadable, {}, prefix + path + " is no ordinary file",
                        "a file of the library stands here, not a folder or a device");
        continue;
      }
      found.push_back({path, read_file(file), *kind});
    }
  }
  return LibraryBuilder(dir, diagnostics).build(std::move(found));
}

}  // namespace signpost
