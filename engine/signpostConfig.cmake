# Found by find_package(signpost). The engine is a static library: who links it links what it is made with.
include(CMakeFindDependencyMacro)
find_dependency(yaml-cpp)
find_dependency(Boost 1.74)
find_dependency(fmt)
find_dependency(OpenSSL COMPONENTS Crypto)

include(${CMAKE_CURRENT_LIST_DIR}/signpostTargets.cmake)
