// Findings for machines: one JSON document, and SARIF 2.1.0 for code-review tools.
#include <map>
#include <string>

#include "engine/findings/diagnostic.hpp"
#include "engine/text/json_text.hpp"

namespace signpost {

namespace {

bool has_place(const Location& at, const Sources& sources) { return at.line > 0 && at.file < sources.size(); }

void write_place(JsonText& json, const Location& at, const Sources& sources) {
  if (!has_place(at, sources)) return;
  json.key("file").string(sources.file(at.file).path);
  json.key("line").number(at.line).key("column").number(at.column).key("length").number(at.length);
}

// A path as a relative URI reference: everything but letters, digits and a few signs as %XX.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += kHex[byte >> 4U];
      uri += kHex[byte & 0xFU];
    }
  }
  return uri;
}

void write_sarif_place(JsonText& json, const Location& at, const Sources& sources) {
  json.key("physicalLocation").begin_object();
  json.key("artifactLocation").begin_object().key("uri").string(uri_of(sources.file(at.file).path)).end_object();
  json.key("region").begin_object().key("startLine").number(at.line);
  if (at.column > 0) {
    json.key("startColumn").number(at.column);
    json.key("endColumn").number(at.column + (at.length == 0 ? 1 : at.length));
  }
  json.end_object().end_object();
}

void write_sarif_result(JsonText& json, const Diagnostic& diagnostic, std::size_t rule, const Sources& sources) {
  std::string message = diagnostic.message;
  if (!diagnostic.help.empty()) message += "\n" + diagnostic.help;
  for (const Note& note : diagnostic.notes) {
    if (!has_place(note.location, sources)) message += "\n" + note.text;
  }
  json.begin_object();
  json.key("ruleId").string(info(diagnostic.code).text).key("ruleIndex").number(rule);
  json.key("level").string(severity_word(diagnostic.severity));
  json.key("message").begin_object().key("text").string(message).end_object();
  if (has_place(diagnostic.location, sources)) {
    json.key("locations").begin_array().begin_object();
    write_sarif_place(json, diagnostic.location, sources);
    json.end_object().end_array();
  }
  bool related = false;
  for (const Note& note : diagnostic.notes) {
    if (!has_place(note.location, sources)) continue;
    if (!related) json.key("relatedLocations").begin_array();
    related = true;
    json.begin_object();
    write_sarif_place(json, note.location, sources);
    json.key("message").begin_object().key("text").string(note.text).end_object().end_object();
  }
  if (related) json.end_array();
  json.end_object();
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics, const Sources& sources) {
  JsonText json;
  json.begin_object().key("findings").begin_array();
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    json.begin_object()
        .key("code")
        .string(info(diagnostic.code).text)
        .key("severity")
        .string(severity_word(diagnostic.severity));
    write_place(json, diagnostic.location, sources);
    json.key("message").string(diagnostic.message);
    if (!diagnostic.help.empty()) json.key("help").string(diagnostic.help);
    json.key("notes").begin_array();
    for (const Note& note : diagnostic.notes) {
      json.begin_object().key("text").string(note.text);
      write_place(json, note.location, sources);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array()
      .key("errors")
      .number(diagnostics.errors())
      .key("warnings")
      .number(diagnostics.warnings())
      .end_object();
  return json.take();
}

std::string render_sarif(const Diagnostics& diagnostics, const Sources& sources) {
  std::map<Code, std::size_t> rules;  // only the codes that occur, in the order of codes.def
  for (const Diagnostic& diagnostic : diagnostics.all()) rules.emplace(diagnostic.code, 0);
  JsonText json;
  json.begin_object();
  json.key("$schema").string("https://json.schemastore.org/sarif-2.1.0.json").key("version").string("2.1.0");
  json.key("runs").begin_array().begin_object();
  json.key("tool").begin_object().key("driver").begin_object().key("name").string("signpost");
  json.key("rules").begin_array();
  std::size_t index = 0;
  for (auto& [code, rule] : rules) {
    rule = index++;
    const CodeInfo& row = info(code);
    json.begin_object().key("id").string(row.text);
    json.key("shortDescription").begin_object().key("text").string(row.summary).end_object();
    json.key("fullDescription").begin_object().key("text").string(explanation(code).why).end_object();
    json.key("defaultConfiguration")
        .begin_object()
        .key("level")
        .string(row.error ? "error" : "warning")
        .end_object()
        .end_object();
  }
  json.end_array().end_object().end_object();
  json.key("columnKind").string("unicodeCodePoints");
  json.key("results").begin_array();
  for (const Diagnostic& diagnostic : diagnostics.all())
    write_sarif_result(json, diagnostic, rules[diagnostic.code], sources);
  json.end_array().end_object().end_array().end_object();
  return json.take();
}

}  // namespace signpost
