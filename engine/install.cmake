# `cmake --install` puts the engine where other projects find it:
#   find_package(signpost REQUIRED)
#   target_link_libraries(mine PRIVATE signpost::engine)
# Headers are included as here: "engine/graph/journey.hpp". docs/examples/embed is such a project.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(SIGNPOST_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/signpost)

set_target_properties(signpost_engine PROPERTIES EXPORT_NAME engine)
target_include_directories(signpost_engine PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/signpost>)
target_compile_features(signpost_engine PUBLIC cxx_std_20)

install(TARGETS signpost_engine EXPORT signpost ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT engine)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/signpost/engine COMPONENT engine
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def")
install(EXPORT signpost NAMESPACE signpost:: FILE signpostTargets.cmake DESTINATION ${SIGNPOST_CMAKE_DIR} COMPONENT engine)

write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/signpostConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/signpostConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/signpostConfigVersion.cmake
  DESTINATION ${SIGNPOST_CMAKE_DIR} COMPONENT engine)
