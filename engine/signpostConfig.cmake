# Found by find_package(signpost). The engine is a static library: who links it links what it is made with.
include(CMakeFindDependencyMacro)
find_dependency(yaml-cpp)
if(NOT TARGET yaml-cpp)  # from 0.8 on the target has a namespace
  add_library(yaml-cpp INTERFACE IMPORTED)
  target_link_libraries(yaml-cpp INTERFACE yaml-cpp::yaml-cpp)
endif()
find_dependency(Boost 1.74)
find_dependency(fmt)
find_dependency(OpenSSL COMPONENTS Crypto)

include(${CMAKE_CURRENT_LIST_DIR}/signpostTargets.cmake)
