#include "engine/diff/accepted_changes.hpp"

#include <algorithm>

#include "engine/read/keys_shapes.hpp"
#include "engine/read/shape_check.hpp"
#include "engine/yaml/yaml.hpp"

namespace signpost {

std::vector<AcceptedChange> read_accepted(const std::string& path, std::string text, Sources& sources,
                                          Diagnostics& diagnostics) {
  const std::uint32_t file = sources.add(path, std::move(text));
  Value tree = parse_yaml(sources, file, diagnostics);
  std::vector<AcceptedChange> accepted;
  if (!check_shape(tree, shapes::kAcceptedFile, diagnostics)) return accepted;
  for (const Value& entry : tree.find("accepted")->items) {
    const auto word = [&](std::string_view key) {
      const Value* value = entry.find(key);
      return value == nullptr ? std::string() : value->text;
    };
    accepted.push_back({word("topic"), word("from"), word("to"), word("journeys"), word("by"), word("role"),
                        word("date"), word("reason")});
  }
  return accepted;
}

const AcceptedChange* accepting(const std::vector<AcceptedChange>& accepted, const EndChange& change) {
  const auto it = std::find_if(accepted.begin(), accepted.end(), [&](const AcceptedChange& a) {
    return a.topic == change.topic && a.from == change.old_end && a.to == change.new_end &&
           (a.journeys.empty() || a.journeys == change.journeys);
  });
  return it == accepted.end() ? nullptr : &*it;
}

const AcceptedChange* accepting(const std::vector<AcceptedChange>& accepted,
                                const std::pair<std::string, std::string>& order) {
  const auto it = std::find_if(accepted.begin(), accepted.end(), [&](const AcceptedChange& a) {
    return a.topic == "dispositions" && a.from == order.first && a.to == order.second;
  });
  return it == accepted.end() ? nullptr : &*it;
}

std::size_t unsigned_changes(const ClinicalDiff& found, const std::vector<AcceptedChange>& accepted) {
  std::size_t count = found.unfinished.size();
  for (const auto& order : found.order) count += accepting(accepted, order) == nullptr;
  for (const EndChange& change : found.ends)
    count += change.kind == EndChange::Kind::less_urgent && accepting(accepted, change) == nullptr;
  return count;
}

}  // namespace signpost
