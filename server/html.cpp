#include "server/html.hpp"

#include <cmark.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

namespace signpost {
namespace {

struct Freer {
  void operator()(char* text) const { std::free(text); }
};

// Whether a byte is written as it is; the others are escaped, or, being control characters, left out.
constexpr auto kStands = [] {
  std::array<bool, 256> stands{};
  for (std::size_t byte = 0; byte < stands.size(); ++byte) stands[byte] = byte >= ' ' || byte == '\n' || byte == '\t';
  for (const char c : {'&', '<', '>', '"', '\''}) stands[static_cast<unsigned char>(c)] = false;
  return stands;
}();

}  // namespace

void append_html(std::string& out, std::string_view text) {
  std::size_t from = 0;  // what stands as it is, is taken over in one piece
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kStands[static_cast<unsigned char>(text[i])]) continue;
    out.append(text.substr(from, i - from));
    from = i + 1;
    switch (text[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
    }
  }
  out.append(text.substr(from));
}

std::string html(std::string_view text) {
  std::string out;
  append_html(out, text);
  return out;
}

std::string markdown_html(std::string_view markdown) {
  // The default of this version: raw HTML and dangerous addresses are replaced by nothing. VALIDATE_UTF8 is the last
  // line of defence.
  const std::unique_ptr<char, Freer> made(
      cmark_markdown_to_html(markdown.data(), markdown.size(), CMARK_OPT_VALIDATE_UTF8));
  if (made == nullptr) throw std::bad_alloc();
  std::string out;
  for (const char* c = made.get(); *c != '\0'; ++c)
    if (static_cast<unsigned char>(*c) >= ' ' || *c == '\n' || *c == '\t') out += *c;
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

std::string markdown_inline_html(std::string_view markdown) {
  std::string out = markdown_html(markdown);
  constexpr std::string_view kOpen = "<p>", kClose = "</p>";
  if (out.starts_with(kOpen) && out.find(kOpen, 1) == std::string::npos && out.ends_with(kClose))
    out = out.substr(kOpen.size(), out.size() - kOpen.size() - kClose.size());
  return out;
}

std::string mark(PageValue value) {
  return {kMarkBegin, 'v', static_cast<char>(static_cast<int>(value) + ' '), kMarkEnd};
}
std::string mark_if(Flag flag, std::size_t index) {
  return {kMarkBegin, 'i', static_cast<char>(static_cast<std::size_t>(flag) + index + ' '), kMarkEnd};
}
std::string mark_end() { return {kMarkBegin, 'e', ' ', kMarkEnd}; }

HoledPage::HoledPage(std::string_view marked) {
  constexpr std::size_t kMarkSize = 4;
  std::vector<std::size_t> open;
  while (!marked.empty()) {
    const std::size_t where = std::min(marked.find(kMarkBegin), marked.size());
    if (where > 0) {
      Piece piece{Piece::Kind::text, 0, static_cast<std::uint32_t>(text_.size()), 0};
      text_ += marked.substr(0, where);
      piece.end = static_cast<std::uint32_t>(text_.size());
      pieces_.push_back(piece);
    }
    marked.remove_prefix(where);
    if (marked.empty()) break;
    if (marked.size() < kMarkSize || marked[kMarkSize - 1] != kMarkEnd)
      throw std::logic_error("a page has half a mark");
    const auto which = static_cast<std::uint8_t>(static_cast<unsigned char>(marked[2]) - ' ');
    switch (marked[1]) {
      case 'v':
        pieces_.push_back({Piece::Kind::value, which, 0, 0});
        break;
      case 'i':
        open.push_back(pieces_.size());
        pieces_.push_back({Piece::Kind::only_if, which, 0, 0});
        break;
      default:
        if (open.empty()) throw std::logic_error("a page ends a part that it did not begin");
        pieces_[open.back()].end = static_cast<std::uint32_t>(pieces_.size());
        open.pop_back();
    }
    marked.remove_prefix(kMarkSize);
  }
  if (!open.empty()) throw std::logic_error("a page begins a part that it does not end");
}

void HoledPage::write(std::string& out, const Filling& filling) const {
  for (std::size_t i = 0; i < pieces_.size();) {
    const Piece& piece = pieces_[i];
    ++i;
    switch (piece.kind) {
      case Piece::Kind::text:
        out.append(text_, piece.begin, piece.end - piece.begin);
        break;
      case Piece::Kind::value:
        out += filling.values[piece.which];
        break;
      case Piece::Kind::only_if:
        if (!filling.has(piece.which)) i = piece.end;
        break;
    }
  }
}

}  // namespace signpost
