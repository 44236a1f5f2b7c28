// HTML in pieces. A page is rendered from its template once, when the library is loaded, with marks where something
// depends on the request; it is then cut at the marks, so that answering is putting strings together. See
// docs/decisions/0005-pages-rendered-at-load.md.
//
// Everything here is immutable after construction and safe to share between threads.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signpost {

// Appends `text` with & < > " ' written as entities: right in text and in quoted attributes.
void append_html(std::string& out, std::string_view text);
std::string html(std::string_view text);

// Authors' Markdown as HTML. Raw HTML and links that run something are left out; nothing that an author writes becomes
// a tag of his own.
std::string markdown_html(std::string_view markdown);
// The same for one paragraph, without the <p> around it, for list items.
std::string markdown_inline_html(std::string_view markdown);

// What a page may be waiting for. Values are HTML already.
enum class PageValue : std::uint8_t {
  title,      // of the document, without the service's name
  back,       // link or button to the page before
  main,       // the whole content, within the layout
  action,     // where the form goes
  hidden,     // hidden fields that every form of a journey carries
  caption,    // "Question 3"
  error,      // what is wrong, in words
  error_to,   // id of the field that is wrong
  first,      // what was typed: the number, day or search
  second,     // month
  third,      // year
  advice,     // list of advice
  worsening,  // list of what to watch for
  because,    // the answers that decided
  answers,    // all answers, with links to change them
  more,       // links or buttons after the content
  when,       // the day
  version,    // of the pathway
  old,        // that the answers are more than a day old
  count
};

// Parts of a page that are shown or not.
enum class Flag : std::uint8_t {
  shown = 0,     // + i: answer i is offered
  checked = 32,  // + i: answer i is chosen
  unit = 64,     // + i: unit i is chosen
  error = 72,
  unsure,
  none,
  old,  // the answers are more than a day old
  has_advice,
  has_worsening,
  has_because,
  count
};

struct Filling {
  std::array<std::string_view, static_cast<std::size_t>(PageValue::count)> values{};
  std::bitset<static_cast<std::size_t>(Flag::count)> flags;

  std::string_view& operator[](PageValue value) { return values[static_cast<std::size_t>(value)]; }
  void set(Flag flag, std::size_t index = 0, bool on = true) { flags.set(static_cast<std::size_t>(flag) + index, on); }
  bool has(std::size_t flag) const { return flags[flag]; }
};

// Marks for templates: put them where the page waits for something.
std::string mark(PageValue value);
std::string mark_if(Flag flag, std::size_t index = 0);  // from here to the matching mark_end() only if the flag is set
std::string mark_end();

class HoledPage {
 public:
  HoledPage() = default;
  // `marked` holds marks; a mark_if without its mark_end is a programmer's mistake: std::logic_error.
  explicit HoledPage(std::string_view marked);
  void write(std::string& out, const Filling& filling) const;
  std::size_t size() const { return text_.size(); }

 private:
  struct Piece {
    enum class Kind : std::uint8_t { text, value, only_if } kind;
    std::uint8_t which = 0;            // PageValue or flag number
    std::uint32_t begin = 0, end = 0;  // text: in text_; only_if: end is the piece after the part
  };
  std::string text_;
  std::vector<Piece> pieces_;
};

// Marks are made of these; authored text never holds them, for control characters are taken out when it is rendered.
inline constexpr char kMarkBegin = '\x01', kMarkEnd = '\x02';

}  // namespace signpost
