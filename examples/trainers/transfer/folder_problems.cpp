#include "transfer/folder_problems.hpp"

#include "run/problems.hpp"
#include "transfer/folder.hpp"
#include "transfer/matrix.hpp"
#include "transfer/results.hpp"

namespace transfer {

std::vector<std::string> folder_problems(const std::filesystem::path& folder) {
  trainer::Problems problems;
  problems.attempt([&] { (void)read_matrix(folder); });
  problems.attempt([&] { (void)read_results(folder); });
  return problems.found();
}

}  // namespace transfer
