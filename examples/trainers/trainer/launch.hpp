#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace trainer {

/// Which of the processes that train together this one is, and where they meet.
struct Launch {
  int rank = 0;                  ///< 0 … ranks - 1
  int ranks = 1;                 ///< processes
  int local_rank = 0;            ///< among the processes of this machine, from 0
  int local_ranks = 1;           ///< processes of this machine, as far as the environment tells
  std::string address = {};      ///< of rank 0's machine; empty for one process
  std::uint16_t port = 0;        ///< there; 0 for one process
  bool store_is_hosted = false;  ///< at that port, by torchrun's agent; else rank 0 does it
  int attempt = 0;               ///< how often torchrun has restarted the processes
};

/// The value of an environment variable, null where it is not set, as std::getenv gives it.
using Environment = std::function<const char*(const char*)>;

/// What the environment says:
///
///   RANK, WORLD_SIZE             torchrun, or by hand. Of several processes also MASTER_ADDR and
///                                MASTER_PORT, and LOCAL_RANK, which is RANK where MASTER_ADDR is
///                                this machine.
///   SLURM_STEP_ID, SLURM_PROCID  a step of Slurm's srun. Of several processes also SLURM_LOCALID.
///                                MASTER_ADDR is by default the first host of the step's, and
///                                MASTER_PORT one from 20000 to 29999 that follows from the job's
///                                number and the step's.
///   LOCAL_WORLD_SIZE, or the first number of SLURM_STEP_TASKS_PER_NODE, may say how many of them
///                                this machine has; else it is all where MASTER_ADDR is this one.
///   otherwise                    one process; so too the script itself that sbatch runs.
///
/// The first of these that is there counts: torchrun within a step of Slurm's is torchrun. Throws
/// std::invalid_argument that names the variable that is missing, no number in its range or in
/// contradiction with another, its value, and what is expected.
[[nodiscard]] Launch launch_from(const Environment& environment);

/// Whether an address is only ever that of the machine itself: localhost, 127.0.0.1, ::1.
[[nodiscard]] bool is_loopback(const std::string& address);

}  // namespace trainer
