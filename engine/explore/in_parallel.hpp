// Work that falls into independent parts, done by several threads at once.
#pragma once

#include <cstddef>
#include <functional>

namespace signpost {

// Does `part(i)` for every i below `count`, on at most `threads` threads, the calling one among them; 0: as many as the
// processor has, and never more than the system gives. `progress(done, count)` is called now and then, from the calling
// thread. The first exception that a part throws ends the work and is thrown again.
void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& part,
                 const std::function<void(std::size_t done, std::size_t all)>& progress = {});

}  // namespace signpost
