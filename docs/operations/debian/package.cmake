# `cpack -G DEB`: the program with its unit, its documents and the demonstration library, for Debian 12. script/package runs it.
# What lies at paths of Debian's own is left out of a plain `cmake --install`, which goes where its prefix says.
include(GNUInstallDirs)
set(here ${CMAKE_CURRENT_LIST_DIR})
set(generated ${PROJECT_BINARY_DIR}/debian)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/signpost)

install(FILES ${here}/../systemd/signpost@.service DESTINATION lib/systemd/system COMPONENT package EXCLUDE_FROM_ALL)
install(PROGRAMS ${here}/../nginx/save-emergency-page DESTINATION ${CMAKE_INSTALL_DATADIR}/signpost COMPONENT package EXCLUDE_FROM_ALL)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/pathways DESTINATION ${CMAKE_INSTALL_DATADIR}/signpost COMPONENT package EXCLUDE_FROM_ALL)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${doc} COMPONENT package EXCLUDE_FROM_ALL
  PATTERN debian EXCLUDE PATTERN examples EXCLUDE PATTERN images EXCLUDE
  PATTERN save-emergency-page EXCLUDE)
install(FILES ${here}/copyright DESTINATION ${doc} COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${here}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME signpost
  COMPONENT package EXCLUDE_FROM_ALL)
# Keys lie here, so that nobody but root looks into it; systemd hands them to the service.
install(DIRECTORY DESTINATION /etc/signpost DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${here}/signpost.env DESTINATION /etc/signpost PERMISSIONS OWNER_READ OWNER_WRITE COMPONENT package EXCLUDE_FROM_ALL)
# Releases and the saved emergency page are for everybody to read: neither is secret, and the service is no user of its own.
install(DIRECTORY DESTINATION /var/lib/signpost/releases COMPONENT package EXCLUDE_FROM_ALL)
install(DIRECTORY DESTINATION /var/lib/signpost/static COMPONENT package EXCLUDE_FROM_ALL)

# The same bytes from the same source: no time in the compressed files, and the day of the version in the changelog.
file(MAKE_DIRECTORY ${generated})
configure_file(${here}/changelog.in ${generated}/changelog @ONLY)
configure_file(${here}/signpost.1.in ${generated}/signpost.1 @ONLY)
foreach(text changelog signpost.1)
  execute_process(COMMAND gzip -9nc ${generated}/${text} OUTPUT_FILE ${generated}/${text}.gz COMMAND_ERROR_IS_FATAL ANY)
endforeach()
install(FILES ${generated}/changelog.gz DESTINATION ${doc} COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${generated}/signpost.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT package EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL program package)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CONTACT "Signpost maintainers <maintainers@signpost.invalid>")
set(CPACK_DEBIAN_PACKAGE_NAME signpost)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "nginx, systemd, openssl")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${here}/postinst;${here}/postrm;${here}/conffiles")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "online symptom triage from pathways that clinicians write
Clinicians write pathways in YAML; a compiler turns them into a decision graph,
follows every possible patient through it, and proves the safety claims that
stand beside them. This program checks, tests, compares and serves such a
library: pages for patients that need no JavaScript, and a JSON API.

It keeps nothing about those who use it: a journey travels with the person,
sealed. The library that comes with it is a demonstration, not for patients.")
include(CPack)
