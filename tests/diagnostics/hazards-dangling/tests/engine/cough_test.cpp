TEST_CASE("somebody's cough is heard") {}
// TEST_CASE("this one is commented out") {}
