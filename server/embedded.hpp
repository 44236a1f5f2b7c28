// Files that are part of the program: templates, stylesheets, the API's description. Put in when it is built, so that
// it runs from anywhere and nobody can change a page under it.
#pragma once

#include <string_view>

namespace signpost {

// The bytes of a file of server/, named from there, such as "templates/home.mustache". A name that was not put in is a
// programmer's mistake: std::logic_error. The view lives as long as the program.
std::string_view embedded(std::string_view name);

}  // namespace signpost
