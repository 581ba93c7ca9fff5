#include "distributed/presence.hpp"

#include "on_ranks.hpp"

#include <future>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

using trainer::ended;
using trainer::Presence;
using Indices = std::vector<std::size_t>;

namespace {

constexpr std::chrono::milliseconds no_time(0);

}  // namespace

TEST_CASE("a presence has not ended until it is destroyed") {
  const Presence here("127.0.0.1");
  std::optional<Presence> other("127.0.0.1");
  const std::vector<std::string> places = {here.place(), other->place()};
  CHECK(ended(places, no_time).empty());
  CHECK(ended(places, no_time).empty());
  other.reset();
  CHECK(ended(places, long_enough) == Indices{1});
}

TEST_CASE("a presence that ends while it is asked has ended") {
  std::optional<Presence> other("127.0.0.1");
  auto found = std::async(std::launch::async,
                          [place = other->place()] { return ended({place}, long_enough); });
  other.reset();
  CHECK(found.get() == Indices{0});
}

TEST_CASE("nobody listens at an address of another machine") {
  CHECK_THROWS_AS(Presence("192.0.2.1"), std::system_error);
}
