TEST_CASE("a cough that takes an hour", "[.slow]") {}
