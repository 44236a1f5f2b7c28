#include "server/releases.hpp"

#include <algorithm>
#include <system_error>

#include "server/tell.hpp"

namespace signpost {
namespace {

std::string name_of(const DecisionGraph& graph) { return graph.digest.substr(0, kReleaseName); }

}  // namespace

Releases::Releases(Options options, Metrics& metrics) : options_(std::move(options)), metrics_(metrics) {}

const Releases::Set::One* Releases::Set::named(std::string_view name) const {
  const auto found = std::find_if(all.begin(), all.end(), [&](const One& one) {
    return one.site != nullptr && std::string_view(one.content->digest).starts_with(name);
  });
  return found == all.end() ? nullptr : &*found;
}

std::shared_ptr<const Releases::Set> Releases::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

void Releases::operator()(const Request& request, Response& response) const {
  const auto set = now();
  (*set->current->site)(request, response);
  if (response.belongs_to.empty()) return;
  const Set::One* const other = set->named(response.belongs_to);
  if (other == nullptr || other == set->current) return;
  response = Response{};
  (*other->site)(request, response);
}

std::vector<Releases::Served> Releases::served() const {
  std::vector<Served> list;
  const auto set = now();
  if (set == nullptr) return list;
  for (const Set::One& one : set->all)
    list.push_back({one.file, name_of(*one.content), &one == set->current, one.site == nullptr});
  return list;
}

Content Releases::current() const {
  const auto set = now();
  return set == nullptr ? nullptr : set->current->content;
}

bool Releases::folder_changed() {
  std::erase_if(before_, [](const auto& set) { return set.use_count() == 1; });
  return options_.folder && look_into(options_.from) != looked_;
}

// Reads the files that are new or have changed.
void Releases::load_files(const ReleaseFolder& folder) {
  std::erase_if(loaded_, [&](const auto& row) { return !folder.has(row.first); });
  for (const ReleaseFolder::File& file : folder.files) {
    Loaded& loaded = loaded_[file.name];
    if (loaded.file == file) continue;
    Loaded fresh{file, nullptr};
    try {
      auto release = load_release(options_.from + '/' + file.name, options_.trust);
      if (release)
        fresh.content = std::move(release->graph);
      else
        metrics_.count_refused_release();
    } catch (const std::system_error& unreadable) {
      tell("signpost: {}\n", unreadable.what());  // the others can be served all the same
      metrics_.count_refused_release();
    }
    loaded = std::move(fresh);  // not where there was no memory for it: then it is tried again
  }
}

// The file whose release journeys are to begin on; empty, after a message, where there is none that may.
std::string Releases::current_of(const ReleaseFolder& folder) const {
  const auto found = loaded_.find(folder.current);
  if (folder.current.empty())
    tell(
        "signpost: {0}/current is missing or empty, so no journey can begin. Name a release in it: signpost "
        "releases {0} --use FILE\n",
        options_.from);
  else if (found == loaded_.end())
    tell("signpost: {}/current names {}, which is not there\n", options_.from, folder.current);
  else if (found->second.content == nullptr)
    tell("signpost: {}/current names {}, which may not be served\n", options_.from, folder.current);
  else if (folder.is_withdrawn(folder.current))
    tell("signpost: {}/current names {}, which is withdrawn\n", options_.from, folder.current);
  else
    return folder.current;
  return {};
}

bool Releases::load(std::vector<TokenKey> keys) {
  auto next = std::make_shared<Set>(std::move(keys));
  const auto before = now();
  std::string current;
  if (!options_.folder) {
    // Read once: journeys must not lose the content that they began on. What can change is the keys.
    Content content = before != nullptr ? before->current->content : load_content(options_.from, options_.trust);
    if (content == nullptr) return false;
    next->all.push_back({"", std::move(content), nullptr});
  } else {
    ReleaseFolder folder = look_into(options_.from);
    load_files(folder);
    current = current_of(folder);
    for (const auto& [file, loaded] : loaded_)
      if (loaded.content != nullptr) next->all.push_back({file, loaded.content, nullptr});
    if (current.empty()) {
      if (before == nullptr) return false;
      current = before->current->file;
      tell("signpost: journeys go on beginning on {}\n", current);
      // Also where its file has gone, changed, or been withdrawn meanwhile.
      std::erase_if(next->all, [&](const Set::One& one) { return one.file == current; });
      next->all.push_back({current, before->current->content, nullptr});
    }
    looked_ = std::move(folder);
  }

  std::vector<const DecisionGraph*> withdrawn;
  for (Set::One& one : next->all) {
    if (one.file == current) next->current = &one;
    if (one.file != current && looked_.is_withdrawn(one.file)) withdrawn.push_back(one.content.get());
  }
  for (Set::One& one : next->all) {
    const bool is_current = &one == next->current;
    if (!is_current && looked_.is_withdrawn(one.file)) continue;
    PageSettings pages = options_.pages;
    pages.draft = has_drafts(*one.content);
    one.site = std::make_unique<const Site>(*one.content, next->sealer, options_.clock, pages, metrics_,
                                            is_current ? withdrawn : std::vector<const DecisionGraph*>{});
    for (const std::string& topic : one.site->canaries().silent())
      tell("signpost: no canary could walk {} to its end\n", topic);
  }
  serve(std::move(next));
  return true;
}

void Releases::serve(std::shared_ptr<Set> next) {
  if (options_.folder)
    for (const Set::One& one : next->all)
      tell("signpost: {} ({}) {}\n", one.file, name_of(*one.content),
           &one == next->current ? "is current: journeys begin on it"
           : one.site == nullptr ? "is withdrawn: its journeys go on in the current one"
                                 : "is served: its journeys end on it");
  metrics_.set_current_release(next->current->content->digest);
  const std::lock_guard lock(mutex_);
  if (now_ != nullptr) before_.push_back(std::move(now_));
  now_ = std::move(next);
}

}  // namespace signpost
