#include "distributed/launch.hpp"

#include "support/message.hpp"

#include <map>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

using trainer::Launch;

namespace {

using Variables = std::map<std::string, std::string>;

Launch launch_with(const Variables& variables) {
  return trainer::launch_from([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

std::string error_from(const Variables& variables) {
  return test::message<std::invalid_argument>([&] { (void)launch_with(variables); });
}

Variables with(Variables variables, const Variables& others) {
  for (const auto& [name, value] : others) variables[name] = value;
  return variables;
}

Variables without(Variables variables, const std::string& name) {
  variables.erase(name);
  return variables;
}

const Variables by_torchrun = {{"RANK", "5"},
                               {"WORLD_SIZE", "8"},
                               {"LOCAL_RANK", "1"},
                               {"MASTER_ADDR", "node1"},
                               {"MASTER_PORT", "29400"},
                               {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                               {"TORCHELASTIC_RUN_ID", "night"},
                               {"TORCHELASTIC_RESTART_COUNT", "2"}};

const Variables by_srun = {
    {"SLURM_JOB_ID", "1234567"}, {"SLURM_STEP_ID", "0"},
    {"SLURM_PROCID", "5"},       {"SLURM_NTASKS", "8"},
    {"SLURM_LOCALID", "1"},      {"SLURM_STEP_NODELIST", "node[003-005,9],other"}};

void check_single(const Launch& launch) {
  CHECK(launch.rank == 0);
  CHECK(launch.ranks == 1);
  CHECK(launch.local_rank == 0);
}

}  // namespace

TEST_CASE("a process without a launcher is alone") { check_single(launch_with({})); }

TEST_CASE("torchrun's environment identifies the process") {
  const Launch launch = launch_with(by_torchrun);
  CHECK(launch.run == "torchrun night");
  CHECK(launch.rank == 5);
  CHECK(launch.ranks == 8);
  CHECK(launch.local_rank == 1);
  CHECK(launch.address == "node1");
  CHECK(launch.port == 29400);
  CHECK(launch.store_is_hosted);
  CHECK(launch.attempt == 2);
  CHECK_FALSE(launch_with(without(by_torchrun, "TORCHELASTIC_USE_AGENT_STORE")).store_is_hosted);
  CHECK_FALSE(
      launch_with(with(by_torchrun, {{"TORCHELASTIC_USE_AGENT_STORE", "False"}})).store_is_hosted);
}

TEST_CASE("by hand on one machine, the local rank is the rank") {
  const Variables variables = {
      {"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "localhost"}, {"MASTER_PORT", "29400"}};
  CHECK(launch_with(variables).local_rank == 1);
  CHECK(launch_with(with(variables, {{"LOCAL_RANK", "0"}})).local_rank == 0);
  CHECK(error_from(with(variables, {{"MASTER_ADDR", "node1"}})).find("LOCAL_RANK") !=
        std::string::npos);
}

TEST_CASE("one process needs no address") {
  check_single(launch_with({{"RANK", "0"}, {"WORLD_SIZE", "1"}}));
  check_single(launch_with({{"WORLD_SIZE", "1"}}));
}

TEST_CASE("missing and wrong variables are named with what is expected") {
  CHECK(error_from(with(by_torchrun, {{"RANK", "8"}})) ==
        "the environment variable RANK: expected a whole number from 0 to 7, below WORLD_SIZE, got "
        "'8'");
  CHECK(error_from(without(by_torchrun, "WORLD_SIZE")) ==
        "the environment variable WORLD_SIZE: expected a whole number of at least 1, the number of "
        "processes, got none");
  CHECK(error_from(without(by_torchrun, "MASTER_ADDR")) ==
        "the environment variable MASTER_ADDR: expected the address of rank 0's machine, got none");
  CHECK(error_from(without(by_torchrun, "RANK")) ==
        "the environment variable RANK: expected a whole number from 0 to 7, below WORLD_SIZE, got "
        "none");
  for (const char* const port : {"", "0", "65536", "http", "29400x", " 29400", "1e4"}) {
    CAPTURE(port);
    CHECK(error_from(with(by_torchrun, {{"MASTER_PORT", port}})) ==
          "the environment variable MASTER_PORT: expected a whole number from 1 to 65535, the port "
          "at which the processes meet, got '" +
              std::string(port) + "'");
  }
  for (const char* const ranks : {"0", "-1", "2.0", "99999999999999999999"}) {
    CAPTURE(ranks);
    CHECK(error_from(with(by_torchrun, {{"WORLD_SIZE", ranks}})).find("WORLD_SIZE") !=
          std::string::npos);
  }
}

TEST_CASE("srun's environment identifies the process and where the processes meet") {
  const Launch launch = launch_with(by_srun);
  CHECK(launch.run == "Slurm 1234567.0");
  CHECK(launch.rank == 5);
  CHECK(launch.ranks == 8);
  CHECK(launch.local_rank == 1);
  CHECK(launch.address == "node003");
  CHECK(launch.port == 24567);
  CHECK_FALSE(launch.store_is_hosted);
  // Another step of the job may be running.
  CHECK(launch_with(with(by_srun, {{"SLURM_STEP_ID", "1"}})).port != launch.port);
  const Launch told =
      launch_with(with(by_srun, {{"MASTER_ADDR", "10.0.0.1"}, {"MASTER_PORT", "29400"}}));
  CHECK(told.address == "10.0.0.1");
  CHECK(told.port == 29400);
}

TEST_CASE("the first host of a list is found in all of Slurm's notations") {
  const auto first = [](const std::string& list) {
    return launch_with(with(by_srun, {{"SLURM_STEP_NODELIST", list}})).address;
  };
  CHECK(first("node1") == "node1");
  CHECK(first("a-1.site.org,b") == "a-1.site.org");
  CHECK(first("node[9,003-007]") == "node9");
  CHECK(first("rack[1-2]node[07-10]-ib,x") == "rack1node07-ib");
  for (const char* const list : {"", ",a", "node[1-2"}) {
    CAPTURE(list);
    CHECK(error_from(with(by_srun, {{"SLURM_STEP_NODELIST", list}})) ==
          "the environment variable SLURM_STEP_NODELIST: expected a list of hosts such as "
          "node[003-007,9],other, got '" +
              std::string(list) + "'");
  }
  CHECK(
      launch_with(with(without(by_srun, "SLURM_STEP_NODELIST"), {{"SLURM_JOB_NODELIST", "n[2-3]"}}))
          .address == "n2");
  CHECK(error_from(without(by_srun, "SLURM_STEP_NODELIST")).find("SLURM_JOB_NODELIST") !=
        std::string::npos);
}

TEST_CASE("a Slurm step's tasks per node give the processes of the first machine") {
  const auto local_ranks = [](const char* list) {
    return launch_with(with(by_srun, {{"SLURM_STEP_TASKS_PER_NODE", list}})).local_ranks;
  };
  CHECK(local_ranks("8(x2),4") == 8);
  CHECK(local_ranks("4,2") == 4);
  CHECK(local_ranks("16") == 16);
  for (const char* const list : {"", "0", "-1", "x2", "8x", "99999999999"}) {
    CAPTURE(list);
    CHECK(error_from(with(by_srun, {{"SLURM_STEP_TASKS_PER_NODE", list}})) ==
          "the environment variable SLURM_STEP_TASKS_PER_NODE: expected a list of counts such as "
          "8(x2),4, got '" +
              std::string(list) + "'");
  }
}

TEST_CASE("the script of an allocation, and a step of one task, are one process") {
  check_single(launch_with(with(without(by_srun, "SLURM_STEP_ID"), {{"SLURM_PROCID", "0"}})));
  check_single(launch_with(with(by_srun, {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "1"}})));
  // A step with fewer tasks than its job.
  check_single(launch_with(with(by_srun, {{"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "1"}})));
}

TEST_CASE("torchrun within a Slurm step counts as torchrun; a contradiction is an error") {
  CHECK(launch_with(with(by_srun, by_torchrun)).address == "node1");
  CHECK(launch_with(with(by_srun, {{"WORLD_SIZE", "8"}})).rank == 5);
  CHECK(error_from(with(by_srun, {{"WORLD_SIZE", "4"}})) ==
        "the environment variable WORLD_SIZE: expected 8 as SLURM_NTASKS says, or RANK must be set "
        "too, got "
        "'4'");
  CHECK(error_from(with(by_srun, {{"SLURM_PROCID", "8"}})).find("below SLURM_NTASKS") !=
        std::string::npos);
}
