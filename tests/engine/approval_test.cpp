// An approval holds for the content that was approved, and for no other.
#include "engine/compile/approval.hpp"

#include <catch2/catch.hpp>

#include "engine/compile/compile.hpp"
#include "engine/read/library.hpp"
#include "tests/support/library_around.hpp"

using namespace signpost;
using namespace signpost::tests;

namespace {

const std::string kSteps = "start: a\nsteps:\n  a: { question: \"Is a so?\", records: hot, yes: soon, no: home }\n";

Library library_with(const std::string& head, const std::string& steps = kSteps, const std::string& fact = "hot") {
  NamedText file = pathway_file("cough", steps);
  const std::string draft = "status: draft\n";
  const auto at = file.text.find(draft);
  REQUIRE(at != std::string::npos);
  file.text.replace(at, draft.size(), head);
  Diagnostics findings;
  Library library = read_library(library_around(yes_no_fact("hot") + (fact == "hot" ? "" : yes_no_fact(fact)), {file}),
                                 "small", findings);
  INFO(render_text(findings, library.sources, {}));
  REQUIRE(!findings.has_errors());
  return library;
}

std::string approval(const std::string& digest) {
  return "status: approved\napproval: { by: A. Clinician, role: Safety officer, date: 2026-11-22,\n  digest: " +
         digest + " }\n";
}

bool refused(const Library& library) {
  Diagnostics findings;
  const auto graph = compile(library, findings);
  const std::string text = render_text(findings, library.sources, {});
  INFO(text);
  CHECK((graph == nullptr) == (text.find("[approval-of-other-content]") != std::string::npos));
  return graph == nullptr;
}

}  // namespace

TEST_CASE("an approval that names the digest of the content holds, and no other does") {
  const Library draft = library_with("status: draft\n");
  const std::string digest = approved_digest(draft, draft.pathways.front());
  CHECK(digest.size() == 64);
  CHECK_FALSE(refused(draft));
  CHECK_FALSE(refused(library_with(approval(digest))));
  CHECK(refused(library_with(approval("5d41"))));
}

TEST_CASE("whoever changes the pathway or what all pathways share has something that nobody approved") {
  const Library draft = library_with("status: draft\n");
  const std::string digest = approved_digest(draft, draft.pathways.front());
  std::string other = kSteps;
  other.replace(other.find("Is a so"), 7, "Was a so");
  CHECK(refused(library_with(approval(digest), other)));
  CHECK(refused(library_with(approval(digest), kSteps, "rash")));
  // The digest that the finding names is the right one.
  const Library changed = library_with(approval(digest), other);
  Diagnostics findings;
  check_approvals(changed, findings);
  CHECK(render_text(findings, changed.sources, {}).find(approved_digest(changed, changed.pathways.front())) !=
        std::string::npos);
  CHECK_FALSE(refused(library_with(approval(approved_digest(changed, changed.pathways.front())), other)));
}

TEST_CASE("an approval over several lines is no part of what it approves, and what follows it is") {
  const Library draft = library_with("status: draft\n");
  const std::string digest = approved_digest(draft, draft.pathways.front());
  const std::string block =
      "status: approved  # since November\napproval:\n  by: A. Clinician\n\n  role: Officer\n# A "
      "comment.\n  date: 2026-11-22\n  digest: " +
      digest + "\n";
  CHECK_FALSE(refused(library_with(block)));
  CHECK(refused(library_with(block + "# A comment after another key is content.\narea: Lungs\n")));
}
