#include "support/refusal.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/archive.hpp>
#include <autodecay/presets.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/min_stage_length.hpp>
#include <autodecay/statistics/block_means.hpp>
#include <autodecay/statistics/exponential_mean.hpp>
#include <autodecay/statistics/running_moments.hpp>

using namespace autodecay;
using test::edited;
using test::refusal;
using test::with_checksum;

namespace {

enum class Letter : std::uint8_t { a, b, z };

constexpr std::array<std::string_view, 3> names_of(Letter) { return {"a", "b", "z"}; }

struct Inner {
  double number = 0.0;
  bool operator==(const Inner&) const = default;
  static void archive(auto& self, auto& ar) {
    ar.type("Inner", 3);
    ar.field("number", self.number);
  }
};

struct Options {
  std::int64_t window = 3;
  Letter letter = Letter::a;
  bool operator==(const Options&) const = default;
  static void describe(auto& options, auto&& option) {
    option("window", options.window, from_to(2, 9), "values", "that are kept");
    option("letter", options.letter, any_name, "", "by which it goes");
  }
};

/// One field of each kind.
struct Everything {
  bool yes = false;
  Letter letter = Letter::a;
  std::int64_t whole = 0;
  std::uint64_t large = 0;
  double number = 0.0;
  float single = 0.0F;
  std::string name;
  std::optional<double> given;
  std::vector<double> numbers;
  std::deque<std::int64_t> wholes;
  std::array<double, 2> pair{};
  std::vector<std::array<double, 2>> pairs;
  std::vector<Letter> letters;
  Options options;
  Inner inner;

  bool operator==(const Everything&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Everything", 1);
    ar.field("yes", self.yes);
    ar.field("letter", self.letter);
    ar.field("whole", self.whole, from_to(-9, 20));
    ar.field("large", self.large);
    ar.field("number", self.number);
    ar.field("single", self.single);
    ar.field("name", self.name);
    ar.field("given", self.given);
    ar.field("numbers", self.numbers);
    ar.field("wholes", self.wholes);
    ar.field("pair", self.pair);
    ar.field("pairs", self.pairs);
    ar.field("letters", self.letters);
    ar.field("options", self.options);
    ar.field("inner", self.inner);
    ar.require(self.whole != 13, "whole not 13");
  }
};

struct Group {
  double rate = 1.0;
  std::vector<double> momenta;
  bool operator==(const Group&) const = default;
  static void archive(auto& self, auto& ar) {
    ar.field("rate", self.rate, greater_than(0));
    ar.field("momenta", self.momenta, at_least(0));
  }
};

/// An optimizer with groups.
struct Groups {
  std::vector<Group> all;
  bool operator==(const Groups&) const = default;
  static void archive(auto& self, auto& ar) { ar.field("groups", self.all); }
};

const Everything everything{.yes = true,
                            .letter = Letter::z,
                            .whole = -5,
                            .large = 7,
                            .number = 0.1,
                            .single = 0.1F,
                            .name = "two words",
                            .given = 2.5,
                            .numbers = {1.5, -2.0},
                            .wholes = {},
                            .pair = {1.0, 2.0},
                            .pairs = {{0.5, 0.25}, {4.0, 8.0}},
                            .letters = {Letter::b, Letter::a},
                            .options = {},
                            .inner = {3.0}};

const std::string lines =
    "autodecay 1\n"
    "type = Everything 1\n"
    "yes = true\n"
    "letter = z\n"
    "whole = -5\n"
    "large = 7\n"
    "number = 0.1\n"
    "single = 0.1\n"
    "name = two words\n"
    "given = 2.5\n"
    "numbers = 1.5 -2\n"
    "wholes =\n"
    "pair = 1 2\n"
    "pairs = 0.5 0.25 4 8\n"
    "letters = b a\n"
    "options.window = 3\n"
    "options.letter = a\n"
    "inner.type = Inner 3\n"
    "inner.number = 3\n";

/// A type of which version 1 had no leak.
struct Evolved {
  double slope = 0.0;
  double leak = 0.5;
  bool operator==(const Evolved&) const = default;
  static void archive(auto& self, auto& ar) {
    const int version = ar.type("Evolved", 2);
    ar.field("slope", self.slope);
    if (version >= 2) ar.field("leak", self.leak);
  }
};

/// A type that describes more than the memory holds.
struct Huge {
  std::int64_t size = 0;
  bool operator==(const Huge&) const = default;
  static void archive(auto& self, auto& ar) {
    ar.field("size", self.size);
    ar.after_loading(self, [](const auto&) { throw std::bad_alloc(); });
  }
};

/// A ring of which the values in use are saved, from the oldest on.
struct Ring {
  std::array<int, 4> values{};
  std::size_t front = 0;
  std::size_t size = 0;
  static void archive(auto& self, auto& ar) {
    ar.field("size", self.size, from_to(0, 4));
    ar.after_loading(self, [](auto& ring) { ring.front = 0; });
    ar.elements(
        "values",
        self.size, [&self](std::size_t i) -> auto& { return self.values[(self.front + i) % 4]; });
  }
};

template <typename T>
T round_trip(const T& object, T into = {}) {
  load(save(object), into);
  return into;
}

}  // namespace

TEST_CASE("the saved form consists of named fields and a checksum") {
  CHECK(save(everything) == with_checksum(lines));
  CHECK(round_trip(everything) == everything);
  CHECK(round_trip(Everything{}, everything) == Everything{});
}

TEST_CASE("the checksum is zlib's CRC-32") {
  // The check value of the catalogue of CRC algorithms, and two that zlib's crc32() gives.
  CHECK(autodecay::detail::crc32("123456789") == "cbf43926");
  CHECK(autodecay::detail::crc32("") == "00000000");
  CHECK(autodecay::detail::crc32("a") == "e8b7be43");
}

TEST_CASE("numbers are restored to the bit, including extreme values") {
  using Doubles = std::numeric_limits<double>;
  Everything object;
  object.numbers = {0.1,
                    1.0 / 3.0,
                    Doubles::denorm_min(),
                    -Doubles::denorm_min(),
                    (Doubles::min)(),
                    (Doubles::max)(),
                    Doubles::lowest(),
                    Doubles::epsilon(),
                    0x1.fffffffffffffp-1023,
                    Doubles::infinity(),
                    -Doubles::infinity(),
                    1e23,
                    9007199254740993.0};
  object.wholes = {(std::numeric_limits<std::int64_t>::max)(),
                   (std::numeric_limits<std::int64_t>::min)(), 0, -1};
  object.large = (std::numeric_limits<std::uint64_t>::max)();
  object.single = std::numeric_limits<float>::denorm_min();
  CHECK(round_trip(object, everything) == object);

  object.number = -0.0;
  CHECK(std::signbit(round_trip(object).number));
  object.number = Doubles::quiet_NaN();
  CHECK(std::isnan(round_trip(object).number));
}

TEST_CASE("strings with any content are restored") {
  Everything object;
  for (const std::string name :
       {"", " ", " padded ", "a\\b\\x0a", "two\nlines\r\t", "caf\xc3\xa9", "crc32 = 0\n"}) {
    object.name = name;
    CHECK(round_trip(object, everything) == object);
  }
  object.name = std::string("\0\x7f\xff", 3);
  CHECK(round_trip(object, everything) == object);
  CHECK(save(object).find("\nname = \\x00\\x7f\xff\n") != std::string::npos);
}

TEST_CASE("the error for a missing, renamed or mistyped field names the field and its line") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return refusal(edited(lines, from, to), everything);
  };
  CHECK(refused("whole = -5\n", "") ==
        "autodecay archive, line 5: expected the field 'whole', found 'large = 7'");
  CHECK(refused("whole", "hole") ==
        "autodecay archive, line 5: expected the field 'whole', found 'hole = -5'");
  CHECK(refused("inner.number", "number") ==
        "autodecay archive, line 19: expected the field 'inner.number', found 'number = 3'");
  CHECK(refused("inner.number = 3\n", "") ==
        "autodecay archive, line 19: expected the field 'inner.number', found the end");
  CHECK(refused("inner.number = 3\n", "inner.number = 3\nmore = 1\n") ==
        "autodecay archive, line 19: expected the end, found 'more = 1'");
  CHECK(refused("whole = -5", "whole = five") ==
        "autodecay archive, line 5: 'whole' does not hold 'five'");
  CHECK(refused("whole = -5", "whole = 21") ==
        "autodecay archive, line 5: 'whole' must be in [-9, 20], found 21");
  CHECK(refused("options.window = 3", "options.window = 1") ==
        "autodecay archive, line 16: 'options.window' must be in [2, 9], found 1");
  CHECK(refused("whole = -5", "whole = 13") == "autodecay archive, line 19: expected whole not 13");
}

TEST_CASE("values that are not exactly of the field's type are rejected") {
  struct Edit {
    std::string from, to;
  };
  const std::vector<Edit> edits{
      {"yes = true", "yes = 1"},
      {"yes = true", "yes = truer"},
      {"yes = true", "yes ="},
      {"letter = z", "letter = y"},
      {"letter = z", "letter = 2"},
      {"whole = -5", "whole = -5 "},
      {"whole = -5", "whole =  -5"},
      {"whole = -5", "whole =-5"},
      {"whole = -5", "whole = -5.5"},
      {"whole = -5", "whole = 9223372036854775808"},
      {"whole = -5", "whole ="},
      {"large = 7", "large = -7"},
      {"number = 0.1", "number = 0,1"},
      {"number = 0.1", "number = 1e999"},
      {"number = 0.1", "number = 0.1 0.2"},
      {"numbers = 1.5 -2", "numbers = 1.5  -2"},
      {"numbers = 1.5 -2", "numbers = 1.5 two"},
      {"pair = 1 2", "pair = 1"},
      {"pair = 1 2", "pair = 1 2 3"},
      {"pair = 1 2", "pair = 1 2 3 4"},
      {"pair = 1 2", "pair ="},
      {"pairs = 0.5 0.25 4 8", "pairs = 0.5 0.25 4"},
      {"wholes =", "wholes = 1 "},
      {"letters = b a", "letters = b c"},
      {"given = 2.5", "given = none"},
      {"given = 2.5", "given = 2.5 3"},
      {"name = two words", "name = two\\words"},
      {"name = two words", "name = \\x0"},
      {"name = two words", "name = \\x0g"},
      {"name = two words", "name = \\"},
  };
  for (const Edit& edit : edits) {
    CAPTURE(edit.to);
    CHECK_FALSE(
        refusal(edited(lines, "\n" + edit.from + "\n", "\n" + edit.to + "\n"), everything).empty());
  }
}

TEST_CASE("the version of a type is saved and checked") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return refusal(edited(lines, from, to), everything);
  };
  CHECK(refused("autodecay 1", "autodecay 2") ==
        "autodecay archive: written in version 2, this program reads up to 1");
  CHECK(refused("autodecay 1", "autodecay 0") ==
        "autodecay archive: expected 'autodecay <version>' in line 1, found 'autodecay 0'");
  CHECK(refused("autodecay 1", "autodecay") ==
        "autodecay archive: expected 'autodecay <version>' in line 1, found 'autodecay'");
  CHECK(refused("autodecay 1", "autodecay 1\r") ==
        "autodecay archive: expected 'autodecay <version>' in line 1, found 'autodecay 1\\x0d'");
  CHECK(refused("Inner 3", "Inner 4") ==
        "autodecay archive, line 18: 'Inner' was written in version 4, "
        "this program reads up to 3");
  CHECK(refused("Inner 3", "Inner") ==
        "autodecay archive, line 18: expected a version after 'Inner'");
  CHECK(refused("Inner 3", "Inner three") ==
        "autodecay archive, line 18: expected a version after 'Inner'");
  Everything object;
  load(edited(lines, "Inner 3", "Inner 2"), object);  // an older one is read
  CHECK(object == everything);
}

TEST_CASE("a newer version of a type reads the text of an older version") {
  Evolved object{.slope = 0.0, .leak = 0.25};
  load(with_checksum("autodecay 1\ntype = Evolved 1\nslope = 2\n"), object);
  CHECK(object == Evolved{.slope = 2.0, .leak = 0.25});
  CHECK(save(object) == with_checksum("autodecay 1\ntype = Evolved 2\nslope = 2\nleak = 0.25\n"));
  CHECK_FALSE(refusal(with_checksum("autodecay 1\ntype = Evolved 0\nslope = 2\n"), object).empty());
}

TEST_CASE("the number of elements is the value of another field") {
  const Ring ring{.values = {3, 4, 1, 2}, .front = 2, .size = 3};
  const std::string text = with_checksum("autodecay 1\nsize = 3\nvalues = 1 2 3\n");
  CHECK(save(ring) == text);
  Ring loaded{.values = {9, 9, 9, 9}, .front = 3, .size = 1};
  load(text, loaded);
  CHECK(loaded.front == 0);
  CHECK(loaded.size == 3);
  CHECK(loaded.values == std::array{1, 2, 3, 9});

  const auto refused = [&](const std::string& fields) {
    return test::message<ArchiveError>(
        [&] { load(with_checksum("autodecay 1\n" + fields), loaded); });
  };
  CHECK(refused("size = 3\nvalues = 1 2\n") ==
        "autodecay archive, line 3: 'values' does not hold 3 numbers");
  CHECK(refused("size = 2\nvalues = 1 2 3\n") ==
        "autodecay archive, line 3: 'values' holds more than 2 numbers");
  CHECK(refused("size = 2\nvalues = 1 2 \n") ==
        "autodecay archive, line 3: 'values' holds more than 2 numbers");
  CHECK(refused("size = 5\nvalues = 1 2 3 4 5\n") ==
        "autodecay archive, line 2: 'size' must be in [0, 4], found 5");
}

TEST_CASE("a container of objects with fields of their own is saved with its size") {
  Groups groups{.all = {{.rate = 0.5, .momenta = {1.0, 2.0}}, {.rate = 0.25, .momenta = {}}}};
  const std::string text = with_checksum(
      "autodecay 1\ngroups = 2\ngroups.1.rate = 0.5\ngroups.1.momenta = 1 2\n"
      "groups.2.rate = 0.25\ngroups.2.momenta =\n");
  CHECK(save(groups) == text);
  Groups loaded{.all = {{.rate = 9.0, .momenta = {9.0}}}};
  load(text, loaded);
  CHECK(loaded == groups);
  load(save(Groups{}), loaded);
  CHECK(loaded.all.empty());

  const auto refused = [&](const std::string& from, const std::string& to) {
    return refusal(edited(text, from, to), groups);
  };
  CHECK(refused("groups = 2", "groups = 3") ==
        "autodecay archive, line 7: expected the field 'groups.3.rate', found the end");
  CHECK(refused("groups = 2", "groups = 1")
            .starts_with("autodecay archive, line 4: expected the end"));
  CHECK(refused("groups = 2", "groups = -1") ==
        "autodecay archive, line 2: 'groups' must be in [0, 2^62], found -1");
  CHECK(refused("rate = 0.25", "rate = -1") ==
        "autodecay archive, line 5: 'groups.2.rate' must be greater than 0, found -1");
  CHECK(refused("momenta = 1 2", "momenta = 1 -2") ==
        "autodecay archive, line 4: 'groups.1.momenta' must be at least 0, found -2");
}

TEST_CASE("a text that describes more than the memory holds is rejected") {
  CHECK(refusal(save(Huge{9}), Huge{1}) ==
        "autodecay archive: what it describes does not fit into memory");
}

TEST_CASE("the archive of another type is rejected by its name") {
  CHECK(refusal(save(AutoDecay{}), ReduceOnPlateau{}) ==
        "autodecay archive, line 4: 'average.type' must be 'LatestValue', "
        "found 'ExponentialMovingAverage'");
  CHECK(refusal(save(ReduceOnPlateau{}), AutoDecay{}) ==
        "autodecay archive, line 4: 'average.type' must be 'ExponentialMovingAverage', "
        "found 'LatestValue'");
  CHECK_FALSE(refusal(save(StepDecay{}),
                      Scheduler{LatestValue{}, AtMilestones{1}, StageLimit{1}, ScaleLearningRate{}})
                  .empty());
  CHECK_FALSE(
      refusal(save(statistics::RunningMoments{}), statistics::ExponentialMean{0.5}).empty());
  CHECK_FALSE(refusal(save(EveryInterval{3}), StageLimit{3}).empty());
}

TEST_CASE("text that is no archive is rejected") {
  const std::vector<std::string> texts{"",
                                       "\n",
                                       "autodecay",
                                       "autodecay 1",
                                       "autodecay 1\n",
                                       "crc32 = 00000000\n",
                                       with_checksum(""),
                                       with_checksum("autodecay 1\n"),
                                       with_checksum("Autodecay 1\n"),
                                       std::string("\0\0\0\0", 4),
                                       "autodecay 1\ncrc32 = \n",
                                       "autodecay 1\ncrc32 ="};
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(refusal(text, everything).empty());
  }
}

TEST_CASE("an archive truncated anywhere is rejected") {
  const std::string text = save(AutoDecay{});
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(refusal(text.substr(0, length), AutoDecay({.beta = 0.5})).empty());
  }
}

TEST_CASE("an archive with any bit flipped is rejected") {
  AutoDecay scheduler;
  for (int i = 0; i < 8; ++i) (void)scheduler.observe(1.0 / (i + 3.0));
  const std::string text = save(scheduler);
  for (std::size_t byte = 0; byte < text.size(); ++byte)
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = text;
      altered[byte] = static_cast<char>(altered[byte] ^ (1 << bit));
      CAPTURE(byte);
      CAPTURE(bit);
      CHECK_FALSE(refusal(altered, AutoDecay({.beta = 0.5})).empty());
    }
}

TEST_CASE("archives with added, duplicated, missing or swapped lines are rejected") {
  const std::string text = save(AutoDecay{});
  CHECK_FALSE(refusal(text + "\n", AutoDecay{}).empty());
  CHECK_FALSE(refusal(text + text, AutoDecay{}).empty());
  CHECK_FALSE(refusal("\n" + text, AutoDecay{}).empty());
  CHECK_FALSE(refusal(text + "more = 1\n", AutoDecay{}).empty());
  std::string windows = text;
  for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2)
    windows.insert(at, "\r");
  CHECK_FALSE(refusal(windows, AutoDecay{}).empty());
}

TEST_CASE("states that no object can have are rejected even with a correct checksum") {
  AutoDecay auto_decay({.window = 4});
  for (int i = 0; i < 6; ++i) (void)auto_decay.observe(1.0 / (i + 1.0));
  const std::string text = save(auto_decay);
  const auto refused = [&](const std::string& from, const std::string& to) {
    return refusal(edited(text, from, to), AutoDecay{});
  };
  CHECK(refused("options.window = 4", "options.window = 1")
            .ends_with("must be in [2, 2^24], found 1"));
  CHECK(refused("options.window = 4", "options.window = -4")
            .ends_with("must be in [2, 2^24], found -4"));
  // Must be refused before a slot is allocated.
  CHECK(refused("options.window = 4", "options.window = 4611686018427387904")
            .ends_with("must be in [2, 2^24], found 4611686018427387904"));
  CHECK(refused("options.window = 4", "options.window = 5").ends_with("does not hold 5 numbers"));
  CHECK(refused("options.window = 4", "options.window = 3").ends_with("holds more than 3 numbers"));
  CHECK(refused("options.window = 4", "options.window = 2")
            .ends_with("'stability.levels.position' must be in [0, 2), found 2"));
  CHECK_FALSE(refused("position = 2", "position = 4").empty());
  CHECK_FALSE(refused("position = 2", "position = -1").empty());
  CHECK_FALSE(refused("full = true", "full = false").empty());
  CHECK_FALSE(refused("beta = 0.9", "beta = 1").empty());
  CHECK_FALSE(refused("beta = 0.9", "beta = nan").empty());
  CHECK_FALSE(refused("tolerance = 0.01", "tolerance = -0.01").empty());
  CHECK_FALSE(refused("ratio = 0.95", "ratio = 0").empty());
  CHECK_FALSE(refused("reference = previous_level", "reference = last_level").empty());
  CHECK_FALSE(refused("factor = 0.1", "factor = 1.1").empty());
  CHECK_FALSE(refused("floor = 0", "floor = nan").empty());
  CHECK_FALSE(refused("nonfinite_limit = 0", "nonfinite_limit = -1").empty());
  CHECK_FALSE(refused("stage.index = 1", "stage.index = 0").empty());
  CHECK_FALSE(refused("stage.observations = 6", "stage.observations = -6").empty());
  // A count that would overflow at the next observation.
  for (const std::string count :
       {"stage.index = 1", "stage.observations = 6", "nonfinite_losses = 0"})
    CHECK_FALSE(refused(count, count.substr(0, count.find('=')) + "= 9223372036854775807").empty());
  CHECK_FALSE(refused("answer = hold", "answer = 0").empty());
  CHECK(refused("exhausted = false", "exhausted = true")
            .ends_with("exhausted only at the end of the training"));
  CHECK_FALSE(refused("nonfinite_losses = 0", "nonfinite_losses = -1").empty());
  CHECK_FALSE(refused("consecutive_nonfinite = 0", "consecutive_nonfinite = -1").empty());
  // More of them consecutive than in all, also where nothing limits them.
  CHECK(refused("consecutive_nonfinite = 0", "consecutive_nonfinite = 1")
            .ends_with("must be in [0, 0], found 1"));

  const auto alone = [](auto object, const std::string& from, const std::string& to) {
    return refusal(object, from, to);
  };
  CHECK_FALSE(alone(EveryInterval{3}, "interval = 3", "interval = 0").empty());
  CHECK_FALSE(alone(EveryInterval{3}, "count = 0", "count = 4").empty());
  CHECK_FALSE(alone(EveryInterval{3}, "count = 0", "count = -1").empty());
  CHECK_FALSE(alone(MinStageLength{3}, "observations = 3", "observations = 0").empty());
  CHECK_FALSE(alone(MinStageLength{3}, "count = 0", "count = 4").empty());
  CHECK_FALSE(alone(AtMilestones{3, 9}, "next = 0", "next = 3").empty());
  CHECK_FALSE(alone(AtMilestones{3, 9}, "next = 0", "next = -1").empty());
  CHECK_FALSE(alone(AtMilestones{3, 9}, "count = 0", "count = -1").empty());
  CHECK_FALSE(alone(NoImprovement{}, "patience = 10", "patience = 0").empty());
  CHECK_FALSE(alone(NoImprovement{}, "relative_margin = 1e-04", "relative_margin = -1").empty());
  CHECK_FALSE(alone(NoImprovement{}, "absolute_margin = 0", "absolute_margin = nan").empty());
  CHECK_FALSE(alone(StageLimit{3}, "stages = 3", "stages = 0").empty());
  CHECK_FALSE(alone(LearningRateSequence{0.1}, "rates = 0.1", "rates =").empty());
  CHECK_FALSE(alone(GrowBatchSize{}, "factor = 10", "factor = 0.5").empty());
  CHECK_FALSE(alone(GrowBatchSize{}, "factor = 10", "factor = inf").empty());
  CHECK_FALSE(alone(GrowBatchSize{{.limit = 9}}, "limit = 9", "limit = 0").empty());
  CHECK_FALSE(alone(statistics::RunningMoments{}, "count = 0", "count = -1").empty());
  CHECK_FALSE(alone(statistics::RunningMoments{}, "squares = 0", "squares = -1").empty());
  CHECK_FALSE(alone(statistics::ExponentialMean{0.5}, "power = 1", "power = 1.5").empty());
  CHECK_FALSE(alone(statistics::BlockMeans<8>{}, "length = 1", "length = 3").empty());
  CHECK_FALSE(alone(statistics::BlockMeans<8>{}, "blocks = 0", "blocks = 8").empty());
}

TEST_CASE("options that a constructor rejects are rejected even with a correct checksum") {
  const AtMilestones milestones{3, 9};
  const LearningRateSequence rates{0.2, 0.1};
  const AutoDecay limited({}, {.nonfinite_limit = 2});
  CHECK(refusal(NoImprovement{}, "improvement = 0", "improvement = -5") != "");
  for (const std::string other : {"9 3", "-3 9"})
    CHECK(refusal(milestones, "milestones = 3 9", "milestones = " + other) != "");
  for (const std::string other : {"0.1 0.2", "-1 nan"})
    CHECK(refusal(rates, "rates = 0.2 0.1", "rates = " + other) != "");
  CHECK(refusal(limited, "consecutive_nonfinite = 0", "consecutive_nonfinite = 3") != "");
}
