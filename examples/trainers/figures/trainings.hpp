#pragma once

#include "figures/figure.hpp"
#include "figures/laboratory.hpp"
#include "figures/scale.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// The figures of the paper's section 3 that show trainings, and one that compares schedules. Each
/// function makes the laboratory train what the figure needs, writes the figure's data into an
/// existing folder, and returns which of the paper's claims hold.
namespace figures {

/// When the stage transition happens (section 3.1, Figure 3): figure-3.csv, the trainings of the
/// first seed, and figure-3-seeds.csv, those of all. Claims: drops_sharply() and
/// plateaus_without_decay().
[[nodiscard]] std::vector<Claim> write_figure_3(Laboratory& laboratory, const Scale& scale,
                                                const std::filesystem::path& folder);

/// What changes in the parameters (section 3.2, Figure 4): figure-4.csv, the norms of each layer's
/// parameters, see trainer::norm_probe(), with the first seed. Claim:
/// changes_more_smoothly_after_decay(), over up to 20 epochs on either side of the last decay and all
/// seeds.
[[nodiscard]] std::vector<Claim> write_figure_4(Laboratory& laboratory, const Scale& scale,
                                                const std::filesystem::path& folder);

/// The same for all layers (A.4, Figure 11): figure-11.csv, and figure-11-changes.csv with each
/// layer's mean changes before and after the decay over all seeds.
[[nodiscard]] std::vector<Claim> write_figure_11(Laboratory& laboratory, const Scale& scale,
                                                 const std::filesystem::path& folder);

/// The root cause (section 3.3, Figure 5): figure-5.csv, trainings by batch gradient descent, and
/// figure-5-best.csv, the best test accuracy for each decay under SGD and under batch gradient
/// descent, of single trainings in figure-5-seeds.csv. Claims: rises_with_decay(), is_independent_of_decay() and is_less_stable().
[[nodiscard]] std::vector<Claim> write_figure_5(Laboratory& laboratory, const Scale& scale,
                                                const std::filesystem::path& folder);

/// Each of these trainings separately (A.2, Figure 10): figure-10.csv.
[[nodiscard]] std::vector<Claim> write_figure_10(Laboratory& laboratory, const Scale& scale,
                                                 const std::filesystem::path& folder);

/// Which patterns are learned in which stage (after sections 3.4 and 6, on generated images):
/// figure-patterns.csv, means over the seeds. Claims: needs_the_decay(), learns_complex_after_decay(),
/// grown_batch_does_the_same() and easy_gradients_are_consistent().
[[nodiscard]] std::vector<Claim> write_pattern_figure(Laboratory& laboratory, const Scale& scale,
                                                      const std::filesystem::path& folder);

/// Schedules that find the ends of their stages against controls that are told the number of epochs, all
/// from the same starts (section 4.3, which shows AutoDecay only): see write_schedule_data() and
/// write_schedule_tables(). Claims: those of schedule_claims.hpp for each schedule of the scale.
[[nodiscard]] std::vector<Claim> write_schedule_figure(Laboratory& laboratory, const Scale& scale,
                                                       const std::filesystem::path& folder);

/// The schedules that the figure compares unless others are named: AutoDecay with a planned length,
/// RemainingImprovement, and the latter with a linear tail after its first stage, all at their
/// defaults. No setting is fitted to these trainings.
[[nodiscard]] std::vector<std::string> usual_schedules();

/// A training behind Figures 3, 4 and 11, which lowers the rate after an epoch, or never for 0.
[[nodiscard]] Run train_stages(Laboratory& laboratory, const Scale& scale, std::int64_t decay,
                               std::int64_t seed);

/// The schedule that lowers the rate after an epoch, or never for 0.
[[nodiscard]] std::string schedule_of(std::int64_t decay);

/// The name of such a schedule in tables and runs: "never", or the epoch.
[[nodiscard]] std::string decay_name(std::int64_t decay);

/// The decays, preceded by 0 for never.
[[nodiscard]] std::vector<std::int64_t> with_never(const std::vector<std::int64_t>& decays);

}  // namespace figures
