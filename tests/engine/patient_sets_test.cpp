// Diagrams against plain sets of arrays: whatever is done to both must give the same patients.
#include "engine/explore/patient_sets.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "engine/explore/shared_steps.hpp"

using namespace signpost;

namespace {

constexpr std::size_t kVariables = 5;
constexpr int kSymbols = 4;
using PlainPatient = std::array<Symbol, kVariables>;
using Plain = std::set<PlainPatient>;

struct Both {
  PatientSets::Set set;
  Plain plain;
};

PatientSets::Set diagram(PatientSets& sets, const Plain& plain,
                         const std::array<VariableIndex, kVariables>& variables = {0, 1, 2, 3, 4}) {
  PatientSets::Set all = PatientSets::kEmpty;
  for (const PlainPatient& p : plain) {
    PatientSets::Set one = PatientSets::kUnknown;
    for (std::size_t v = 0; v < kVariables; ++v) one = sets.with(one, variables[v], p[v]);
    all = sets.unite(all, one);
  }
  return all;
}

}  // namespace

TEST_CASE("diagrams hold the same patients as plain sets whatever is done to them") {
  std::mt19937 random(20261122);
  auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  PatientSets sets;
  std::vector<Both> pool{{PatientSets::kEmpty, {}}, {PatientSets::kUnknown, {PlainPatient{}}}};
  for (int round = 0; round < 4000; ++round) {
    Both a = pool[static_cast<std::size_t>(pick(static_cast<int>(pool.size())))],
         b = pool[static_cast<std::size_t>(pick(static_cast<int>(pool.size())))];
    auto v = static_cast<VariableIndex>(pick(kVariables));
    auto s = static_cast<Symbol>(pick(kSymbols));
    Both made{PatientSets::kEmpty, {}};
    switch (pick(7)) {
      case 0:
        made.set = sets.unite(a.set, b.set);
        made.plain = a.plain;
        made.plain.insert(b.plain.begin(), b.plain.end());
        break;
      case 1:
        made.set = sets.common(a.set, b.set);
        for (const PlainPatient& p : a.plain)
          if (b.plain.count(p)) made.plain.insert(p);
        break;
      case 2:
        made.set = sets.minus(a.set, b.set);
        for (const PlainPatient& p : a.plain)
          if (!b.plain.count(p)) made.plain.insert(p);
        break;
      case 3:
        made.set = sets.with(a.set, v, s);
        for (PlainPatient p : a.plain) {
          p[v] = s;
          made.plain.insert(p);
        }
        break;
      case 4:
        made.set = sets.where_is(a.set, v, s);
        for (const PlainPatient& p : a.plain)
          if (p[v] == s) made.plain.insert(p);
        break;
      case 5: {
        static const std::uint8_t tables[2][kSymbols] = {{2, 0, 1, 2}, {0, 1, 0, 1}};
        auto t = static_cast<std::uint32_t>(pick(2));
        auto truth = static_cast<Truth>(pick(3));
        made.set = sets.where(a.set, v, tables[t], t, truth);
        for (const PlainPatient& p : a.plain)
          if (tables[t][p[v]] == static_cast<std::uint8_t>(truth)) made.plain.insert(p);
        break;
      }
      default: {
        std::vector<std::uint64_t> live{random() & 0x1f};
        made.set = sets.keep(a.set, live, sets.live_key(live));
        for (PlainPatient p : a.plain) {
          for (std::size_t i = 0; i < kVariables; ++i)
            if (!(live[0] >> i & 1u)) p[i] = symbol::unknown;
          made.plain.insert(p);
        }
      }
    }
    REQUIRE(made.set == diagram(sets, made.plain));  // equal sets have equal numbers
    if (pool.size() < 60)
      pool.push_back(made);
    else
      pool[static_cast<std::size_t>(2 + pick(58))] = made;
  }
}

TEST_CASE("one patient of a set is in the set and its symbols are listed") {
  PatientSets sets;
  auto a = sets.with(sets.with(PatientSets::kUnknown, 1, 2), 3, 1), b = sets.with(PatientSets::kUnknown, 1, 3);
  auto both = sets.unite(a, b);
  CHECK(sets.symbols(both, 1) == std::vector<Symbol>{2, 3});
  CHECK(sets.symbols(both, 3) == std::vector<Symbol>{0, 1});
  CHECK(sets.symbols(both, 4) == std::vector<Symbol>{0});
  auto one = PatientSets::kUnknown;
  for (auto [v, s] : sets.one(both)) one = sets.with(one, v, s);
  CHECK(sets.common(one, both) == one);
  CHECK(sets.width(both) == 2);
}

TEST_CASE("patients stand twice in one set, and those who are alike in it are told") {
  PatientSets sets;
  const auto a = sets.with(sets.with(PatientSets::kUnknown, 0, 2), 2, 1), b = sets.with(PatientSets::kUnknown, 1, 3);
  const auto twice = sets.twice(sets.unite(a, b));
  CHECK(twice == sets.unite(sets.with(sets.with(sets.with(sets.with(PatientSets::kUnknown, 0, 2), 1, 2), 10, 1), 11, 1),
                            sets.with(sets.with(PatientSets::kUnknown, 5, 3), 6, 3)));
  CHECK(sets.both_alike(twice) == twice);
  // What stands beside the two makes no difference; one of the two unknown does.
  const auto beside = sets.with(twice, 7, 4);
  CHECK(sets.both_alike(beside) == beside);
  const auto others = sets.unite(sets.with(twice, 11, symbol::unknown), sets.with(twice, 6, 2));
  CHECK(sets.both_alike(others) == sets.with(sets.with(PatientSets::kUnknown, 5, 3), 6, 3));
  CHECK(sets.both_alike(PatientSets::kEmpty) == PatientSets::kEmpty);
}

TEST_CASE("a set is forgotten by what is live and not by who asks") {
  PatientSets sets;
  const std::vector<std::uint64_t> first{1}, second{2};
  CHECK(sets.live_key(first) == sets.live_key({1}));
  CHECK(sets.live_key(first) != sets.live_key(second));
}

TEST_CASE("what two have alike is forgotten and told again as others have it") {
  // Places 0 and 1 are the two of one thing, 2 stands beside them, 3 and 4 are the two of the next.
  constexpr std::array<VariableIndex, kVariables> kPlaces{0, 1, 2, PatientSets::kStride, PatientSets::kStride + 1};
  const auto pairs_of = [&](PatientSets& sets, const Plain& plain) { return diagram(sets, plain, kPlaces); };
  std::mt19937 random(20261122);
  const auto symbol = [&](unsigned n) { return static_cast<Symbol>(random() % n); };
  for (int round = 0; round < 300; ++round) {
    PatientSets sets;
    Plain pairs, others;
    for (unsigned i = 0; i < 6; ++i) pairs.insert({symbol(3), symbol(3), symbol(2), symbol(3), symbol(3)});
    for (unsigned i = 0; i < 4; ++i) others.insert({symbol(3), symbol(3)});
    const bool keeps_second = round % 3 == 0;
    Plain forgotten;
    for (PlainPatient p : pairs) {
      if (p[0] == p[1]) p[0] = p[1] = symbol::unknown;
      if (p[3] == p[4] && !keeps_second) p[3] = p[4] = symbol::unknown;
      forgotten.insert(p);
    }
    const std::vector<std::uint64_t> kept{keeps_second ? 2u : 0u};
    const auto set = sets.forget_alike(pairs_of(sets, pairs), kept, sets.live_key(kept));
    CHECK(set == pairs_of(sets, forgotten));

    const auto as = diagram(sets, others);
    for (VariableIndex side : {VariableIndex{0}, VariableIndex{1}}) {
      // What is unknown of all others alike may bind or not.
      Plain least, most;
      for (const PlainPatient& p : forgotten)
        for (const PlainPatient& o : others) {
          PlainPatient made = p;
          bool fits = true, might = true;
          for (std::size_t thing : {0u, 1u}) {
            Symbol &first = made[thing * 3], &second = made[thing * 3 + 1];
            if (first == symbol::unknown && second == symbol::unknown)
              first = second = o[thing];
            else if ((side == 0 ? first : second) != o[thing]) {
              fits = false;
              might = might && o[thing] == symbol::unknown;
            }
          }
          if (fits) least.insert(made);
          if (might) most.insert(made);
        }
      const auto told = sets.restore_alike(set, as, side);
      CHECK(sets.minus(pairs_of(sets, least), told) == PatientSets::kEmpty);
      CHECK(sets.minus(told, pairs_of(sets, most)) == PatientSets::kEmpty);
    }
  }
}

TEST_CASE("sets beyond the limit are refused and those there were remain") {
  PatientSets sets({500, PatientSets::kMostSteps});
  std::vector<PatientSets::Set> before;
  const auto work = [&](VariableIndex most) {
    return within_limits([&] {
      // Whether v is as v + most, for every v: all that is before must be told apart.
      PatientSets::Set set = PatientSets::kUnknown;
      for (VariableIndex v = 0; v < most; ++v) {
        PatientSets::Set alike = PatientSets::kEmpty;
        for (Symbol symbol : {symbol::yes, symbol::no})
          alike = sets.unite(alike, sets.with(sets.with(set, v, symbol), static_cast<VariableIndex>(v + most), symbol));
        set = alike;
        before.push_back(set);
      }
      return true;
    });
  };
  CHECK(work(4));
  CHECK_FALSE(work(12));
  CHECK(sets.size() <= 500);
  CHECK(sets.count(before[3]) == "16");
  CHECK(sets.unite(before[3], before[3]) == before[3]);
}

TEST_CASE("sets take as many steps as are allowed and not one more") {
  const auto work = [](PatientSets& sets) {
    return within_limits([&] {
      PatientSets::Set set = PatientSets::kUnknown;
      for (VariableIndex v = 0; v < 20; ++v)
        set = sets.unite(sets.with(set, v, symbol::yes), sets.with(set, v, symbol::no));
      return true;
    });
  };
  PatientSets counting;
  REQUIRE(work(counting));
  const std::uint64_t steps = counting.steps();
  PatientSets enough, too_few;
  enough.allow(steps);
  CHECK(work(enough));
  CHECK_FALSE(enough.out_of_steps());
  too_few.allow(steps - 1);
  CHECK_FALSE(work(too_few));
  CHECK(too_few.out_of_steps());
  too_few.clear();
  too_few.allow(steps);
  CHECK(work(too_few));
}

TEST_CASE("whatever a library allows there are never more steps than the most") {
  PatientSets usual;
  usual.spend(PatientSets::kMostSteps);
  CHECK_THROWS_AS(usual.spend(1), TooMuchToTellApart);
  CHECK(PatientSets::limits_for(65'536).steps == PatientSets::kMostSteps);
  CHECK(PatientSets::limits_for(2'000'000'000).steps == PatientSets::kMostSteps);
}

TEST_CASE("of steps that are shared what one leaves over the next may use") {
  PatientSets sets({1000, 100});
  SharedSteps steps(sets, 4);
  const auto takes = [&](std::uint64_t count) {
    steps.next();
    return within_limits([&] {
      sets.spend(count);
      return true;
    });
  };
  CHECK(takes(25));
  CHECK_FALSE(takes(26));
  CHECK(takes(25));
  CHECK(steps.left() == 24);
  CHECK(takes(24));
  CHECK_FALSE(takes(1));
}
