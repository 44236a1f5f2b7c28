// The changes between two versions as a page.
#include "cli/diff_html.hpp"

#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/text/digits.hpp"
#include "tests/cli/called.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

struct Read {
  Library library;
  std::unique_ptr<const DecisionGraph> graph;
  Version version() const { return {library, *graph}; }
};

std::unique_ptr<Read> read(const std::string& body) {
  auto made = std::make_unique<Read>();
  Diagnostics findings;
  made->library = read_library(library_around("", {pathway_file("cough", body)}), "small", findings);
  made->graph = compile(made->library, findings);
  INFO(render_text(findings, made->library.sources));
  REQUIRE(made->graph);
  return made;
}

const std::string kSteps = R"(start: a
steps:
  a:
    question: Is it > 38 & "hot"?
    tick:
      fit: A fit
      rash: A rash
    any: b
    none: home
  b:
    question: Is b so?
    yes: now
    no: soon
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

// Every tag that is opened is closed, in turn.
std::string unclosed(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const bool closing = html[at + 1] == '/';
    const std::size_t begin = at + (closing ? 2 : 1);
    const std::string name = html.substr(begin, html.find_first_of(" >", begin) - begin);
    if (name == "br" || name == "meta" || name == "!DOCTYPE") continue;
    if (!closing) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> at " + std::to_string(at);
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

const std::vector<AcceptedChange> kNobody;

}  // namespace

TEST_CASE("a page of changes shows the example of each in both versions in words") {
  const auto before = read(kSteps);
  const auto after =
      read(with(with(kSteps, "yes: now", "yes: home"), "      rash: A rash\n", "      rash: A new rash\n"));
  const ClinicalDiff found = clinical_diff(before->version(), after->version());
  REQUIRE(found.ends.size() == 1);
  const std::string page = changes_page(found, {before->version(), after->version(), "old", "new", kNobody});
  INFO(page);
  CHECK(unclosed(page) == "");
  CHECK(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "http"));
  // What authors and patients said is text.
  CHECK(has(page, "Is it &gt; 38 &amp; &quot;hot&quot;? "));
  CHECK(has(page, "<strong>▼ Some patients end less urgently.</strong> ✗ Nobody has signed for this change."));
  CHECK(has(page, "▼ Less urgent: 1 change in " + grouped_digits(found.ends[0].journeys) + " journeys</h3>"));
  CHECK(has(page, "<code>ambulance-now</code> becomes <code>self-care</code></h4>"));
  CHECK(has(page, "✗ Nobody has signed for this."));
  CHECK(has(page, "<small><code>a</code></small></th><td>A rash</td><td>A new rash</td></tr>"));
  CHECK(has(page, "Is b so? <small><code>b</code></small></th><td>Yes</td><td>Yes</td></tr>"));
  CHECK(has(page, "No longer told, some or all of these patients:"));
  CHECK(has(page, "<li>Stay with you. <small><code>stay</code></small></li>"));
  CHECK(has(page, "signpost run ./old cough "));
  CHECK(has(page, "signpost run ./new cough "));
  CHECK(has(page, "<dd>A <ins>new</ins> rash</dd>"));
}

TEST_CASE("a question that one version alone asks says so in the other") {
  const auto before = read(kSteps);
  const auto after =
      read(with(kSteps, "none: home\n", "none: c\n") + "  c:\n    question: Is c so?\n    yes: soon\n    no: home\n");
  const ClinicalDiff found = clinical_diff(before->version(), after->version());
  REQUIRE(found.ends.size() == 1);
  const std::string page = changes_page(found, {before->version(), after->version(), "old", "new", kNobody});
  INFO(page);
  CHECK(has(page, "<p>✓ Nobody ends less urgently.</p>"));
  CHECK_FALSE(has(page, "Nobody has signed"));
  CHECK(has(page,
            "<tr class=\"differs\"><th scope=\"row\">≠ Is c so? <small><code>c</code></small></th><td><em>not "
            "asked</em></td><td>Yes</td></tr>"));
  CHECK(has(page, "<tr><th scope=\"row\">+ added</th><td>question</td><td><code>cough/c</code></td></tr>"));
}

TEST_CASE("what is signed for and what nothing is known of is said at the top") {
  const auto version = read(kSteps);
  ClinicalDiff found;
  EndChange change;
  change.kind = EndChange::Kind::less_urgent;
  change.topic = "cough";
  change.old_end = "cough/now";
  change.new_end = "cough/home";
  change.old_disposition = "ambulance-now";
  change.new_disposition = "self-care";
  change.journeys = "99999999999999999999";
  found.ends.push_back(change);
  change.new_end = "cough/soon";
  change.new_disposition = "ed-1h";
  change.journeys = "1";
  found.ends.push_back(change);
  found.order.emplace_back("ed-1h", "gp-3-days");
  found.names.push_back({NameChange::Kind::renamed, "outcome", "cough/home", "cough/house"});
  std::vector<AcceptedChange> accepted{
      {"cough", "cough/now", "cough/home", "", "A. <Clinician>", "Safety officer", "2026-11-22", "It is right."}};
  ChangesShown shown{version->version(), version->version(), "old", "new", accepted};
  std::string body = changes_html(found, shown);
  INFO(body);
  CHECK(unclosed(body) == "");
  CHECK(unsigned_changes(found, accepted) == 2);
  CHECK(has(body, "✗ Nobody has signed for 1 of 2 changes."));
  CHECK(has(body, "✗ Nobody has signed for this pair."));
  CHECK(has(body, "<p>✓ Signed for by A. &lt;Clinician&gt;, Safety officer, 2026-11-22: It is right.</p>"));
  // Exactly, however many there are.
  CHECK(has(body, "▼ Less urgent: 2 changes in 100,000,000,000,000,000,000 journeys"));
  CHECK(has(body, "<a href=\"#change-1\">▼ Less urgent</a> ✓ signed for</th><td>ambulance-now</td><td>self-care</td>"));
  CHECK(has(body, "<a href=\"#change-2\">▼ Less urgent</a> ✗ not signed for</th><td>ambulance-now</td><td>ed-1h</td>"));
  CHECK(has(body, "<article class=\"change less\" id=\"change-2\">"));
  CHECK(has(body, "<code>cough/home</code> (was <code>cough/house</code>)"));

  accepted.push_back({"cough", "cough/now", "cough/soon", "1", "B", "C", "2026-11-22", "D"});
  accepted.push_back({"dispositions", "ed-1h", "gp-3-days", "", "B", "C", "2026-11-22", "D"});
  body = changes_html(found, shown);
  CHECK(unsigned_changes(found, accepted) == 0);
  CHECK(has(body, "✓ Somebody has signed for all 2 changes."));
  CHECK_FALSE(has(body, "Nobody has signed"));
  CHECK_FALSE(has(body, "verdict open"));

  found.unfinished.push_back("cough");
  body = changes_html(found, shown);
  CHECK(unsigned_changes(found, accepted) == 1);
  CHECK(has(body, "? Nothing is known of who ends otherwise in: A small one (<code>cough</code>)."));
  CHECK(has(body, "verdict open"));
}

TEST_CASE("changes fit into another page below its headings and beside its ids") {
  const auto before = read(kSteps);
  const auto after = read(with(kSteps, "yes: now", "yes: home"));
  const ClinicalDiff found = clinical_diff(before->version(), after->version());
  const std::string body =
      changes_html(found, {before->version(), after->version(), "old", "new", kNobody, 3, "since-"});
  CHECK_FALSE(has(body, "<h1"));
  CHECK_FALSE(has(body, "<h2"));
  CHECK(has(body, "<h3 id=\"since-summary\">Summary</h3>"));
  CHECK(count(body, " id=\"") == count(body, " id=\"since-"));
  CHECK(has(body, "href=\"#since-topic-cough\""));
}

TEST_CASE("nothing that changed is said to be so") {
  const auto version = read(kSteps);
  const std::string body = changes_html({}, {version->version(), version->version(), "old", "new", kNobody});
  CHECK(has(body, "✓ Nothing has changed for any patient, and no text."));
  CHECK_FALSE(has(body, "<table"));
}

TEST_CASE("numbers of any length are added and written in groups") {
  CHECK(sum_of_digits("999", "1") == "1000");
  CHECK(sum_of_digits("", "") == "0");
  CHECK(sum_of_digits("5", "99999999999999999999999") == "100000000000000000000004");
  CHECK(grouped_digits("1") == "1");
  CHECK(grouped_digits("123") == "123");
  CHECK(grouped_digits("1234567") == "1,234,567");
}
