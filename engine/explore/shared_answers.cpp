#include "engine/explore/shared_answers.hpp"

#include <algorithm>

namespace signpost {

SharedAnswers::Set SharedAnswers::say(const SharedQuestion& q, Symbol symbol, Set these, Set unbound, Set one_sided,
                                      const std::function<Set(Set)>& tell) {
  const Set nobody_yet = tell(first(q, these)), same = s_.where_is(these, q.said, symbol);
  one_sided = s_.minus(one_sided, same);
  one_sided = s_.minus(one_sided, s_.common(one_sided, unbound));
  Set said = s_.unite(tell(s_.common(these, unbound)), s_.with(nobody_yet, q.said, symbol));
  said = s_.unite(said, tell(same));
  return s_.unite(said, tell(one_sided));
}

SharedAnswers::Set SharedAnswers::unbound(const SharedQuestion& q, const std::vector<Symbol>& symbols, Set these) {
  these = s_.minus(these, first(q, these));
  for (Symbol symbol : symbols) these = s_.minus(these, s_.where_is(these, q.said, symbol));
  return these;
}

}  // namespace signpost
