#include "run/progress.hpp"

#include "support/printable.hpp"
#include "support/text.hpp"

#include <cstdio>

#include <unistd.h>

namespace trainer {
namespace {

std::string hours_and_minutes(double seconds) {
  const auto minutes = static_cast<std::int64_t>(seconds / 60.0) + 1;
  const std::string rest = support::to_text(minutes % 60) + " min";
  return minutes < 60 ? rest : support::to_text(minutes / 60) + " h " + rest;
}

}  // namespace

Progress::Progress(std::int64_t images, std::int64_t epochs, Level level)
    : terminal_(level != Level::nothing && ::isatty(STDOUT_FILENO) == 1),
      images_(images),
      epochs_(epochs),
      level_(level) {}

void Progress::step(const Epoch& epoch, std::int64_t steps, double learning_rate) {
  seen_ += epoch.batch_size;
  const auto now = Clock::now();
  if (!terminal_ || now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  const double image_seconds =
      std::chrono::duration<double>(now - begin_).count() / static_cast<double>(seen_);
  const std::int64_t images_left =
      (epochs_ - epoch.number) * images_ + (steps - epoch.step) * epoch.batch_size;
  std::printf("\r\033[2Kepoch %s/%s  step %s/%s  rate %s%s  %s images/s  %s left at most",
              support::to_text(epoch.number).c_str(), support::to_text(epochs_).c_str(),
              support::to_text(epoch.step).c_str(), support::to_text(steps).c_str(),
              support::to_text(learning_rate).c_str(), last_loss_.c_str(),
              support::to_text(1.0 / image_seconds, 0).c_str(),
              hours_and_minutes(image_seconds * static_cast<double>(images_left)).c_str());
  std::fflush(stdout);
}

void Progress::row(const EpochRecord& r) {
  last_loss_ = "  loss " + support::to_text(r.train.loss, 4);
  if (level_ != Level::rows) return;
  if (!headed_)
    say("epoch  stage       rate  train loss  accuracy  test loss  accuracy  images/s  decision");
  headed_ = true;
  char text[160];
  std::snprintf(text, sizeof text,
                "%5lld  %5lld  %9.3g  %10.4f  %7.2f%%  %9.4f  %7.2f%%  %8.0f  %s",
                static_cast<long long>(r.epoch), static_cast<long long>(r.stage), r.learning_rate,
                r.train.loss, 100.0 * r.train.accuracy, r.test.loss, 100.0 * r.test.accuracy,
                r.images_per_second, std::string(to_string(r.decision)).c_str());
  say(text);
}

void Progress::detail(const std::string& text) const {
  if (level_ == Level::rows) say(text);
}

void Progress::say(const std::string& text) const {
  if (level_ == Level::nothing) return;
  std::printf("%s%s\n", terminal_ ? "\r\033[2K" : "", support::printable_lines(text).c_str());
  std::fflush(stdout);
}

}  // namespace trainer
