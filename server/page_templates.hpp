// Templates with their words put in and their marks left open. The only file that knows the template library.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/html.hpp"

namespace signpost {

// What a template is filled with: words, which are escaped where the template says {{name}}; HTML and marks, which the
// template takes with {{{name}}}; parts that are there or not; and lists of further words.
class TemplateData {
 public:
  TemplateData& set(std::string name, std::string_view words);
  // HTML or marks of our own, for {{{name}}}. Never an author's words.
  TemplateData& set_html(std::string name, std::string html);
  // Nothing is set where `words` is empty, so that {{#name}} leaves its part out.
  TemplateData& set_if(std::string name, std::string_view words);
  TemplateData& flag(std::string name, bool on);
  TemplateData& list(std::string name, std::vector<TemplateData> rows);

 private:
  friend std::string render_template(std::string_view name, const TemplateData& data);
  friend struct TemplateDataReader;
  struct Field {
    enum class Kind { words, flag, list } kind;
    std::string name, words;
    bool on = false;
    std::vector<TemplateData> rows;
  };
  std::vector<Field> fields_;
};

// Renders templates/NAME.mustache. Every PageValue and Flag stands under its name: {{{action}}},
// {{{if_error}}}...{{{end}}}. A template that is malformed or missing is a programmer's mistake: std::logic_error.
std::string render_template(std::string_view name, const TemplateData& data);

}  // namespace signpost
