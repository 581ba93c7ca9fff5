#include <exception>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/archive_error.hpp>
#include <autodecay/optimizer_traits.hpp>

TEST_CASE("a text that cannot be loaded is told from other errors by its type") {
  autodecay::LearningRate rate{0.1};
  try {
    autodecay::load("no archive", rate);
    FAIL("loaded");
  } catch (const autodecay::ArchiveError& error) {
    CHECK(std::string(error.what()).starts_with("autodecay archive: "));
  }
}
