#include "engine/diff/library_texts.hpp"

#include <algorithm>
#include <map>

namespace signpost {
namespace {

// Everything that a person may read, by place and part; and everything that has an id, by what it is.
struct Texts {
  std::map<std::pair<std::string, std::string>, std::string> text;
  std::map<std::pair<std::string, std::string>, std::string> was;  // what and id -> old id, where the author said so
  std::set<std::pair<std::string, std::string>> names;

  explicit Texts(const Library& library) {
    for (const Pathway& p : library.pathways) {
      const std::string& file = p.id.text;
      const char* const kind = p.module ? "module" : "pathway";
      name(kind, file);
      for (const Name& old : p.was) was[{kind, file}] = old.text;
      if (!p.module) name("topic", p.topic.empty() ? file : p.topic.text);
      put(file, "title", p.title);
      for (const AuthoredStep& s : p.steps) step(file, s);
      for (const AuthoredOutcome& o : p.outcomes) {
        name("outcome", file + "/" + o.id.text);
        put(file + "/" + o.id.text, "reason", o.reason);
      }
    }
    for (const AdviceItem& a : library.advice) {
      name("advice", a.id.text);
      put("advice/" + a.id.text, "text", a.text);
    }
    for (const Disposition& d : library.dispositions) {
      name("disposition", d.id.text);
      for (const auto& [part, words] : {std::pair{"heading", &d.heading}, std::pair{"service", &d.service},
                                        std::pair{"within", &d.within}, std::pair{"contact", &d.contact}})
        put("dispositions/" + d.id.text, part, *words);
    }
    for (const Fact& f : library.facts) {
      name("fact", f.id.text);
      put("facts/" + f.id.text, "meaning", f.meaning);
    }
    for (const GlossaryEntry& g : library.glossary) put("glossary/" + g.word.text, "meaning", g.meaning);
    for (const Phrase& p : library.phrases)
      for (std::size_t i = 0; i < p.others.size(); ++i)
        put("wording/" + p.self.text, "phrase " + std::to_string(i + 1), p.others[i]);
  }

 private:
  void step(const std::string& file, const AuthoredStep& s) {
    const std::string place = file + "/" + s.id.text;
    if (s.kind == AuthoredStep::Kind::ask) name("question", place);
    put(place, "question", s.question);
    put(place, "why", s.why);
    put(place, "help", s.help);
    put(place, "note", s.note);
    for (const Answer& a : s.answers) {
      name("answer", place + "/" + a.id.text);
      put(place + "/" + a.id.text, "text", a.text);
      put(place + "/" + a.id.text, "help", a.help);
    }
  }
  void name(const std::string& what, const std::string& id) { names.emplace(what, id); }
  void put(const std::string& place, const std::string& part, const Text& t) {
    if (!t.text.empty()) text[{place, part}] = t.text;
  }
};

}  // namespace

void compare_texts(const Library& before, const Library& after, ClinicalDiff& into) {
  const Texts old_texts(before), new_texts(after);
  std::set<std::pair<std::string, std::string>> renamed;
  for (const auto& [named, old_id] : new_texts.was)
    if (old_texts.names.count({named.first, old_id}) != 0 && old_texts.names.count(named) == 0) {
      into.names.push_back({NameChange::Kind::renamed, named.first, named.second, old_id});
      renamed.insert(named);
      renamed.emplace(named.first, old_id);
    }
  // Of what came or went as a whole, its parts are not named too.
  const auto whole = [](const std::set<std::pair<std::string, std::string>>& names, const std::string& id) {
    for (std::size_t slash = id.find('/'); slash != std::string::npos; slash = id.find('/', slash + 1))
      for (const char* what : {"pathway", "module", "question"})
        if (names.count({what, id.substr(0, slash)}) != 0) return false;
    return true;
  };
  const auto only = [&](const Texts& here, const Texts& there, NameChange::Kind kind) {
    std::set<std::pair<std::string, std::string>> missing;
    for (const auto& named : here.names)
      if (there.names.count(named) == 0 && renamed.count(named) == 0) missing.insert(named);
    for (const auto& [what, id] : missing)
      if (whole(missing, id)) into.names.push_back({kind, what, id, {}});
  };
  only(new_texts, old_texts, NameChange::Kind::added);
  only(old_texts, new_texts, NameChange::Kind::removed);
  for (const auto& [place, text] : new_texts.text)
    if (auto it = old_texts.text.find(place); it != old_texts.text.end() && it->second != text)
      into.texts.push_back({place.first, place.second, it->second, text});
}

std::set<std::string> changed_files(const Library& before, const Library& after) {
  const auto files = [](const Library& library) {
    std::map<std::string, std::string> texts;  // by path below the library's folder
    std::map<std::uint32_t, std::string> ids;
    for (const Pathway& p : library.pathways) ids[p.file] = p.id.text;
    for (std::uint32_t i = 0; i < library.sources.size(); ++i) {
      const std::string& path = library.sources.file(i).path;
      if (path.ends_with(".test.yaml") || path.ends_with("safety.yaml") || path.ends_with("evidence.yaml")) continue;
      auto it = ids.find(i);
      // What is no pathway or module is shared by all; its name says enough, wherever the folder lies.
      const std::string name = it != ids.end() ? it->second : "/" + path.substr(path.rfind('/') + 1);
      texts[name] += library.sources.file(i).text;
    }
    return texts;
  };
  const auto old_files = files(before), new_files = files(after);
  std::set<std::string> changed;
  const auto look = [&](const auto& here, const auto& there) {
    for (const auto& [name, text] : here) {
      auto it = there.find(name);
      if (it == there.end() || it->second != text) changed.insert(name.front() == '/' ? std::string() : name);
    }
  };
  look(old_files, new_files);
  look(new_files, old_files);
  return changed;
}

}  // namespace signpost
