#include "distributed/launch.hpp"

#include "support/text.hpp"

#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

namespace trainer {
namespace {

constexpr std::int64_t most_ranks = std::numeric_limits<int>::max();

class Variables {
 public:
  explicit Variables(const Environment& environment) : environment_(environment) {}

  [[nodiscard]] bool has(const char* name) const { return environment_(name) != nullptr; }

  /// `expected` describes the variable's valid values.
  [[nodiscard]] std::string text(const char* name, const std::string& expected) const {
    const char* const value = environment_(name);
    if (value == nullptr || *value == '\0') fail(name, expected);
    return value;
  }

  [[nodiscard]] std::int64_t number(const char* name, std::int64_t least, std::int64_t most,
                                    const std::string& meaning) const {
    const std::string range =
        most == most_ranks ? "of at least " + support::to_text(least)
                           : "from " + support::to_text(least) + " to " + support::to_text(most);
    const std::string expected = "a whole number " + range + ", " + meaning;
    const std::string value = text(name, expected);
    std::int64_t result = 0;
    const char* const end = value.data() + value.size();
    const auto [rest, error] = std::from_chars(value.data(), end, result);
    if (error != std::errc() || rest != end || result < least || result > most)
      fail(name, expected);
    return result;
  }

  [[noreturn]] void fail(const char* name, const std::string& expected) const {
    const char* const value = environment_(name);
    throw std::invalid_argument("the environment variable " + std::string(name) + ": expected " +
                                expected + ", got " +
                                (value == nullptr ? "none" : '\'' + std::string(value) + '\''));
  }

 private:
  const Environment& environment_;
};

/// The first host of a list in Slurm's notation: node003 of "node[003-007,9],other".
std::string first_host(const Variables& variables, const char* name) {
  const std::string expected = "a list of hosts such as node[003-007,9],other";
  const std::string list = variables.text(name, expected);
  std::string host;
  for (std::size_t i = 0; i < list.size() && list[i] != ','; ++i) {
    if (list[i] != '[') {
      host += list[i];
      continue;
    }
    const std::size_t end = list.find(']', i);
    const std::size_t end_of_first = list.find_first_of(",-]", i);
    if (end == std::string::npos) variables.fail(name, expected);
    host += list.substr(i + 1, end_of_first - i - 1);
    i = end;
  }
  if (host.empty()) variables.fail(name, expected);
  return host;
}

/// The first count of a list in Slurm's notation: 8 of "8(x2),4".
int first_count(const Variables& variables, const char* name) {
  const std::string expected = "a list of counts such as 8(x2),4";
  const std::string list = variables.text(name, expected);
  int count = 0;
  const auto [rest, error] = std::from_chars(list.data(), list.data() + list.size(), count);
  const bool is_whole = rest == list.data() + list.size() || *rest == '(' || *rest == ',';
  if (error != std::errc() || !is_whole || count < 1) variables.fail(name, expected);
  return count;
}

std::uint16_t port_of(const Variables& variables) {
  return static_cast<std::uint16_t>(
      variables.number("MASTER_PORT", 1, 65535, "the port at which the processes meet"));
}

int ranks_of(const Variables& variables, const char* name) {
  return static_cast<int>(variables.number(name, 1, most_ranks, "the number of processes"));
}

int rank_of(const Variables& variables, const char* name, int ranks, const std::string& meaning) {
  return static_cast<int>(variables.number(name, 0, ranks - 1, meaning));
}

/// Started by torchrun or by hand.
Launch named_launch(const Variables& variables) {
  Launch launch;
  launch.ranks = ranks_of(variables, "WORLD_SIZE");
  launch.rank = rank_of(variables, "RANK", launch.ranks, "below WORLD_SIZE");
  if (launch.ranks == 1) return launch;
  launch.address = variables.text("MASTER_ADDR", "the address of rank 0's machine");
  launch.port = port_of(variables);
  launch.local_rank = !variables.has("LOCAL_RANK") && is_loopback(launch.address)
                          ? launch.rank
                          : rank_of(variables, "LOCAL_RANK", launch.ranks,
                                    "this process's among those of its machine");
  if (variables.has("LOCAL_WORLD_SIZE"))
    launch.local_ranks = ranks_of(variables, "LOCAL_WORLD_SIZE");
  else if (is_loopback(launch.address))
    launch.local_ranks = launch.ranks;
  launch.store_is_hosted =
      variables.has("TORCHELASTIC_USE_AGENT_STORE") &&
      variables.text("TORCHELASTIC_USE_AGENT_STORE", "True or False") == "True";
  if (variables.has("TORCHELASTIC_RESTART_COUNT"))
    launch.attempt = static_cast<int>(
        variables.number("TORCHELASTIC_RESTART_COUNT", 0, most_ranks, "the number of restarts"));
  if (variables.has("TORCHELASTIC_RUN_ID"))
    launch.run = "torchrun " + variables.text("TORCHELASTIC_RUN_ID", "the name of the run");
  return launch;
}

Launch slurm_launch(const Variables& variables) {
  // A step may have fewer tasks than its job.
  const char* const tasks =
      variables.has("SLURM_STEP_NUM_TASKS") ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS";
  Launch launch;
  launch.ranks = ranks_of(variables, tasks);
  launch.rank = rank_of(variables, "SLURM_PROCID", launch.ranks, std::string("below ") + tasks);
  if (variables.has("WORLD_SIZE") && ranks_of(variables, "WORLD_SIZE") != launch.ranks)
    variables.fail("WORLD_SIZE", support::to_text(launch.ranks) + " as " + tasks +
                                     " says, or RANK must be set too");
  if (launch.ranks == 1) return launch;
  launch.local_rank = rank_of(variables, "SLURM_LOCALID", launch.ranks,
                              "this process's among those of its machine");
  if (variables.has("SLURM_STEP_TASKS_PER_NODE"))
    launch.local_ranks = first_count(variables, "SLURM_STEP_TASKS_PER_NODE");
  if (variables.has("SLURM_JOB_ID"))
    launch.run = "Slurm " + variables.text("SLURM_JOB_ID", "the number of the job") + '.' +
                 variables.text("SLURM_STEP_ID", "the number of the step");
  // The machine on which srun was started (SLURM_LAUNCH_NODE_IPADDR) need not have a rank.
  launch.address =
      variables.has("MASTER_ADDR")
          ? variables.text("MASTER_ADDR", "the address of rank 0's machine")
          : first_host(variables, variables.has("SLURM_STEP_NODELIST") ? "SLURM_STEP_NODELIST"
                                                                       : "SLURM_JOB_NODELIST");
  if (variables.has("MASTER_PORT")) {
    launch.port = port_of(variables);
  } else {
    // Below the range of ephemeral ports.
    constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
    const std::int64_t job = variables.number("SLURM_JOB_ID", 0, most, "the number of the job");
    const std::int64_t step = variables.number("SLURM_STEP_ID", 0, most, "the number of the step");
    launch.port = static_cast<std::uint16_t>(20000 + (job + 997 * step) % 10000);
  }
  return launch;
}

}  // namespace

Launch launch_from(const Environment& environment) {
  const Variables variables(environment);
  if (variables.has("RANK")) return named_launch(variables);
  // In the script that sbatch runs, SLURM_PROCID is 0 and SLURM_NTASKS is that of its steps.
  if (variables.has("SLURM_STEP_ID") && variables.has("SLURM_PROCID"))
    return slurm_launch(variables);
  if (variables.has("WORLD_SIZE") && ranks_of(variables, "WORLD_SIZE") != 1)
    return named_launch(variables);  // reports that RANK is missing
  return {};
}

bool is_loopback(const std::string& address) {
  return address == "localhost" || address.starts_with("127.") || address == "::1";
}

}  // namespace trainer
