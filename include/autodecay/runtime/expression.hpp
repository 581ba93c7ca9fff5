#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <autodecay/detail/raise.hpp>

/// The text form of schedulers, as a tree of names and arguments:
///
///   pipeline = part { "|" part }
///   part     = name [ "(" [ argument { "," argument } ] ")" ]
///   argument = [ name "=" ] part
///
/// where a name is a run of letters, digits and the characters _ . + -. Numbers are names here; the
/// policies' options decide what is a number. Space is ignored.
namespace autodecay::runtime {

/// A text that is no scheduler. The message ends with the text and a caret below the place.
class GrammarError : public std::invalid_argument {
 public:
  GrammarError(const std::string& what, std::string_view text, std::size_t position)
      : std::invalid_argument(what + "\n  " + shown(text) + "\n  " + std::string(position, ' ') +
                              "^"),
        reason_(what),
        position_(position) {}

  /// The message without the text.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  /// The index of the first character that is wrong; the text's length for what is missing.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }

 private:
  /// The text in one line, one column per byte.
  static std::string shown(std::string_view text) {
    std::string line(text);
    for (char& c : line)
      if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) >= 127) c = '?';
    return line;
  }

  std::string reason_;
  std::size_t position_;
};

/// A name with arguments, and where it stands in the text.
struct Expression {
  std::string_view name;
  std::size_t position = 0;
  bool called = false;  ///< whether parentheses follow the name
  std::vector<Expression> arguments{};

  std::string_view option{};  ///< of an argument by name: the name before "="
  std::size_t begin = 0;      ///< of an argument: its position, with that name
};

/// Reads a text into the parts of its pipeline. The views refer to the text.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  /// Throws GrammarError.
  [[nodiscard]] std::vector<Expression> pipeline() {
    std::vector<Expression> parts;
    do parts.push_back(part(0));
    while (take('|'));
    if (position_ < text_.size()) fail("expected '|' or the end");
    return parts;
  }

  [[nodiscard]] static bool is_name(std::string_view text) noexcept {
    return !text.empty() && text.find_first_not_of(name_characters) == text.npos;
  }

 private:
  static constexpr std::string_view name_characters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
  static constexpr int deepest = 16;  // nested parentheses, so that no text exhausts the stack

  [[noreturn]] void fail(const std::string& what) const {
    autodecay::detail::raise<GrammarError>(what, text_, position_);
  }

  Expression part(int depth) {
    Expression expression = name();
    skip_space();
    if (!take('(')) return expression;
    if (depth == deepest) fail("expected at most 16 nested parentheses");
    expression.called = true;
    if (take(')')) return expression;
    do expression.arguments.push_back(argument(depth + 1));
    while (take(','));
    if (!take(')')) fail("expected ',' or ')'");
    return expression;
  }

  Expression argument(int depth) {
    Expression value = part(depth);
    const std::string_view name = value.name;
    const std::size_t begin = value.position;
    if (!value.called && take('=')) {
      value = part(depth);
      value.option = name;
    }
    value.begin = begin;
    return value;
  }

  Expression name() {
    skip_space();
    const std::size_t begin = position_;
    position_ = (std::min)(text_.find_first_not_of(name_characters, begin), text_.size());
    if (position_ == begin) fail("expected a name or a number");
    return {text_.substr(begin, position_ - begin), begin};
  }

  bool take(char c) noexcept {
    skip_space();
    if (position_ == text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }

  void skip_space() noexcept {
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t' ||
                                        text_[position_] == '\n' || text_[position_] == '\r'))
      ++position_;
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace autodecay::runtime
