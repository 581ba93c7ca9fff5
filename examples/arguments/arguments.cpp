#include "arguments/arguments.hpp"

#include <algorithm>

#include <autodecay/number_text.hpp>

namespace arguments {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::invalid_argument(what); }

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

Arguments::Arguments(std::string_view text) {
  if (text.empty()) return;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const std::string_view argument = text.substr(0, comma);
    more = comma != text.npos;
    if (more) text.remove_prefix(comma + 1);

    const std::size_t equals = argument.find('=');
    if (argument.empty()) fail("an option is missing beside a comma");
    if (equals == 0) fail("an option has no name: " + quoted(argument));
    if (equals == argument.npos) {
      if (!arguments_.empty() && !arguments_.back().name.empty())
        fail("expected name=value after an option by name, got " + quoted(argument));
      arguments_.push_back({"", argument});
    } else {
      arguments_.push_back({argument.substr(0, equals), argument.substr(equals + 1)});
    }
  }
}

std::optional<std::string_view> Arguments::take(std::string_view name) {
  std::optional<std::string_view> taken;
  const std::size_t place = next_place_++;
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    Argument& argument = arguments_[i];
    if (argument.name.empty() ? names_only_ || i != place : argument.name != name) continue;
    if (taken) fail("option " + std::string(name) + " is given twice");
    argument.read = true;
    taken = argument.text;
  }
  return taken;
}

void Arguments::describe(std::string_view name, std::string_view value) {
  if (!description_.empty()) description_ += ',';
  description_ += name;
  if (!value.empty()) description_.append("=").append(value);
}

void Arguments::finish() const {
  const auto unread = std::find_if(arguments_.begin(), arguments_.end(),
                                   [](const Argument& argument) { return !argument.read; });
  if (unread == arguments_.end()) return;
  const std::string known = description_.empty() ? "there is none" : "there are " + description_;
  fail(unread->name.empty() ? "an option too many, " + quoted(unread->text) + "; " + known
                            : "no option " + std::string(unread->name) + "; " + known);
}

void Arguments::refuse(std::string_view name, const std::string& expected, std::string_view text) {
  fail(std::string(name) + " must be " + expected + ", got " + quoted(text));
}

std::string Arguments::to_text(double value) { return autodecay::to_text(value); }

}  // namespace arguments
