// The program `signpost`: reads the command line and calls one command. The only file that knows CLI11, because it is
// slow to compile.
//
// Results go to stdout, messages to stderr. Exit codes: cli/exit_code.hpp. A broken machine is an exception, and ends
// here.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <exception>
#include <functional>

#include "cli/api_key.hpp"
#include "cli/build.hpp"
#include "cli/check.hpp"
#include "cli/diff.hpp"
#include "cli/exit_code.hpp"
#include "cli/explain.hpp"
#include "cli/graph.hpp"
#include "cli/new_topic.hpp"
#include "cli/releases.hpp"
#include "cli/report.hpp"
#include "cli/run.hpp"
#include "cli/schema.hpp"
#include "cli/stats.hpp"
#include "cli/terminal.hpp"
#include "cli/test.hpp"
#include "cli/version.hpp"
#include "server/serve.hpp"

namespace signpost {

namespace {

struct Commands {
  // What stands beside the flags. Which word is a folder and which a topic is found out later (cli/place.hpp).
  std::string dir;
  std::vector<std::string> topics;

  ApiKeyOptions api_key;
  BuildOptions build;
  CheckOptions check;
  RunOptions run;
  TestOptions test;
  GraphOptions graph;
  DiffOptions diff;
  StatsOptions stats;
  ReportOptions report;
  ExplainOptions explain;
  NewOptions new_topic;
  SchemaOptions schema;
  ReleasesOptions releases;
  ServeOptions serve;
  bool check_json = false;
};

void add_place(CLI::App* sub, Commands& all, const char* topic = nullptr, int most_topics = 1) {
  sub->add_option("DIR", all.dir, "The library's folder (default: pathways)")->option_text(" ");
  if (topic != nullptr) {
    sub->add_option(topic, all.topics, "A topic of the library")->option_text(" ")->expected(0, most_topics);
  }
}

std::vector<std::string> words_of(const Commands& all) {
  std::vector<std::string> words;
  if (!all.dir.empty()) words.push_back(all.dir);
  words.insert(words.end(), all.topics.begin(), all.topics.end());
  return words;
}

CLI::App* command(CLI::App& app, const char* name, const char* about, const char* examples) {
  CLI::App* sub = app.add_subcommand(name, about);
  sub->footer(std::string("Examples:\n") + examples);
  return sub;
}

void add_check(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "check", "Check a library: read it, compile it, follow every patient through it",
                          "  signpost check                        the folder pathways\n"
                          "  signpost check my-library             another library\n"
                          "  signpost check --format sarif > findings.sarif\n"
                          "  signpost check --release              refuse drafts too");
  add_place(sub, all);
  sub->add_option("--format", all.check.format, "text, json or sarif")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->option_text("FORMAT");
  sub->add_flag("--json", all.check_json, "The same as --format json");
  sub->add_flag("--release", all.check.release, "Refuse as well what may not go live, such as drafts");
}

void add_run(CLI::App& app, Commands& all) {
  RunOptions& options = all.run;
  CLI::App* sub = command(app, "run", "Walk a topic: asks in the terminal, or uses given answers",
                          "  signpost run                          choose a topic from a list\n"
                          "  signpost run chest-pain\n"
                          "  signpost run chest-pain --age \"58 years\" --sex male\n"
                          "  signpost run sore-throat --age 23 --sex female --answers \"life-threat/right-now=none\"\n"
                          "  signpost run chest-pain --answers answers.txt --json");
  add_place(sub, all, "TOPIC", -1);
  sub->add_option("--age", options.age, "\"34 years\", \"5 months\", \"10 weeks\", \"3 days\", or a date of birth")
      ->option_text("AGE");
  sub->add_option("--sex", options.sex, "female, male or not-said")->option_text("SEX");
  sub->add_option("--party", options.party, "self, or someone-else for who asks for another")->option_text("PARTY");
  sub->add_option("--on", options.on, "The day of the journey, such as 2026-11-22 (default: today)")
      ->option_text("DAY");
  sub->add_option("--switch", options.switches, "A switch of the library: id=on or id=off; may be repeated")
      ->option_text("ID=STATE")
      ->expected(1);
  sub->add_option("--answers", options.answers,
                  "\"question=answer,question=one+two\", or a file of such lines, or - for stdin: nothing is asked")
      ->option_text("ANSWERS")
      ->expected(1);
  sub->add_flag("--json", options.json, "Print one JSON document, with the step that follows; nothing is asked");
  sub->callback([sub, &options] { options.scripted = sub->count("--answers") > 0; });
}

void add_test(CLI::App& app, Commands& all) {
  CLI::App* sub =
      command(app, "test", "Run the scenarios that stand beside the pathways",
              "  signpost test                         all of them\n"
              "  signpost test chest-pain              of one topic\n"
              "  signpost test my-library chest-pain --json\n"
              "  signpost test --coverage              what they show of each pathway, and what they do not\n"
              "  signpost test --html coverage         the same as pages, in the folder coverage\n"
              "  signpost test chest-pain --suggest    scenarios for what is not shown\n"
              "  signpost test chest-pain --mutants    would they notice if the pathway were wrong?\n"
              "  signpost test --mutants --limit 200   the same for 200 changes, spread over all files");
  add_place(sub, all, "TOPIC", -1);
  CLI::Option* json = sub->add_flag("--json", all.test.json, "Print one JSON document");
  CLI::Option* coverage = sub->add_flag("--coverage", all.test.coverage, "Measure what the scenarios show");
  CLI::Option* html =
      sub->add_option("--html", all.test.html, "Write the coverage as one page (FILE.html), or as a folder of pages")
          ->option_text("FILE|DIR");
  sub->add_flag("--suggest", all.test.suggest, "Print scenarios for what is not shown, to copy, and nothing else")
      ->excludes(json)
      ->excludes(coverage)
      ->excludes(html);
  CLI::Option* mutants =
      sub->add_flag("--mutants", all.test.mutants,
                    "Change the pathways in many small ways, and report the changes that nothing notices")
          ->excludes("--suggest");
  sub->add_option("--limit", all.test.limit, "With --mutants: at most N of them, evenly spread")
      ->check(CLI::PositiveNumber)
      ->needs(mutants)
      ->option_text("N");
}

void add_diff(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "diff", "Say what changed clinically between two versions of a library",
                          "  signpost diff old/pathways pathways\n"
                          "  signpost diff old/pathways pathways --accept accepted.yaml\n"
                          "  signpost diff old/pathways pathways --html changes.html\n"
                          "  git worktree add old v1.0 && signpost diff old/pathways pathways --json");
  sub->add_option("OLD", all.diff.before, "The folder of the earlier version")->required();
  sub->add_option("NEW", all.diff.after, "The folder of the later version")->required();
  sub->add_option("--accept", all.diff.accept, "Changes that somebody has signed for")->option_text("FILE");
  sub->add_option("--html", all.diff.html, "Write the changes as one page too, to read or to print")
      ->option_text("FILE");
  sub->add_flag("--json", all.diff.json, "Print one JSON document");
}

void add_graph(CLI::App& app, Commands& all) {
  GraphOptions& options = all.graph;
  CLI::App* sub = command(app, "graph", "Draw a topic, or print it as an outline to read aloud",
                          "  signpost graph chest-pain -o chest-pain.svg\n"
                          "  signpost graph chest-pain --format mermaid\n"
                          "  signpost graph chest-pain | dot -Tpdf -o chest-pain.pdf\n"
                          "  signpost graph chest-pain --outline");
  add_place(sub, all, "TOPIC", -1);
  sub->add_option("--format", options.format, "dot, mermaid or svg (default: by the name of FILE, else dot)")
      ->check(CLI::IsMember({"dot", "mermaid", "svg"}))
      ->option_text("FORMAT");
  sub->add_flag("--outline", options.outline, "Indented text instead of a drawing");
  sub->add_option("-o,--output", options.file, "Write to FILE instead of stdout")->option_text("FILE");
}

void add_stats(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "stats", "How large the topics are, and where they end",
                          "  signpost stats\n"
                          "  signpost stats chest-pain --groups    where each age and sex can end\n"
                          "  signpost stats my-library --json");
  add_place(sub, all, "TOPIC", -1);
  sub->add_flag("--groups", all.stats.groups, "Where each group of patients ends: by age and sex, in journeys");
  sub->add_flag("--json", all.stats.json, "Print one JSON document; it has the groups too");
}

void add_report(CLI::App& app, Commands& all) {
  ReportOptions& options = all.report;
  CLI::App* sub = command(app, "report", "Write the clinical safety dossier: one page to read, print and sign",
                          "  signpost report -o dossier.html\n"
                          "  signpost report my-library -o dossier.html --hazards my-hazards.yaml\n"
                          "  signpost report -o dossier.html --since released/pathways --accept accepted.yaml\n"
                          "  signpost report -o dossier.html --mutants     with the mutation score: takes minutes\n"
                          "  signpost report -o dossier.html --on 2026-11-22");
  add_place(sub, all);
  sub->add_option("-o,--output", options.file, "Write to FILE instead of stdout")->option_text("FILE");
  sub->add_option("--hazards", options.hazards,
                  "The hazard log (default: docs/hazards.yaml beside the library's folder, if it is there)")
      ->option_text("FILE");
  CLI::Option* since = sub->add_option("--since", options.since, "Say what changed since the library in this folder")
                           ->option_text("OLD");
  sub->add_option("--accept", options.accept, "With --since: changes that somebody has signed for")
      ->needs(since)
      ->option_text("FILE");
  CLI::Option* mutants = sub->add_flag("--mutants", options.mutants, "Measure the mutation score too");
  sub->add_option("--limit", options.limit, "With --mutants: at most N of them, evenly spread")
      ->check(CLI::PositiveNumber)
      ->needs(mutants)
      ->option_text("N");
  sub->add_option("--on", options.on, "The day of the dossier, such as 2026-11-22 (default: today)")
      ->option_text("DAY");
}

void add_explain(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "explain", "What a finding means, with a wrong and a right example",
                          "  signpost explain                      list them all\n"
                          "  signpost explain patients-left-out");
  sub->add_option("code", all.explain.code, "The code that stands in brackets after a finding")->option_text("[CODE]");
}

void add_new(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "new", "Write a commented pathway and its scenarios to begin from",
                          "  signpost new sore-throat              in the folder pathways\n"
                          "  signpost new my-library sore-throat   begins the library too, if it is empty");
  add_place(sub, all, "TOPIC", 1);
}

void add_schema(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "schema", "The JSON Schemas that let an editor help with the files",
                          "  signpost schema                       list the kinds of file\n"
                          "  signpost schema pathway               print one\n"
                          "  signpost schema -o .schemas           write all of them into a folder");
  sub->add_option("KIND", all.schema.kind, "A kind of file, such as pathway or scenarios")->option_text(" ");
  sub->add_option("-o,--output", all.schema.folder, "Write into FOLDER instead of to stdout")->option_text("FOLDER");
}

void add_build(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "build", "Make one signed file of a library, as serve loads it",
                          "  openssl genpkey -algorithm ed25519 -out key.pem     once, and kept secret\n"
                          "  openssl pkey -in key.pem -pubout -out trusted.pem   for those who serve\n"
                          "  signpost build -o november.release --key key.pem\n"
                          "  signpost serve november.release --trust trusted.pem");
  add_place(sub, all);
  sub->add_option("-o,--output", all.build.file, "Where to write it")->option_text("FILE")->required();
  sub->add_option("--key", all.build.key, "File with the Ed25519 private key that signs it, in PEM")
      ->option_text("KEY");
}

void add_releases(CLI::App& app, Commands& all) {
  ReleasesOptions& options = all.releases;
  CLI::App* sub = command(app, "releases", "What a folder of releases serves, and changing that",
                          "  signpost releases releases/                                 list them\n"
                          "  signpost releases releases/ --use november.release          begin journeys on it\n"
                          "  signpost releases releases/ --use october.release           and back again\n"
                          "  signpost releases releases/ --withdraw november.release     let no journey end on it\n"
                          "  signpost serve --releases releases/ --trust trusted.pem     sees each change by itself");
  sub->add_option("DIR", options.folder, "The folder that `signpost serve --releases` watches")
      ->option_text(" ")
      ->required();
  sub->add_option("--use", options.use, "Let journeys begin on this release; those on others end where they began")
      ->option_text("FILE");
  sub->add_option("--withdraw", options.withdraw,
                  "Let no journey end on this release: people are told, and go on in the current one with the answers "
                  "that still hold")
      ->option_text("FILE");
  sub->add_option("--restore", options.restore, "Undo --withdraw")->option_text("FILE");
  sub->add_option("--trust", options.trusted,
                  "File with the public key whose signature a release must bear, in PEM; may be repeated")
      ->option_text("FILE")
      ->expected(1);
  sub->add_flag("--live", options.live, "Refuse what `serve --live` would refuse");
  sub->add_flag("--json", options.json, "As JSON");
}

void add_limits(CLI::App* sub, LimitOptions& options) {
  sub->add_option("--rate", options.rate, "Requests a second that one address may send; 0: no limit (default: 50)")
      ->option_text("N");
  sub->add_option("--rate-burst", options.burst, "Requests that it may send at once (default: 500)")->option_text("N");
  sub->add_option("--trusted-proxy", options.trusted_proxies,
                  "Address of a proxy whose X-Forwarded-For is believed, or a block of them; may be repeated")
      ->option_text("ADDRESS[/BITS]")
      ->expected(1);
  sub->add_option("--cors-origin", options.cors_origins,
                  "A site whose pages may call the API from a browser; may be repeated (default: none)")
      ->option_text("ORIGIN")
      ->expected(1);
  sub->add_option("--api-keys", options.api_keys,
                  "File of keys, one a line as `signpost api-key` prints it: the API then needs one")
      ->option_text("FILE");
}

void add_serve(CLI::App& app, Commands& all) {
  ServeOptions& options = all.serve;
  CLI::App* sub =
      command(app, "serve", "Serve a library: pages for patients, and the JSON API",
              "  signpost serve                        the folder pathways, at http://127.0.0.1:8111\n"
              "  signpost serve my-library --port 8080\n"
              "  signpost serve --host 0.0.0.0 --public-url https://triage.example.org --token-key keys.txt\n"
              "  signpost serve november.release --trust trusted.pem   what `signpost build` made\n"
              "  signpost serve november.release --live --trust trusted.pem --token-key keys.txt   for patients\n"
              "  signpost serve --releases releases/ --live --trust trusted.pem --token-key keys.txt   and for years");
  add_place(sub, all);
  sub->add_option("--releases", options.releases,
                  "Serve a folder of releases, and see by itself when it changes; `signpost releases` says which one "
                  "begins journeys")
      ->option_text("DIR");
  sub->add_option("--port", options.port, "Port to listen on; 0: any free one (default: 8111)")->option_text("PORT");
  sub->add_option("--host", options.host, "Address to listen on (default: 127.0.0.1)")->option_text("HOST");
  sub->add_option("--public-url", options.public_url, "The address as people see it, https:// or http://")
      ->option_text("URL");
  sub->add_option("--token-key", options.token_keys,
                  "File of keys that seal journeys, newest first: a number, a colon and 64 hex digits a line (default: "
                  "the environment variable SIGNPOST_TOKEN_KEYS, else a random key)")
      ->option_text("FILE");
  sub->add_option("--access-log", options.access_log,
                  "Where a line of JSON goes for each answer, with nothing that points at a person; -: standard output "
                  "(default: nowhere)")
      ->option_text("FILE|-");
  sub->add_option("--drain-seconds", options.drain_seconds,
                  "On SIGTERM, say so long at /readyz that it is stopping, and answer on; then stop (default: 0)")
      ->option_text("SECONDS");
  sub->add_option("--trust", options.trusted,
                  "File with the public key whose signature a release must bear, in PEM; may be repeated")
      ->option_text("FILE")
      ->expected(1);
  add_limits(sub, options.limits);
  sub->add_flag("--live", options.live, "For patients: refuse drafts, releases that nobody signed, and a random key");
}

void add_api_key(CLI::App& app, Commands& all) {
  CLI::App* sub = command(app, "api-key", "Make a key for somebody who calls the API",
                          "  signpost api-key clinic-north >> api-keys.txt     shows the secret once\n"
                          "  signpost api-key clinic-north --per-minute 600 --per-day 100000");
  sub->add_option("NAME", all.api_key.name, "Of the integrator, not of a person: it stands in metrics")
      ->option_text(" ")
      ->required();
  sub->add_option("--per-minute", all.api_key.per_minute, "Requests a minute (default: 600)")->option_text("N");
  sub->add_option("--per-day", all.api_key.per_day, "Requests a day (default: no limit)")->option_text("N");
}

int chosen(const CLI::App& app, Commands& all, const Terminal& terminal) {
  for (std::vector<std::string>* words :
       {&all.build.words, &all.check.words, &all.run.words, &all.test.words, &all.graph.words, &all.stats.words,
        &all.report.words, &all.new_topic.words}) {
    *words = words_of(all);
  }
  if (app.got_subcommand("api-key")) return api_key(all.api_key);
  if (app.got_subcommand("build")) return build(all.build, terminal);
  if (app.got_subcommand("check")) {
    if (all.check_json) all.check.format = "json";
    return check(all.check, terminal);
  }
  if (app.got_subcommand("run")) return run(all.run, terminal);
  if (app.got_subcommand("test")) return test(all.test, terminal);
  if (app.got_subcommand("graph")) return graph(all.graph, terminal);
  if (app.got_subcommand("stats")) return stats(all.stats, terminal);
  if (app.got_subcommand("report")) return report(all.report, terminal);
  if (app.got_subcommand("diff")) return diff(all.diff, terminal);
  if (app.got_subcommand("explain")) return explain_code(all.explain, terminal);
  if (app.got_subcommand("releases")) return releases(all.releases, terminal);
  if (app.got_subcommand("serve")) {
    if (!all.dir.empty() && !all.serve.releases.empty()) {
      fmt::print(stderr, "signpost: serve either {} or the folder of releases {}\n", all.dir, all.serve.releases);
      return kMisuse;
    }
    if (!all.dir.empty()) all.serve.library = all.dir;
    return serve(all.serve);
  }
  if (app.got_subcommand("schema")) return schema(all.schema, terminal);
  return new_topic(all.new_topic, terminal);
}

int signpost_main(int argc, char** argv) {
  CLI::App app("Signpost: symptom-triage pathways, checked, walked and served", "signpost");
  app.set_version_flag("--version", std::string("signpost ") + kVersion);
  app.require_subcommand(1);
  app.footer(
      "`signpost COMMAND --help` has examples.\nExit codes: 0 fine; 1 the library has findings; 2 wrong usage; 3 the "
      "machine failed.");
  Commands all;
  add_check(app, all);
  add_run(app, all);
  add_test(app, all);
  add_graph(app, all);
  add_stats(app, all);
  add_diff(app, all);
  add_report(app, all);
  add_explain(app, all);
  add_new(app, all);
  add_schema(app, all);
  add_build(app, all);
  add_releases(app, all);
  add_serve(app, all);
  add_api_key(app, all);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    fmt::print(stderr, "signpost: {}\n", error.what());
    fmt::print(stderr, "`signpost --help` lists the commands.\n");
    return kMisuse;
  }
  const int code = chosen(app, all, look_at_terminal());
  // What nobody received was not said: a full disk must not look like success.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    fmt::print(stderr, "signpost: cannot write the result: {}\n", std::strerror(errno));
    return kBroken;
  }
  return code;
}

}  // namespace

}  // namespace signpost

int main(int argc, char** argv) {
  try {
    return signpost::signpost_main(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "signpost: {}\n", error.what());
    return signpost::kBroken;
  }
}
