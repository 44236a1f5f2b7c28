// Writes what the fuzzers begin with: inputs made from our own small libraries by the program as it is now, so that
// they never go stale, and the dictionary of the YAML keys from the one table of them.
//
//   fuzz_seeds FOLDER    writes FOLDER/NAME/*, and FOLDER/yaml.dict
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "engine/compile/compile.hpp"
#include "engine/crypto/sha256.hpp"
#include "engine/explore/explore.hpp"
#include "engine/prove/prove.hpp"
#include "engine/read/keys.hpp"
#include "engine/release/graph_file.hpp"
#include "engine/release/release.hpp"
#include "engine/walk/engine.hpp"
#include "engine/walk/least_serious.hpp"
#include "tests/fuzz/named_texts.hpp"
#include "tests/fuzz/token_key.hpp"
#include "tests/support/small_library.hpp"
#include "tests/support/test_keys.hpp"
#include "tests/support/token_by_hand.hpp"

namespace fs = std::filesystem;
using namespace signpost;

namespace {

class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) { fs::create_directories(path_); }
  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream file(path_ / name, std::ios::binary);
    file << bytes;
  }

 private:
  fs::path path_;
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<NamedText> files_below(const fs::path& folder) {
  std::vector<NamedText> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml")
      files.push_back({fs::relative(entry.path(), folder).generic_string(), text_of(entry.path())});
  }
  std::sort(files.begin(), files.end(), [](const NamedText& a, const NamedText& b) { return a.path < b.path; });
  return files;
}

std::string flat(std::string path) {
  std::replace(path.begin(), path.end(), '/', '-');
  return path;
}

void write_yaml(const Folder& folder, const std::vector<NamedText>& files) {
  for (const NamedText& file : files) folder.write(flat(file.path), file.text);
}

// Scores, and floors, claims, a jump.
std::string scored_library() { return text_of(SIGNPOST_SOURCE_DIR "/tests/fuzz/scored_library.txt"); }

void write_pathways(const Folder& folder, const std::vector<NamedText>& example) {
  folder.write("example", fuzz::join_texts(example));
  folder.write("scored", scored_library());
  folder.write("knee", fuzz::join_texts(files_below(SIGNPOST_SOURCE_DIR "/tests/cli/library")));
  std::vector<NamedText> both;
  for (NamedText file : small_library_files())
    if (file.path.starts_with("topics/")) {
      // It leaves some patients out on purpose; what is to be walked may not.
      const std::size_t admits = file.text.find("\nfor: ") + 1;
      file.text.replace(admits, file.text.find('\n', admits) - admits, "for: everyone");
      both.push_back(file);
      folder.write(flat(file.path), fuzz::join_texts({file}));
    }
  folder.write("small", fuzz::join_texts(both));
}

// The body of a token of each journey through a topic, with every answer that was given so far.
void write_tokens(const Folder& folder) {
  folder.write("letters", std::string("\0AQcAAAAAAAAAAA-_", 17));
  folder.write("changed", std::string("\1\2\1\1\1\20\30\2\1\1", 10) + std::string(200, '\3'));
  const DecisionGraph& graph = small_library();
  const TokenSealer sealer({fuzz::kKey});
  const Day day = static_cast<Day>(fuzz::kNow / 86'400);
  Journey journey = std::get<Journey>(begin(graph, {"everything"}, {Age{100, 100}, Sex::female, Party::self}, day));
  for (int i = 0;; ++i) {
    const auto body = tests::body_of(fuzz::kKey, sealer.seal(graph, journey, fuzz::kNow));
    folder.write("journey-" + std::to_string(i), '\2' + std::string(body.begin(), body.end()));
    const Step here = std::get<Step>(step(graph, journey));
    if (here.kind == Step::Kind::outcome) return;
    const Question& question = graph.questions[at(here.question)];
    journey = std::get<Answered>(answer(graph, journey, question.id, least_serious(question, here.shown, day))).journey;
  }
}

// One body for each call of the API, in the order of tests/fuzz/json.cpp, and one for each kind of answer.
void write_bodies(const Folder& folder) {
  const std::pair<char, std::string_view> bodies[] = {
      {0, R"({"q":"everything hurts","patient":{"age":{"years":30}}})"},
      {1, R"({"topic":"everything","patient":{"age":{"years":30},"sex":"female","party":"self"}})"},
      {1,
       R"({"topics":["short"],"patient":{"age":{"born":"1990-05-01"},"sex":"not-said","party":"someone-else"},"language":"en"})"},
      {1, R"({"topic":"everything"})"},
      {2, R"({"journey":"@0","answer":{"question":"faint","value":"no"}})"},
      {2, R"({"journey":"@1","answer":{"question":"hot","value":"unsure"}})"},
      {2, R"({"journey":"@2","answer":{"question":"colour","value":"purple","confirmed":true}})"},
      {2, R"({"journey":"@3","answer":{"question":"signs","value":["rash","cough"]}})"},
      {2, R"({"journey":"@4","answer":{"question":"temperature","value":38.2}})"},
      {2, R"({"journey":"@5","answer":{"question":"since","value":{"value":3,"unit":"days"}}})"},
      {2, R"({"journey":"@6","answer":{"question":"injury","value":"2026-11-01"}})"},
      {2, R"({"journey":"@7","answer":{"question":"told","value":"seen"}})"},
      {3, R"({"journey":"@5","question":"hot","value":"yes"})"},
      {3, R"({"journey":"@8","question":"patient/age","value":{"months":31}})"},
      {4, R"({"journey":"@8"})"},
      {5,
       R"({"topic":"everything","patient":{"age":{"weeks":60},"sex":"male"},"on":"2026-11-22","answers":[{"question":"faint","value":"no"},{"question":"signs","value":[]}]})"},
  };
  int number = 0;
  for (const auto& [call, body] : bodies) folder.write("body-" + std::to_string(number++), call + std::string(body));
}

// Requests, with the places to cut them at behind them; see tests/fuzz/http.cpp.
void write_requests(const Folder& folder) {
  const std::string_view requests[] = {
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /a%20b?q=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nHEAD /x HTTP/1.1\r\nHost: a\r\nConnection: "
      "close\r\n\r\n",
      "POST /api HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"q\":\"abc\"}"
      "GET http://a/b HTTP/1.1\r\nHost: a\r\nX-Say: well\r\n\r\n",
      "\r\nPUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\nREMOTE_ADDR: 10.0.0.1\r\n\r\n",
      "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/2.0\r\n\r\n",
  };
  int number = 0;
  for (const std::string_view request : requests)
    folder.write("request-" + std::to_string(number++), std::string(request) + "\x20\x60\xa0\x03");
}

// A form for each kind of question, of a journey in its cookie or in the page: see tests/fuzz/form.cpp.
void write_forms(const Folder& folder) {
  const std::pair<char, std::string_view> forms[] = {
      {0, "\n\nq=everything+hurts"},
      {1, "\n\ntopic=everything"},
      {1, "\n\ntopic=short&cookies=no"},
      {2, "3\na=1; signpost=@0\nquestion=faint&answer=no"},
      {2, "4\n\njourney=@1&question=hot&answer=unsure"},
      {2, "4\nsignpost=@2\nquestion=hot&answer=yes&return=answers"},
      {2, "5\nsignpost=@2\nquestion=colour&answer=purple"},
      {2, "6\nsignpost=@3\nquestion=signs&answer=rash&answer=cough"},
      {2, "6\nsignpost=@3\nquestion=signs&answer=none"},
      {2, "7\nsignpost=@4\nquestion=temperature&amount=38.2"},
      {2, "7\nsignpost=@4\nquestion=temperature&amount=%3Cb%3E%22warm%22"},
      {2, "7\nsignpost=@4\nquestion=temperature&amount=42&confirmed=yes"},
      {2, "8\nsignpost=@5\nquestion=since&amount=3&unit=days"},
      {2, "9\nsignpost=@6\nquestion=injury&day=1&month=November&year=2026"},
      {2, "10\nsignpost=@7\nquestion=told"},
      {2, "2\nsignpost=@8\nquestion=patient/age&amount=31&unit=months"},
      {2, "answers\n\njourney=@8&go=show"},
      {2, "delete\nsignpost=@8\n"},
      {3, "answers\nsignpost=@8\n"},
      {3, "4\nsignpost=@9\nchange"},
  };
  int number = 0;
  for (const auto& [to, form] : forms) folder.write("form-" + std::to_string(number++), to + std::string(form));
}

void write_keys(const Folder& folder) {
  const std::string ones(64, '1'), mixed = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
  folder.write("token", "2:" + mixed + "\n1:" + ones + "\n");
  folder.write("token-remarks", "# since May\n 255:" + mixed + "\r\n\n  # 2:" + ones + "\n0:" + ones);
  folder.write("token-commas", "2:" + mixed + ", 1:" + ones);
  folder.write("token-twice", "2:" + mixed + "\n2:" + ones + "\n");
  // The SHA-256 of the secret that tests/fuzz/keys.cpp tries.
  const std::string known = sha256_hex("signpost_of_the_fuzzers");
  folder.write("api", "hospital-1 " + known + " 3 1000\n");
  folder.write("api-remarks", "# who may call\nhospital-1 " + known + " 600 2 # by agreement\n\nother\t" +
                                  sha256_hex("another") + " 1\r\n");
  folder.write("api-twice", "a " + known + " 1\na " + sha256_hex("another") + " 1\n");
  folder.write("bearer", "Bearer signpost_of_the_fuzzers");
}

void write_releases(const Folder& folder, const std::vector<NamedText>& example) {
  const auto write = [&](const std::string& name, const std::vector<NamedText>& files) {
    Diagnostics findings;
    const Library library = read_library(files, "example", findings);
    const auto graph = compile(library, findings);
    if (!graph) throw std::logic_error("an example has errors: " + render_text(findings, library.sources));
    const Exploration exploration = explore(library, *graph, findings, 1);
    const Proof proof = prove(library, *graph, exploration, *parse_day("2026-11-22"), findings);
    const auto key = SigningKey::from_pem(tests::kOurKey);
    folder.write(name + "-signed", release_bytes(library, *graph, proof, &*key));
    folder.write(name, release_bytes(library, *graph, proof, nullptr));
    folder.write(name + "-graph", graph_bytes(*graph));
  };
  write("example", example);
  write("small", small_library_files());
  write("scored", fuzz::library_of(scored_library()));
}

void gather(const MapSpec& map, std::set<std::string_view>& words, std::set<const MapSpec*>& met);

void gather(const Shape& shape, std::set<std::string_view>& words, std::set<const MapSpec*>& met) {
  words.insert(shape.words.begin(), shape.words.end());
  if (shape.items) gather(*shape.items, words, met);
  if (shape.entries) gather(*shape.entries, words, met);
  if (shape.map) gather(*shape.map, words, met);
}

void gather(const MapSpec& map, std::set<std::string_view>& words, std::set<const MapSpec*>& met) {
  if (!met.insert(&map).second) return;
  for (const Key& key : map.keys) {
    words.insert(key.name);
    gather(key.shape, words, met);
  }
}

void write_words(const fs::path& path) {
  std::set<std::string_view> words(reserved_ids().begin(), reserved_ids().end());
  std::set<const MapSpec*> met;
  for (std::size_t kind = 0; kind < kFileKinds; ++kind) gather(file_spec(static_cast<FileKind>(kind)), words, met);
  std::ofstream file(path);
  for (const std::string_view word : words) file << '"' << word << ": \"\n";
  for (const char* mark : {"=== topics/", "\\x0a  ", "\\x0a    ",  "- ",     "{ ",       " }",       "[",  "]",
                           "|\\x0a",      "&a ",     "*a",         "!!str ", "---\\x0a", "...\\x0a", "# ", " and ",
                           " or ",        "not ",    " includes ", " is ",   " >= ",     " ago > "})
    file << '"' << mark << "\"\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: fuzz_seeds FOLDER\n");
    return 2;
  }
  const fs::path folder = arguments[1];
  const auto example = files_below(SIGNPOST_SOURCE_DIR "/tests/fixtures/small-library");
  write_yaml(Folder(folder / "yaml"), example);
  write_pathways(Folder(folder / "pathway"), example);
  write_tokens(Folder(folder / "token"));
  write_bodies(Folder(folder / "json"));
  write_requests(Folder(folder / "http"));
  write_releases(Folder(folder / "release"), example);
  write_forms(Folder(folder / "form"));
  write_keys(Folder(folder / "keys"));
  write_words(folder / "yaml.dict");
  return 0;
}
