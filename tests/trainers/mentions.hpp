#pragma once

#include <string>

/// Whether the text of a claim contains this one.
template <typename Claim>
bool mentions(const Claim& claim, const std::string& text) {
  return claim.text.find(text) != std::string::npos;
}
