// Reports as pages that stand alone: to be read on a screen of any width, or printed. Nothing is fetched from anywhere,
// there is no script, and colour says nothing that words or signs do not say too.
//
// Colours that a page may use in styles of its own: var(--text), --back, --link, --line, --missing (something to look
// at), --missing-back, --shown (something that is well).
#pragma once

#include <string>
#include <string_view>

namespace signpost {

// The document. `title` is plain words, `main` is HTML, `more_style` is CSS that this page needs beside what all have.
std::string html_page(std::string_view title, std::string_view main, std::string_view more_style = {});

// Words in which names stand between `, as HTML with those as <code>.
std::string html_with_code(std::string_view words);

// A table (HTML) that may be wider than the screen, scrolled by itself; `caption_id` is the id of its caption.
std::string scrolled_table(std::string_view caption_id, std::string_view table);

}  // namespace signpost
