#include "tests/bench/yaml_events.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <istream>
#include <streambuf>

namespace signpost::bench {
namespace {

class Counter : public YAML::EventHandler {
 public:
  std::size_t events = 0;

 private:
  void OnDocumentStart(const YAML::Mark&) override { ++events; }
  void OnDocumentEnd() override { ++events; }
  void OnNull(const YAML::Mark&, YAML::anchor_t) override { ++events; }
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { ++events; }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override { ++events; }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    ++events;
  }
  void OnSequenceEnd() override { ++events; }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    ++events;
  }
  void OnMapEnd() override { ++events; }
};

// yaml-cpp reads streams only; a copy of the text into one would count against it.
class Bytes : public std::streambuf {
 public:
  explicit Bytes(const std::string& text) {
    char* const begin = const_cast<char*>(text.data());  // only ever read
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

std::size_t yaml_events(const std::vector<NamedText>& files) {
  Counter counter;
  for (const NamedText& file : files) {
    Bytes bytes(file.text);
    std::istream stream(&bytes);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(counter)) {
    }
  }
  return counter.events;
}

}  // namespace signpost::bench
