#include "server/client_address.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace signpost;

namespace {

IpAddress address(std::string_view text) {
  const auto parsed = IpAddress::parse(text);
  INFO(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

AddressBlocks blocks(const std::vector<std::string>& texts) {
  AddressBlocks all;
  for (const std::string& text : texts) {
    INFO(text);
    REQUIRE(AddressBlock::parse(text).has_value());
    all.push_back(*AddressBlock::parse(text));
  }
  return all;
}

// Who is behind a proxy at 10.0.0.1, by these X-Forwarded-For fields; proxies are all of 10.0.0.0/8.
IpAddress behind(const std::vector<std::string>& values) {
  std::vector<FrameField> fields = {{"Host", "192.0.2.99"}, {"Forwarded", "for=192.0.2.98"}};
  for (const std::string& value : values) fields.push_back({"x-forwarded-for", value});
  return client_behind(address("10.0.0.1"), fields, blocks({"10.0.0.0/8", "2001:db8:aaaa::/48"}));
}

}  // namespace

TEST_CASE("an address is read strictly") {
  CHECK(address("::ffff:192.0.2.1") == address("192.0.2.1"));
  CHECK(address("2001:db8:0:0::1") == address("2001:db8::1"));
  for (const char* text : {"", " ", "192.0.2", "192.0.2.256", "192.0.2.1 ", "192.0.2.1:80", "192.0.2.01", "0x7f.1",
                           "example.org", "[::1]", "::1%eth0", "2001:db8::1::2", "unknown"}) {
    INFO(text);
    CHECK_FALSE(IpAddress::parse(text).has_value());
  }
  CHECK_FALSE(IpAddress::parse(std::string_view("::1\0", 4)).has_value());
  CHECK_FALSE(IpAddress::parse(std::string(100, ':')).has_value());
}

TEST_CASE("an owner is an IPv4 address or the first half of an IPv6 one") {
  CHECK(owner_of(address("192.0.2.1")) != owner_of(address("192.0.2.2")));
  CHECK(owner_of(address("192.0.2.1")) == owner_of(address("::ffff:192.0.2.1")));
  CHECK(owner_of(address("2001:db8:1:2::1")) == owner_of(address("2001:db8:1:2:ffff:ffff:ffff:ffff")));
  CHECK(owner_of(address("2001:db8:1:2::1")) != owner_of(address("2001:db8:1:3::1")));
  CHECK(owner_of(address("192.0.2.1")) != owner_of(address("2001:db8::1")));
}

TEST_CASE("a block holds its addresses and no neighbour") {
  const auto holds = [](const char* block, const char* one) { return blocks({block})[0].contains(address(one)); };
  CHECK(holds("10.0.0.0/8", "10.255.255.255"));
  CHECK_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  CHECK_FALSE(holds("10.0.0.0/8", "2001:db8::1"));
  CHECK(holds("192.0.2.128/25", "192.0.2.255"));
  CHECK_FALSE(holds("192.0.2.128/25", "192.0.2.127"));
  CHECK(holds("192.0.2.1", "::ffff:192.0.2.1"));
  CHECK_FALSE(holds("192.0.2.1", "192.0.2.0"));
  CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(holds("::1", "::1"));
  CHECK(contains(loopback_addresses(), address("127.8.8.8")));
  CHECK(contains(loopback_addresses(), address("::1")));
  CHECK_FALSE(contains(loopback_addresses(), address("192.0.2.1")));

  for (const char* text : {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/8 ", "10.0.0.0/-1",
                           "2001:db8::/129", "2001:db8::1/64", "/8", "all"}) {
    INFO(text);
    CHECK_FALSE(AddressBlock::parse(text).has_value());
  }
  for (const char* text : {"0.0.0.0/0", "::/0"}) CHECK(AddressBlock::parse(text)->is_everything());
  CHECK_FALSE(AddressBlock::parse("0.0.0.0/1")->is_everything());
}

TEST_CASE("of a forwarded list only what our own proxies wrote is believed") {
  CHECK(behind({"192.0.2.1"}) == address("192.0.2.1"));
  CHECK(behind({"203.0.113.9, 192.0.2.1"}) == address("192.0.2.1"));  // the first was written by the client
  CHECK(behind({"10.0.0.7, 192.0.2.1"}) == address("192.0.2.1"));     // even where it names a proxy of ours
  CHECK(behind({"203.0.113.9", "192.0.2.1"}) == address("192.0.2.1"));
  CHECK(behind({"203.0.113.9,192.0.2.1 ,\t10.0.0.2, 2001:db8:aaaa::2"}) == address("192.0.2.1"));
  CHECK(behind({"192.0.2.1, 10.0.0.3", "10.0.0.2"}) == address("192.0.2.1"));
  CHECK(behind({"192.0.2.1:50000"}) == address("192.0.2.1"));
  CHECK(behind({"[2001:db8::1]:50000"}) == address("2001:db8::1"));
  CHECK(behind({"[2001:db8::1]"}) == address("2001:db8::1"));
  CHECK(behind({"2001:db8::1"}) == address("2001:db8::1"));
}

TEST_CASE("where a forwarded list tells nothing the last proxy reached is the client") {
  CHECK(behind({}) == address("10.0.0.1"));
  CHECK(behind({""}) == address("10.0.0.1"));
  CHECK(behind({"unknown"}) == address("10.0.0.1"));
  CHECK(behind({"192.0.2.1,"}) == address("10.0.0.1"));
  CHECK(behind({"192.0.2.1, nonsense, 10.0.0.2"}) == address("10.0.0.2"));
  CHECK(behind({"10.0.0.3, 10.0.0.2"}) == address("10.0.0.3"));
  CHECK(behind({"[2001:db8::1"}) == address("10.0.0.1"));
}
