#include "engine/names/name_findings.hpp"

namespace signpost {

void report_unknown(const NameScope& scope, Code code, const Name& name, std::string_view kind,
                    const std::vector<std::string_view>& known) {
  std::string help;
  if (auto near = did_you_mean(name.text, known); !near.empty())
    help = fmt::format("did you mean `{}`?", near);
  else if (!known.empty() && known.size() <= 12)
    help = fmt::format("known here: {}", fmt::join(known, ", "));
  else
    help = fmt::format("define the {} or correct the name", kind);
  scope.diagnostics.add(code, name.at, fmt::format("there is no {} `{}`", kind, name.text), help);
}

void report_no_answer(const NameScope& scope, const Name& value, const Name& subject,
                      const std::vector<std::string_view>& known) {
  auto near = did_you_mean(value.text, known);
  scope.diagnostics.add(
      Code::no_such_answer, value.at, fmt::format("`{}` has no answer `{}`", subject.text, value.text),
      near.empty() ? fmt::format("its answers: {}", fmt::join(known, ", ")) : fmt::format("did you mean `{}`?", near));
}

void check_disposition(const NameScope& scope, const Name& name) {
  if (!name.empty() && scope.names.disposition(name.text) == kNoIndex)
    report_unknown(scope, Code::unknown_name, name, "disposition", ids(scope.library().dispositions));
}

void check_advice(const NameScope& scope, const std::vector<Name>& items) {
  for (const Name& name : items)
    if (scope.names.advice(name.text) == kNoIndex)
      report_unknown(scope, Code::unknown_name, name, "advice", ids(scope.library().advice));
}

void check_evidence(const NameScope& scope, const std::vector<Name>& items) {
  for (const Name& name : items)
    if (scope.names.evidence(name.text) == kNoIndex)
      report_unknown(scope, Code::unknown_name, name, "evidence", ids(scope.library().evidence));
}

void check_module(const NameScope& scope, const Name& name) {
  if (scope.names.module(name.text)) return;
  std::vector<std::string_view> modules;
  for (const Pathway& p : scope.library().pathways)
    if (p.module) modules.push_back(p.id.text);
  report_unknown(scope, Code::unknown_name, name, "module", modules);
}

}  // namespace signpost
