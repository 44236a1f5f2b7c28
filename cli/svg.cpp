#include "cli/svg.hpp"

#include <graphviz/gvc.h>

#include <memory>
#include <stdexcept>

#if defined(__SANITIZE_ADDRESS__)
// Graphviz keeps its plugins and fonts until the program ends.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libgvc\nleak:libcgraph\nleak:libgvplugin\nleak:libpango\nleak:libfontconfig\nleak:libcairo\nleak:"
         "libltdl\n";
}
#endif

namespace signpost {

std::string svg_of(const std::string& dot) {
  const std::unique_ptr<GVC_t, int (*)(GVC_t*)> context(gvContext(), gvFreeContext);
  if (context == nullptr) throw std::runtime_error("Graphviz cannot be started");
  const std::unique_ptr<Agraph_t, int (*)(Agraph_t*)> graph(agmemread(dot.c_str()), agclose);
  if (graph == nullptr) throw std::runtime_error("Graphviz cannot read the drawing");
  if (gvLayout(context.get(), graph.get(), "dot") != 0) {
    throw std::runtime_error(
        "Graphviz cannot lay out the drawing: is the package graphviz installed? `--format dot` works without it");
  }
  char* data = nullptr;
  unsigned int length = 0;
  const int rendered = gvRenderData(context.get(), graph.get(), "svg", &data, &length);
  std::string svg;
  if (rendered == 0 && data != nullptr) svg.assign(data, length);
  gvFreeRenderData(data);
  gvFreeLayout(context.get(), graph.get());
  if (svg.empty())
    throw std::runtime_error(
        "Graphviz cannot draw SVG: is the package graphviz installed? `--format dot` works without it");
  return svg;
}

}  // namespace signpost
