// What the tests of one program read, and where they tell values apart: what its variables must keep follows from that.
#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/amounts/age.hpp"
#include "engine/compile/program_layout.hpp"
#include "engine/names/names.hpp"

namespace signpost {

// How tests and questions use one thing that a variable may keep.
struct Use {
  std::size_t read_as = 0;        // 1: what tests read first, 2: what they read next, and so on; 0: no test reads it
  std::set<std::int32_t> bounds;  // amounts: where tests and bands tell values apart

  bool is_read() const { return read_as != 0; }
};

// The places of one question or note in a program.
struct AskedHere {
  const FileNames* file = nullptr;
  std::uint32_t places = 0;  // more than one: a journey may meet it again, and must remember its answer
};

struct ProgramReads {
  // By Fact*, AuthoredStep*, Answer* (items). Never by a step's `id`: that is its first member, and so has the address
  // of the step itself.
  std::unordered_map<const void*, Use> uses;
  std::unordered_map<const AuthoredStep*, AskedHere> asked;
  std::vector<const AuthoredStep*> asked_order;  // the keys of `asked`, as first met
  std::vector<ScoreInFile> scores;               // as first met
  std::set<const Fact*> facts;                   // asked for or read, in the library's order
  std::set<const FileNames*> files;              // whose steps are read, in the library's order
  std::set<std::uint32_t> advice;                // indexes into library.advice that the program may give
  std::size_t things_read = 0;                   // of `uses`
  bool age = false, sex = false, party = false;  // what has to be known of the patient

  const Use& use(const void* key) const;
};

// What the variable of a question stands for: the fact that it records, else the question itself.
const void* variable_key(const Names& names, const AuthoredStep& step);

// Looks through tests and notes what they read, each fact and advice item once.
class ReadScan {
 public:
  // Adds to both: to `age_cuts` the cells at which the tests tell ages apart. Both must outlive the scan.
  ReadScan(const Names& names, ProgramReads& reads, std::set<AgeCell>& age_cuts)
      : names_(names), reads_(reads), age_cuts_(age_cuts) {}

  // All that somebody meets on the way from the start, which is `begin`'s.
  void program(const FileNames& begin, const ProgramLayout& layout);
  // `scope`: whose names the test sees; null: facts alone.
  void condition(const Condition& condition, const FileNames* scope);
  void advice(const std::vector<Name>& items);

 private:
  void question(const AuthoredStep& step, const FileNames& file);
  void score(const ScoreInFile& score);
  void fact(const Fact& fact);
  void read(Use& use);
  void told_apart(Use& use, const Condition& condition, bool number);
  void words(const Text& text);

  const Names& names_;
  ProgramReads& reads_;
  std::set<AgeCell>& age_cuts_;
};

}  // namespace signpost
