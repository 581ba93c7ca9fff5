#include "distributed/process_group.hpp"

#include "on_ranks.hpp"
#include "program.hpp"
#include "support/message.hpp"

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

using trainer::Launch;
using trainer::ProcessGroup;
using trainer::RankLost;
using Group = std::shared_ptr<ProcessGroup>;

namespace {

double value(const at::Tensor& tensor) { return tensor.item<double>(); }

Launch loopback(int rank, int ranks, std::uint16_t port) {
  return {.rank = rank, .ranks = ranks, .address = "127.0.0.1", .port = port};
}

}  // namespace

TEST_CASE("a group of one rank communicates with nobody") {
  const Group group = ProcessGroup::join({}, c10::kCPU, long_enough);
  CHECK(group->rank() == 0);
  CHECK(group->ranks() == 1);
  CHECK(group->is_first());
  const at::Tensor tensor = at::ones({2});
  group->sum(tensor).wait();
  group->broadcast({tensor});
  CHECK(value(tensor.sum()) == 2.0);
  CHECK(group->sum({1.5, 2.0}) == std::vector<double>{1.5, 2.0});
  CHECK(group->any(true));
  CHECK_FALSE(group->any(false));
  group->require_same("the batch size", "64");
  group->barrier();
}

#ifdef TRAINER_WITH_GLOO

TEST_CASE("numbers are summed over the ranks") {
  const auto sums = on_ranks(3, [](const Group& group) {
    return group->sum({1.0, 0.1 * (group->rank() + 1), 0.0});
  });
  for (const auto& sum : sums) {
    CHECK(sum.front() == 3.0);
    CHECK(std::abs(sum[1] - 0.6) < 1e-15);
    CHECK(sum == sums.front());  // bit for bit
  }
}

TEST_CASE("tensors are summed in place, several at a time") {
  const auto sums = on_ranks(2, [](const Group& group) {
    const at::Tensor floats = at::full({3, 4}, group->rank() + 1.0);
    const at::Tensor integers = at::full({5}, group->rank() + 1, at::kLong);
    const at::Tensor image =
        at::full({2, 3, 4, 5}, group->rank() + 1.0).contiguous(at::MemoryFormat::ChannelsLast);
    trainer::Pending first = group->sum(floats);
    trainer::Pending second = group->sum(integers);
    trainer::Pending third = group->sum(image);
    third.wait();
    second.wait();
    first.wait();
    first.wait();  // is over
    return std::vector<double>{value(floats.eq(3).all()), value(integers.eq(3).all()),
                               value(image.eq(3).all())};
  });
  for (const auto& all_right : sums) CHECK(all_right == std::vector<double>{1, 1, 1});
}

TEST_CASE("a tensor that is not contiguous is refused") {
  const auto errors = on_ranks(2, [](const Group& group) {
    return test::message<std::invalid_argument>([&] {
      (void)group->sum(at::zeros({4, 4}).narrow(1, 0, 2));
    });
  });
  CHECK(errors.front() ==
        "ProcessGroup::sum: expected a tensor on cpu without gaps, got one on cpu with the strides "
        "[4, 1]");
}

TEST_CASE("a broadcast copies the tensors of rank 0, whatever their type and layout") {
  const auto same = on_ranks(3, [](const Group& group) {
    const double mine = group->rank() + 1;
    const at::Tensor weight = at::arange(2 * 3 * 2 * 2).reshape({2, 3, 2, 2}).to(at::kFloat) * mine;
    const std::vector<at::Tensor> tensors = {
        weight.contiguous(at::MemoryFormat::ChannelsLast),
        at::full({}, group->rank() + 7, at::kLong),
        at::full({3}, group->rank() == 0, at::kBool),
        at::full({4, 4}, mine).narrow(1, 0, 2),
        at::full({2}, mine, at::kBFloat16),
        at::zeros({0}),
        at::full({2}, mine).requires_grad_(),
    };
    group->broadcast(tensors);
    const bool is_channels_last =
        tensors[0].is_contiguous(at::MemoryFormat::ChannelsLast) && tensors[6].is_leaf();
    return is_channels_last && tensors[0].equal(weight / mine) && value(tensors[1]) == 7.0 &&
           tensors[2].all().item<bool>() && value(tensors[3].sum()) == 8.0 &&
           value(tensors[4].sum()) == 2.0 && value(tensors[6].sum()) == 2.0;
  });
  CHECK(same == std::vector<bool>{true, true, true});
}

TEST_CASE("any() is true on all ranks if it is true on one") {
  for (int where = 0; where < 2; ++where)
    CHECK(on_ranks(2, [where](const Group& group) { return group->any(group->rank() == where); }) ==
          std::vector<bool>{true, true});
  CHECK(on_ranks(2, [](const Group& group) { return group->any(false); }) ==
        std::vector<bool>{false, false});
}

TEST_CASE("ranks that differ are named on all ranks") {
  const auto errors = on_ranks(3, [](const Group& group) {
    group->require_same("the batch size", "64");
    return test::message<std::runtime_error>(
        [&] { group->require_same("the batch size", group->rank() == 2 ? "32" : "64"); });
  });
  for (const std::string& error : errors)
    CHECK(error == "the ranks differ in the batch size: rank 0 has '64', rank 2 has '32'");
}

TEST_CASE("long values that differ are shown around the first difference") {
  const auto errors = on_ranks(2, [](const Group& group) {
    const std::string value = std::string(500, 'a') + (group->rank() == 0 ? "" : "b") + "c";
    return test::message<std::runtime_error>([&] { group->require_same("the options", value); });
  });
  for (const std::string& error : errors)
    CHECK(error == "the ranks differ in the options: rank 0 has '…" + std::string(40, 'a') +
                       "c', rank 1 has '…" + std::string(40, 'a') + "bc'");
}

TEST_CASE("a value differs from one that it is a prefix of, even if it is empty") {
  const auto errors = on_ranks(2, [](const Group& group) {
    return test::message<std::runtime_error>(
        [&] { group->require_same("the name", group->rank() == 0 ? "" : "a"); });
  });
  for (const std::string& error : errors)
    CHECK(error == "the ranks differ in the name: rank 0 has '', rank 1 has 'a'");
}

TEST_CASE("no rank passes a barrier before all have reached it") {
  std::atomic<int> there = 0;
  const auto counts = on_ranks(3, [&](const Group& group) {
    ++there;
    group->barrier();
    return there.load();
  });
  CHECK(counts == std::vector<int>{3, 3, 3});
}

TEST_CASE("a rank that leaves because of an exception is lost to the others") {
  const auto errors = on_ranks(2, [](Group group) {
    return test::message<std::runtime_error>([&] {
      const Group mine = std::move(group);
      mine->barrier();  // a rank that is not connected yet would say so instead
      if (mine->rank() == 1) throw std::runtime_error("out of memory");
      mine->barrier();
    });
  });
  CHECK(contains(errors[0], "rank 0: lost contact with rank 1 while summing numbers ("));
  CHECK(errors[1] == "out of memory");
}

TEST_CASE("all other ranks name the one that is lost") {
  const auto errors = on_ranks(3, [](Group group) {
    return test::message<std::runtime_error>([&] {
      const Group mine = std::move(group);
      mine->barrier();
      if (mine->rank() == 2) throw std::runtime_error("out of memory");
      mine->barrier();
    });
  });
  // The one that notices it later may find that the other one has ended, too.
  CHECK(contains(errors[0], "2 while summing numbers ("));
  CHECK(contains(errors[1], "2 while summing numbers ("));
}

TEST_CASE("a second process with the same rank is refused and does not disturb the others") {
  const std::uint16_t port = free_port();
  auto rank_1 = std::async(std::launch::async, [port] {
    const Group group = ProcessGroup::join(loopback(1, 2, port), c10::kCPU, long_enough);
    return group->sum({1.0});
  });
  const Group rank_0 = ProcessGroup::join(loopback(0, 2, port), c10::kCPU, long_enough);
  CHECK(test::message<std::runtime_error>(
            [&] { (void)ProcessGroup::join(loopback(1, 2, port), c10::kCPU, long_enough); }) ==
        "rank 1: another process at 127.0.0.1:" + std::to_string(port) + " is rank 1 as well");
  CHECK(rank_0->sum({2.0}) == std::vector<double>{3.0});
}

TEST_CASE("processes restarted by torchrun meet again in the store that it keeps") {
  const std::uint16_t port = free_port();
  const auto ranks = [port](int rank) {
    // The store of a group stands in for torchrun's.
    const Group before = ProcessGroup::join(loopback(rank, 2, port), c10::kCPU, long_enough);
    std::vector<double> sums;
    for (const int attempt : {1, 2}) {
      Launch launch = loopback(rank, 2, port);
      launch.store_is_hosted = true;
      launch.attempt = attempt;
      sums.push_back(ProcessGroup::join(launch, c10::kCPU, long_enough)->sum({1.0}).front());
    }
    return sums;
  };
  auto rank_1 = std::async(std::launch::async, ranks, 1);
  CHECK(ranks(0) == std::vector<double>{2.0, 2.0});
  CHECK(rank_1.get() == std::vector<double>{2.0, 2.0});
}

TEST_CASE("a rank that waits in vain says what for") {
  const std::uint16_t port = free_port();
  const std::chrono::seconds short_time(1);
  CHECK(test::message<std::runtime_error>([&] {
          (void)ProcessGroup::join(loopback(0, 3, port), c10::kCPU, short_time);
        }) == "rank 0: only 1 of 3 ranks came to 127.0.0.1:" + std::to_string(port) +
                  " within 1 s, without rank 1, rank 2");
  const std::string error = test::message<std::runtime_error>(
      [&] { (void)ProcessGroup::join(loopback(1, 3, port), c10::kCPU, short_time); });
  CHECK(contains(error, "rank 1: no answer at 127.0.0.1:" + std::to_string(port) +
                            ", where rank 0 should be, within 1 s ("));
}

TEST_CASE("a rank does not wait for ever for a stranger that says nothing") {
  const MuteListener stranger;
  const std::string error = test::message<std::runtime_error>([&] {
    (void)ProcessGroup::join(loopback(1, 2, stranger.port()), c10::kCPU, std::chrono::seconds(1));
  });
  CHECK(error.starts_with("rank 1: what listens at 127.0.0.1:" + std::to_string(stranger.port()) +
                          ", where rank 0 should be, did not name its run within 1 s ("));
}

TEST_CASE("a stranger that speaks something else is noticed") {
  const MuteListener stranger;
  auto greeting = std::async(std::launch::async, [&] {
    support::Descriptor connection = stranger.accept();
    constexpr std::string_view text = "SSH-2.0-OpenSSH_9.2\r\n";
    REQUIRE(::send(connection.number(), text.data(), text.size(), 0) == std::ssize(text));
    return connection;
  });
  const std::string error = test::message<std::runtime_error>(
      [&] { (void)ProcessGroup::join(loopback(1, 2, stranger.port()), c10::kCPU, long_enough); });
  CHECK(error.starts_with("rank 1: what listens at 127.0.0.1:" + std::to_string(stranger.port()) +
                          ", where rank 0 should be, did not name its run "));
}

TEST_CASE("a process of another run is refused and does not disturb this one") {
  const std::uint16_t port = free_port();
  const auto of_run = [port](int rank, const std::string& run) {
    Launch launch = loopback(rank, 2, port);
    launch.run = run;
    return launch;
  };
  auto rank_1 = std::async(std::launch::async, [&] {
    return ProcessGroup::join(of_run(1, "a"), c10::kCPU, long_enough)->sum({1.0});
  });
  const Group rank_0 = ProcessGroup::join(of_run(0, "a"), c10::kCPU, long_enough);
  CHECK(test::message<std::runtime_error>([&] {
          (void)ProcessGroup::join(of_run(1, "b"), c10::kCPU, long_enough);
        }) == "rank 1: expected the run 'b' at 127.0.0.1:" + std::to_string(port) +
                  ", found the run 'a'");
  CHECK(rank_0->sum({2.0}) == std::vector<double>{3.0});
}

TEST_CASE("a port that another program uses cannot be opened") {
  const std::uint16_t port = free_port();
  // Rank 0 of a group of two occupies the port.
  auto rank_1 = std::async(std::launch::async, [port] {
    (void)ProcessGroup::join(loopback(1, 2, port), c10::kCPU, long_enough);
  });
  const Group rank_0 = ProcessGroup::join(loopback(0, 2, port), c10::kCPU, long_enough);
  CHECK(contains(test::message<std::runtime_error>([&] {
                   (void)ProcessGroup::join(loopback(0, 2, port), c10::kCPU, long_enough);
                 }),
                 "rank 0: cannot open port " + std::to_string(port) + " for the other ranks ("));
}

// Runs as a separate program; see the next test.
TEST_CASE("a rank that waits to be killed" * doctest::skip()) {
  const Group group = ProcessGroup::join(trainer::launch_from([](const char* name) {
                                           return static_cast<const char*>(std::getenv(name));
                                         }),
                                         c10::kCPU, long_enough);
  group->barrier();
  std::cout << "joined" << std::endl;
  ::pause();
}

TEST_CASE("a process that is killed is lost to the others") {
  const std::uint16_t port = free_port();
  Process process({"/usr/bin/env", "RANK=1", "WORLD_SIZE=2", "MASTER_ADDR=127.0.0.1",
                   "MASTER_PORT=" + std::to_string(port),
                   std::filesystem::read_symlink("/proc/self/exe"), "--no-skip",
                   "--test-case=a rank that waits to be killed"});
  const Group group = ProcessGroup::join(loopback(0, 2, port), c10::kCPU, long_enough);
  group->barrier();
  process.wait_for("joined");
  process.send(SIGKILL);
  const std::string error =
      test::message<RankLost>([&] { group->sum(at::ones({1000}), "gradients").wait(); });
  CAPTURE(error);
  CHECK(contains(error, "rank 0: lost contact with rank 1 while summing gradients ("));
  CHECK(contains(error, "by peer"));
  CHECK(process.wait() == -SIGKILL);
}

#else

TEST_CASE("without Gloo, several processes are refused with the reason") {
  CHECK(test::message<std::invalid_argument>([] {
          (void)ProcessGroup::join(loopback(0, 2, 1), c10::kCPU, long_enough);
        }) == trainer::without_gloo);
}

#endif

TEST_CASE("each local rank has its own GPU") {
  const Launch launch{.rank = 5, .ranks = 8, .local_rank = 1, .address = "node1", .port = 1};
  CHECK(device_of_rank(launch, c10::kCPU, 0) == c10::Device(c10::kCPU));
  CHECK(device_of_rank(launch, c10::kCUDA, 4) == c10::Device(c10::kCUDA, 1));
  CHECK(device_of_rank(launch, {c10::kCUDA, 3}, 4) == c10::Device(c10::kCUDA, 3));
  CHECK(device_of_rank(launch, c10::kCUDA, 1) == c10::Device(c10::kCUDA, 0));
  CHECK(test::message<std::invalid_argument>([&] {
          (void)trainer::device_of_rank({.rank = 5, .ranks = 8, .local_rank = 2}, c10::kCUDA, 2);
        }) ==
        "rank 5: expected a GPU for each of a machine's processes, of which this is number 2 "
        "from 0, got 2");
}
