#include "cli/stats_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "cli/json_text.hpp"
#include "engine/text/digits.hpp"

namespace signpost {

namespace {

constexpr std::array kColumns{Level::emergency, Level::urgent, Level::routine, Level::self_care};

std::string_view sex_text(Symbol sex) {
  return sex == symbol::female ? "female" : sex == symbol::male ? "male" : sex == symbol::not_said ? "not-said" : "any";
}

std::string by_level(const DecisionGraph& graph, const PatientGroup& group, Level level) {
  std::string sum = "0";
  for (std::size_t i = 0; i < group.by_disposition.size(); ++i)
    if (graph.dispositions[i].level == level) sum = sum_of_digits(sum, group.by_disposition[i]);
  return sum;
}

// The group of everybody, for the last row.
PatientGroup everybody(const std::vector<PatientGroup>& groups) {
  PatientGroup all;
  all.by_disposition.assign(groups.front().by_disposition.size(), "0");
  for (const PatientGroup& group : groups) {
    all.journeys = sum_of_digits(all.journeys, group.journeys);
    for (std::size_t i = 0; i < all.by_disposition.size(); ++i)
      all.by_disposition[i] = sum_of_digits(all.by_disposition[i], group.by_disposition[i]);
  }
  return all;
}

// A row of a table, or a line below one.
struct GroupRow {
  std::vector<std::string> cells;
  std::vector<std::string> below;
};

std::string table(const std::vector<GroupRow>& rows, std::size_t left, const Terminal& terminal) {
  std::vector<int> widths(rows.front().cells.size(), 0);
  for (const GroupRow& row : rows)
    for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], columns_of(row.cells[i]));
  std::string text;
  for (const GroupRow& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) line += "  ";
      line += i < left
                  ? padded(row.cells[i], widths[i])
                  : std::string(static_cast<std::size_t>(widths[i] - columns_of(row.cells[i])), ' ') + row.cells[i];
    }
    text += painted(line, &row == &rows.front() ? Paint::bold : Paint::plain, terminal.colour_out) + "\n";
    for (const std::string& below : row.below) text += below + "\n";
  }
  return text;
}

}  // namespace

std::string at_a_glance(const std::string& digits) {
  if (digits.empty()) return "-";
  constexpr std::size_t kReadable = 12;
  if (digits.size() > kReadable) return fmt::format("{}.{}e{}", digits[0], digits.substr(1, 1), digits.size() - 1);
  return grouped_digits(digits);
}

std::string groups_text(const DecisionGraph& graph, TopicIndex topic, const JourneyCount& count, bool each_disposition,
                        const Terminal& terminal) {
  const std::vector<PatientGroup> groups = patient_groups(graph, topic, count);
  const std::string title = graph.topics[at(topic)].id + ": ";
  if (groups.empty()) return title + "too many journeys to be counted\n";
  std::vector<GroupRow> rows{{{"AGE", "SEX", "JOURNEYS", "EMERGENCY", "URGENT", "ROUTINE", "SELF-CARE"}, {}}};
  const auto add = [&](const PatientGroup& group) {
    GroupRow& row = rows.emplace_back();
    row.cells = {age_range_text(group.from_age, group.to_age), std::string(sex_text(group.sex)),
                 at_a_glance(group.journeys)};
    for (const Level level : kColumns) row.cells.push_back(at_a_glance(by_level(graph, group, level)));
    for (std::size_t i = 0; each_disposition && i < group.by_disposition.size(); ++i)
      if (group.by_disposition[i] != "0")
        row.below.push_back(
            fmt::format("  {:>15}  {}", at_a_glance(group.by_disposition[i]), graph.dispositions[i].id));
  };
  for (const PatientGroup& group : groups) add(group);
  if (groups.size() > 1) add(everybody(groups));
  return title + "journeys by age and sex, and where they end\n" + table(rows, 2, terminal);
}

std::string endings_json(const DecisionGraph& graph, TopicIndex topic, const JourneyCount& count) {
  std::string endings;
  for (const JourneyCount::Ending& ending : count.endings) {
    const Outcome& outcome = graph.outcomes[at(ending.outcome)];
    std::string groups;
    for (const auto& group : ending.groups)
      groups += fmt::format(
          R"({}{{"fromAge":{},"toAge":{},"sex":{},"journeys":{}}})", groups.empty() ? "" : ",",
          json_text(age_text(group.from_age)), json_text(age_text(last_age(graph.topics[at(topic)], group.from_age))),
          group.sex == symbol::unknown ? "null" : json_text(sex_text(group.sex)), json_text(group.journeys));
    endings +=
        fmt::format(R"({}{{"outcome":{},"disposition":{},"journeys":{},"groups":[{}]}})", endings.empty() ? "" : ",",
                    json_text(outcome.file + "/" + outcome.id),
                    json_text(graph.dispositions[at(outcome.disposition)].id), json_text(ending.journeys), groups);
  }
  return "[" + endings + "]";
}

}  // namespace signpost
