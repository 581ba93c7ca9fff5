#define DOCTEST_CONFIG_IMPLEMENT
#include "program_server.hpp"

#include <doctest/doctest.h>

int main(int argc, char** argv) {
  serve_programs();
  return doctest::Context(argc, argv).run();
}
