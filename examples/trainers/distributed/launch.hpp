#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace trainer {

/// Identifies this process among those that train together, and where they meet.
struct Launch {
  int rank = 0;                  ///< 0 … ranks - 1
  int ranks = 1;                 ///< processes
  int local_rank = 0;            ///< among the processes on this machine, from 0
  int local_ranks = 1;           ///< processes on this machine, if the environment says
  std::string address = {};      ///< of rank 0's machine; empty for one process
  std::uint16_t port = 0;        ///< on that machine; 0 for one process
  bool store_is_hosted = false;  ///< torchrun's agent hosts the store; otherwise rank 0
  int attempt = 0;               ///< number of restarts by torchrun
  std::string run = {};          ///< names the run, the same for all its processes; may be empty
};

/// Returns the value of an environment variable, or null if it is not set, like std::getenv.
using Environment = std::function<const char*(const char*)>;

/// Reads the launch from the environment:
///
///   RANK, WORLD_SIZE             Set by torchrun or by hand. Several processes also need MASTER_ADDR,
///                                MASTER_PORT and LOCAL_RANK, which defaults to RANK if MASTER_ADDR is
///                                this machine.
///   SLURM_STEP_ID, SLURM_PROCID  A step of Slurm's srun. Several processes also need SLURM_LOCALID.
///                                MASTER_ADDR defaults to the first host of the step, and MASTER_PORT to
///                                a port from 20000 to 29999 derived from the job's and the step's
///                                numbers.
///   LOCAL_WORLD_SIZE, or the first number of SLURM_STEP_TASKS_PER_NODE, gives the number of processes
///                                on this machine; the default is all if MASTER_ADDR is this machine.
///   TORCHELASTIC_RUN_ID, or SLURM_JOB_ID and SLURM_STEP_ID, names the run.
///   otherwise                    One process; this includes the script itself that sbatch runs.
///
/// The first of these that is present decides: torchrun within a Slurm step counts as torchrun.
/// Throws std::invalid_argument that names the variable, its value and what is expected if a
/// variable is missing, is not a number in its range or contradicts another one.
[[nodiscard]] Launch launch_from(const Environment& environment);

/// Whether an address always means the machine itself: localhost, 127.0.0.1, ::1.
[[nodiscard]] bool is_loopback(const std::string& address);

}  // namespace trainer
