// People who come to the service: each has a topic and answers of their own, which are always the same, so that the
// same person must always be told the same by the same release, by the pages and by the API. One thread.
#pragma once

#include <utility>  // Boost 1.74's Asio needs it and forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/bench/load_client.hpp"
#include "tests/bench/load_figures.hpp"

namespace signpost::bench {

struct Person {
  std::string topic;
  std::uint64_t seed = 0;                    // chooses all their answers
  std::map<std::string, std::string> forms;  // question -> the form fields that answer it; found in the rehearsal
};

enum class Door { pages, api };

// What all visits share.
struct Town {
  boost::asio::io_context& context;
  Client::Server server;
  Figures& figures;
  std::chrono::duration<double> think{};  // mean time between reading one page and sending its answer
  std::mt19937_64 random;
  std::vector<Person> people;
  std::size_t thought = 0;  // how often anybody has thought
  // What each release told each person: heading and number of answers.
  std::map<std::pair<std::string, const Person*>, std::string> told;

  double chance() { return std::uniform_real_distribution<double>(0, 1)(random); }
};

// Finds out by the API which topics there are, takes `each` people to every topic and writes down what they answer.
// People for whom a topic has nothing are sent home. Throws what a Client throws, and std::runtime_error for an answer
// that makes no sense: without a rehearsal there is nothing to measure.
boost::asio::awaitable<void> rehearse(Town& town, std::size_t each);

// One visit, begun when it was due: by the pages, with cookies and forms, or by the API; to the outcome, or until the
// visitor gives up. Throws nothing: what goes wrong is counted.
boost::asio::awaitable<void> visit(Town& town, const Person& person, Door door, Clock::time_point due);

}  // namespace signpost::bench
