#include "server/page_templates.hpp"

#include <kainjow/mustache.hpp>
#include <stdexcept>

#include "server/embedded.hpp"

namespace signpost {
namespace {

// Control characters would be taken for marks.
std::string without_controls(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t') out += c;
  return out;
}

// A part that is left out leaves an empty line; a page of a list would be half such lines.
std::string without_empty_lines(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '\n' || (!out.empty() && out.back() != '\n')) out += c;
  return out;
}

struct NamedValue {
  const char* name;
  PageValue value;
};
constexpr NamedValue kValues[] = {{"title", PageValue::title},
                                  {"back", PageValue::back},
                                  {"main", PageValue::main},
                                  {"action", PageValue::action},
                                  {"hidden", PageValue::hidden},
                                  {"caption", PageValue::caption},
                                  {"error", PageValue::error},
                                  {"error_to", PageValue::error_to},
                                  {"first", PageValue::first},
                                  {"second", PageValue::second},
                                  {"third", PageValue::third},
                                  {"advice", PageValue::advice},
                                  {"worsening", PageValue::worsening},
                                  {"because", PageValue::because},
                                  {"answers", PageValue::answers},
                                  {"more", PageValue::more},
                                  {"when", PageValue::when},
                                  {"version", PageValue::version},
                                  {"old", PageValue::old}};
struct NamedFlag {
  const char* name;
  Flag flag;
};
constexpr NamedFlag kFlags[] = {{"if_error", Flag::error},
                                {"if_unsure", Flag::unsure},
                                {"if_none", Flag::none},
                                {"if_old", Flag::old},
                                {"if_has_advice", Flag::has_advice},
                                {"if_has_worsening", Flag::has_worsening},
                                {"if_has_because", Flag::has_because}};

}  // namespace

struct TemplateDataReader {
  static void read(const TemplateData& from, kainjow::mustache::data& to) {
    for (const auto& field : from.fields_) {
      switch (field.kind) {
        case TemplateData::Field::Kind::words:
          to.set(field.name, field.words);
          break;
        case TemplateData::Field::Kind::flag:
          to.set(field.name, field.on);
          break;
        case TemplateData::Field::Kind::list: {
          kainjow::mustache::data rows(kainjow::mustache::data::type::list);
          for (const TemplateData& row : field.rows) {
            kainjow::mustache::data made(kainjow::mustache::data::type::object);
            read(row, made);
            rows.push_back(made);
          }
          to.set(field.name, rows);
        }
      }
    }
  }
};

TemplateData& TemplateData::set(std::string name, std::string_view words) {
  return set_html(std::move(name), without_controls(words));
}

TemplateData& TemplateData::set_html(std::string name, std::string html) {
  fields_.push_back({Field::Kind::words, std::move(name), std::move(html), false, {}});
  return *this;
}

TemplateData& TemplateData::set_if(std::string name, std::string_view words) {
  return words.empty() ? flag(std::move(name), false) : set(std::move(name), words);
}

TemplateData& TemplateData::flag(std::string name, bool on) {
  fields_.push_back({Field::Kind::flag, std::move(name), {}, on, {}});
  return *this;
}

TemplateData& TemplateData::list(std::string name, std::vector<TemplateData> rows) {
  fields_.push_back({Field::Kind::list, std::move(name), {}, false, std::move(rows)});
  return *this;
}

std::string render_template(std::string_view name, const TemplateData& data) {
  kainjow::mustache::data all(kainjow::mustache::data::type::object);
  for (const NamedValue& value : kValues) all.set(value.name, mark(value.value));
  for (const NamedFlag& flag : kFlags) all.set(flag.name, mark_if(flag.flag));
  all.set("end", mark_end());
  TemplateDataReader::read(data, all);
  kainjow::mustache::mustache page{std::string(embedded("templates/" + std::string(name) + ".mustache"))};
  if (!page.is_valid()) throw std::logic_error("template " + std::string(name) + ": " + page.error_message());
  // Not into a stream, as it would by itself: a stream that runs out of memory drops text without a word.
  std::string text;
  page.render(all, [&text](const std::string& part) { text += part; });
  return without_empty_lines(text);
}

}  // namespace signpost
