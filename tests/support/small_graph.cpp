#include "tests/support/small_graph.hpp"

namespace signpost::tests {

namespace {

TextIndex text(DecisionGraph& graph, std::string words) {
  graph.texts.push_back(std::move(words));
  return static_cast<TextIndex>(graph.texts.size() - 1);
}

AnswerChoice answer(DecisionGraph& graph, std::string id, std::string words) {
  AnswerChoice choice;
  choice.id = std::move(id);
  if (!words.empty()) choice.text = text(graph, std::move(words));
  return choice;
}

Node node(Node::Kind kind, std::string_view file, std::string_view step) {
  Node made;
  made.kind = kind;
  made.file = file;
  made.step = step;
  return made;
}

Question question(std::string id, QuestionKind kind, TextIndex words) {
  Question made;
  made.id = std::move(id);
  made.kind = kind;
  made.text = words;
  return made;
}

}  // namespace

std::unique_ptr<DecisionGraph> small_graph() {
  auto made = std::make_unique<DecisionGraph>();
  DecisionGraph& graph = *made;
  graph.library = "small";
  graph.variants = {"self"};
  graph.dispositions = {{"ambulance-now", "ambulance", "now", "call 999", "Call 999 now", "", Level::emergency},
                        {"soon", "primary care", "24 hours", "be seen", "", "", Level::urgent},
                        {"self-care", "home", "no limit", "none", "", "", Level::self_care}};
  AdviceInfo rest;
  rest.id = "rest";
  rest.text = text(graph, "Rest **well**.");
  graph.advice.push_back(rest);
  for (const char* id : {"patient/party", "patient/age", "patient/sex"})
    graph.questions.push_back(question(id, QuestionKind::sex, kNone<TextIndex>));

  Question screen = question("safe/screen", QuestionKind::yes_no, text(graph, "Is a \"sign\" like C:\\new there?"));
  screen.answers = {answer(graph, "yes", ""), answer(graph, "no", "")};
  screen.answers[0].red_flag = DispositionIndex{0};
  screen.unsure = true;
  screen.unsure_as = 0;
  graph.questions.push_back(screen);
  Question signs = question("signs", QuestionKind::tick, text(graph, "Which of these, if < 2 & > 1?"));
  signs.answers = {answer(graph, "first", "The first,\nworst"), answer(graph, "second", "The second")};
  signs.answers[1].red_flag = DispositionIndex{1};
  signs.unsure = true;
  graph.questions.push_back(signs);
  Question fever = question("fever", QuestionKind::number, text(graph, "What is the temperature?"));
  fever.answers = {answer(graph, "low", ""), answer(graph, "high", "")};
  fever.unit = "\u00b0C";
  fever.from = 34000;
  fever.to = 43000;
  fever.step_size = 100;
  fever.bands = {{34000, 37900}, {38000, 43000}};
  graph.questions.push_back(fever);

  Outcome ambulance;
  ambulance.id = "call-999";
  ambulance.file = "small";
  ambulance.disposition = DispositionIndex{0};
  ambulance.reason = text(graph, "This is dangerous.");
  Outcome be_seen;
  be_seen.id = "be-seen";
  be_seen.file = "small";
  be_seen.disposition = DispositionIndex{1};
  Outcome home;
  home.id = "home";
  home.file = "small";
  home.disposition = DispositionIndex{2};
  home.advice = {AdviceIndex{0}};
  graph.outcomes = {ambulance, be_seen, home};

  Node zero = node(Node::Kind::ask, "safe", "screen");
  zero.question = QuestionIndex{3};
  zero.first_target = 0;
  Node one = node(Node::Kind::ask, "small", "signs");
  one.question = QuestionIndex{4};
  one.first_target = 2;
  one.any = NodeIndex{2};
  one.none = NodeIndex{3};
  one.unsure = NodeIndex{2};
  Node two = node(Node::Kind::ask, "small", "fever");
  two.question = QuestionIndex{5};
  two.first_target = 4;
  two.first_rule = 0;
  two.rules = 2;
  Node three = node(Node::Kind::decide, "small", "how-old");
  three.first_rule = 2;
  three.rules = 1;
  three.to = NodeIndex{4};
  Node four = node(Node::Kind::floors, "small", "home");
  four.outcome = OutcomeIndex{2};
  four.first_rule = 3;
  four.rules = 1;
  four.to = NodeIndex{7};
  Node five = node(Node::Kind::floors, "small", "be-seen");
  five.outcome = OutcomeIndex{1};
  five.to = NodeIndex{8};
  Node six = node(Node::Kind::outcome, "small", "call-999");
  six.outcome = OutcomeIndex{0};
  Node seven = node(Node::Kind::outcome, "small", "home");
  seven.outcome = OutcomeIndex{2};
  Node eight = node(Node::Kind::outcome, "small", "be-seen");
  eight.outcome = OutcomeIndex{1};
  graph.nodes = {zero, one, two, three, four, five, six, seven, eight};
  graph.answer_targets = {NodeIndex{6},     NodeIndex{1},     NodeIndex{6},
                          kNone<NodeIndex>, kNone<NodeIndex>, kNone<NodeIndex>};
  graph.rules = {{TestIndex{0}, NodeIndex{6}, {}},
                 {kNone<TestIndex>, NodeIndex{3}, {}},
                 {TestIndex{1}, NodeIndex{5}, {}},
                 {TestIndex{2}, NodeIndex{8}, {}}};
  graph.rule_labels = {"fever is high", "", "age < 1 year", "age >= 65 years"};

  Program program;
  program.pathway = "small";
  program.title = text(graph, "A small thing");
  program.version = "1.0.0";
  program.status = "draft";
  program.start = NodeIndex{0};
  program.nodes = 9;
  program.first_question = QuestionIndex{3};
  program.questions = 3;
  graph.programs.push_back(program);
  Topic topic;
  topic.id = "small";
  topic.title = "A \"small\" thing";
  topic.programs = {ProgramIndex{0}};
  topic.admits = "everyone";
  graph.topics.push_back(topic);
  return made;
}

}  // namespace signpost::tests
