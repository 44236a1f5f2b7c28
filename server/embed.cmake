# Writes OUTPUT, a C++ file that defines embedded() over FILES (a list, named from FOLDER).
# usage: cmake -DFOLDER=... -DFILES="a;b" -DOUTPUT=... -P embed.cmake
set(arrays "")
set(rows "")
set(number 0)
foreach(name IN LISTS FILES)
  file(READ "${FOLDER}/${name}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char kFile${number}[] = {${bytes} 0};\n")
  string(APPEND rows "    {\"${name}\", {kFile${number}, sizeof kFile${number} - 1}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}.new" "// Written by embed.cmake.
#include \"server/embedded.hpp\"

#include <stdexcept>
#include <string>

namespace signpost {
namespace {

${arrays}
struct Row {
  std::string_view name, bytes;
};
constexpr Row kRows[] = {
${rows}};

}  // namespace

std::string_view embedded(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.bytes;
  throw std::logic_error(\"not put into the program: \" + std::string(name));
}

}  // namespace signpost
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
