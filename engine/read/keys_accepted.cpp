// The keys of a file of accepted changes, for `signpost diff --accept`.
#include "engine/read/keys_shapes.hpp"

namespace signpost::shapes {

namespace {

constexpr Key kAcceptedKeys[] = {
    {"topic", kName, true, "The topic whose patients now end elsewhere; dispositions for a changed order of urgency."},
    {"from", kPath, true, "Where they ended, as file/outcome; of the order: the disposition that was more urgent."},
    {"to", kPath, true, "Where they end now; of the order: the disposition that was less urgent."},
    {"journeys", kPlain, false, "In how many journeys, as the diff says. With another number nothing is accepted."},
    {"by", kPlain, true, "Who takes the responsibility."},
    {"role", kPlain, true, "In which role."},
    {"date", kDay, true, "On which day."},
    {"reason", kProse, true, "Why the change is right."},
};
constexpr MapSpec kAccepted{"an accepted change", kAcceptedKeys};
constexpr Shape kAcceptedShape = map_of(kAccepted);
constexpr Key kAcceptedFileKeys[] = {
    {"accepted", list_of(kAcceptedShape), true, "Changes that somebody has signed for."}};

}  // namespace

constexpr MapSpec kAcceptedFile{"a file of accepted changes", kAcceptedFileKeys};

}  // namespace signpost::shapes
