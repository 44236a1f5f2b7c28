// An event loop per core on Boost.Asio. Loop 0 also accepts, here, and hands each connection to the loop that has
// fewest; from then on it belongs to that loop's thread alone (server/front_loop.cpp), so nothing is locked.
#include "server/front.hpp"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>  // Boost 1.74's Asio needs it and forgets it

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <optional>
#include <system_error>
#include <thread>

#include "server/front_loop.hpp"

namespace signpost {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = FrontLoop::Tcp;
using Acceptor = asio::basic_socket_acceptor<Tcp, FrontLoop::Executor>;

// Connections accepted in one go before the loop looks at its other work.
constexpr int kAcceptsAtOnce = 64;
// Descriptors left for files, the log and the loops themselves.
constexpr std::size_t kReservedDescriptors = 64;
// After accepting failed for want of descriptors or memory.
constexpr std::chrono::milliseconds kAcceptPause{50};

std::system_error failure(const error_code& error, const std::string& what) {
  return {std::error_code(error.value(), std::system_category()), what};
}

}  // namespace

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  const rlim_t soft = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = soft;
  return static_cast<std::size_t>(limit.rlim_cur);
}

class Front::Impl {
 public:
  Impl(FrontSettings settings, Handler handler) : shared_(within_descriptors(std::move(settings))) {
    for (unsigned i = 0; i < settings_.loops; ++i) loops_.push_back(std::make_unique<FrontLoop>(shared_, handler));
    acceptor_.emplace(loops_.front()->context());
    pause_.emplace(loops_.front()->context());
    bind();
    keep_spare();
  }

  ~Impl() {
    stop();
    if (spare_ >= 0) ::close(spare_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::uint16_t port() const noexcept { return port_; }

  FrontFigures figures() const noexcept {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    return {shared_.open.load(kRelaxed),         shared_.buffered.load(kRelaxed),
            shared_.limited.load(kRelaxed),      shared_.without_turn.load(kRelaxed),
            shared_.without_room.load(kRelaxed), shared_.turned_away.load(kRelaxed)};
  }

  void start() {
    for (const auto& loop : loops_) {
      const bool accepts = loop == loops_.front();
      threads_.emplace_back([this, &loop = *loop, accepts] {
        loop.run([this, accepts] {
          if (accepts) begin_accepting();
        });
      });
    }
  }

  void stop() {
    if (threads_.empty()) {
      error_code ignored;
      acceptor_->close(ignored);
      return;
    }
    asio::post(loops_.front()->context(), [this] {
      accept_some(kBacklog);  // who was let in by the kernel is answered
      error_code ignored;
      acceptor_->close(ignored);
      pause_->cancel();
      for (const auto& loop : loops_) loop->stop();
    });
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  static FrontSettings within_descriptors(FrontSettings settings) {
    const std::size_t descriptors = raise_descriptor_limit();
    constexpr std::size_t kNotForThem = kReservedDescriptors + kTurnedAwayAtOnce;
    settings.connections =
        std::min(settings.connections, descriptors > 2 * kNotForThem ? descriptors - kNotForThem : 64);
    if (settings.loops == 0) settings.loops = std::max(1U, std::thread::hardware_concurrency());
    return settings;
  }

  void bind() {
    error_code error;
    Tcp::resolver resolver(loops_.front()->context());
    const auto found = resolver.resolve(settings_.host, std::to_string(settings_.port),
                                        Tcp::resolver::passive | Tcp::resolver::numeric_service, error);
    if (error || found.empty()) throw std::system_error(EADDRNOTAVAIL, std::generic_category(), settings_.host);
    const Tcp::endpoint endpoint = found.begin()->endpoint();
    const std::string where = settings_.host + " port " + std::to_string(settings_.port);
    acceptor_->open(endpoint.protocol(), error);
    // SO_REUSEADDR lets us restart at once; it does not let a second listener in. The library's own choice,
    // SO_REUSEPORT, would, and the two would share the patients between them.
    if (!error) acceptor_->set_option(Acceptor::reuse_address(true), error);
    if (!error && endpoint.protocol() == Tcp::v6()) acceptor_->set_option(asio::ip::v6_only(false), error);
    // Accepted sockets inherit both: what the kernel holds of an answer is bounded too, and for how long.
    if (!error) acceptor_->set_option(asio::socket_base::send_buffer_size(static_cast<int>(kOutputBytes)), error);
    const auto patience = static_cast<unsigned>(settings_.write_time.count());
    if (!error) ::setsockopt(acceptor_->native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(kBacklog, error);
    if (!error) acceptor_->non_blocking(true, error);
    if (error) throw failure(error, where);
    port_ = acceptor_->local_endpoint(error).port();
    if (error) throw failure(error, where);
  }

  void begin_accepting() {
    error_code ignored;
    acceptor_->cancel(ignored);
    pause_->cancel();
    accept_later();
  }

  void accept_later() {
    acceptor_->async_wait(Acceptor::wait_read, [this](const error_code& error) {
      if (error || !acceptor_->is_open()) return;
      if (accept_some(kAcceptsAtOnce)) return accept_later();
      pause_->expires_after(kAcceptPause);
      pause_->async_wait([this](const error_code& cancelled) {
        if (!cancelled && acceptor_->is_open()) accept_later();
      });
    });
  }

  // Accepts what waits, `most` at the most. Returns false when the machine is short of something.
  bool accept_some(int most) {
    for (int i = 0; i < most && acceptor_->is_open(); ++i) {
      Tcp::endpoint peer;
      auto length = static_cast<socklen_t>(peer.capacity());
      const int descriptor = ::accept4(acceptor_->native_handle(), peer.data(), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) {
        if (errno == EINTR || errno == ECONNABORTED) continue;
        if ((errno == EMFILE || errno == ENFILE) && turn_away_with_spare()) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK;
      }
      peer.resize(length);
      const std::size_t open = shared_.open.fetch_add(1, std::memory_order_relaxed);
      if (open >= settings_.connections + kTurnedAwayAtOnce) {
        ::close(descriptor);
        FrontShared::count(shared_.turned_away);
        shared_.open.fetch_sub(1, std::memory_order_relaxed);
        continue;
      }
      FrontLoop& least = **std::min_element(loops_.begin(), loops_.end(),
                                            [](const auto& a, const auto& b) { return a->size() < b->size(); });
      least.hand_over(descriptor, peer, open >= settings_.connections);
    }
    return true;
  }

  // One descriptor is kept back: when there are no others it is given to the one who comes, for as long as it takes to
  // tell them. Left in the queue they would wait without a word. False where there is none to give.
  bool turn_away_with_spare() {
    if (spare_ < 0) return false;
    ::close(spare_);
    const int descriptor = ::accept4(acceptor_->native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) loops_.front()->answer_and_close(descriptor);
    keep_spare();
    return descriptor >= 0;
  }

  void keep_spare() noexcept { spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

  FrontShared shared_;
  const FrontSettings& settings_ = shared_.settings;
  std::vector<std::unique_ptr<FrontLoop>> loops_;
  std::optional<Acceptor> acceptor_;  // on loop 0, as is the timer
  std::optional<FrontLoop::Timer> pause_;
  int spare_ = -1;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

Front::Front(FrontSettings settings, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(handler))) {}

Front::~Front() = default;

std::uint16_t Front::port() const noexcept { return impl_->port(); }
void Front::start() { impl_->start(); }
void Front::stop() { impl_->stop(); }
FrontFigures Front::figures() const noexcept { return impl_->figures(); }

}  // namespace signpost
