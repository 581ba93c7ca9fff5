#include "distributed/gradient_reducer.hpp"

#include "on_ranks.hpp"
#include "program.hpp"
#include "support/message.hpp"

#include <string>

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/full.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/sin.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

using trainer::GradientReducer;
using Group = std::shared_ptr<trainer::ProcessGroup>;
using Tensors = std::vector<at::Tensor>;

namespace {

at::Tensor parameter(const at::Tensor& value) { return value.clone().requires_grad_(); }

/// Numbers determined by the sizes and `seed`, about -1 … 1.
at::Tensor numbers(at::IntArrayRef sizes, double seed) {
  std::int64_t count = 1;
  for (const std::int64_t size : sizes) count *= size;
  return at::sin(at::arange(count, at::kDouble) * 0.7 + seed).reshape(sizes);
}

/// The weights and biases of a network with 3 inputs, 4 hidden units and 2 outputs.
Tensors network() {
  return {parameter(numbers({4, 3}, 1)), parameter(numbers({4}, 2)), parameter(numbers({2, 4}, 3)),
          parameter(numbers({2}, 4))};
}

#ifdef TRAINER_WITH_GLOO

at::Tensor outputs(const Tensors& p, const at::Tensor& x) {
  return at::linear(at::tanh(at::linear(x, p[0], p[1])), p[2], p[3]);
}

Tensors gradients(const Tensors& parameters) {
  Tensors result;
  for (const at::Tensor& p : parameters) result.push_back(p.grad().clone());
  return result;
}

/// The largest difference between two lists of tensors.
double distance(const Tensors& a, const Tensors& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    largest = std::max(largest, (a[i] - b[i]).abs().max().item<double>());
  return largest;
}

#endif

}  // namespace

TEST_CASE("a group of one rank leaves its gradients unchanged") {
  GradientReducer reducer(network(),
                          trainer::ProcessGroup::join({}, c10::kCPU, std::chrono::seconds(1)));
  reducer.reduce();
}

TEST_CASE("invalid parameters and bucket sizes are refused") {
  const auto group = trainer::ProcessGroup::join({}, c10::kCPU, std::chrono::seconds(1));
  CHECK(test::message<std::invalid_argument>([&] { GradientReducer({network()[0] * 2}, group); }) ==
        "GradientReducer: expected parameters, got the result of a computation as number 0");
  CHECK(test::message<std::invalid_argument>([&] { GradientReducer(network(), group, 0); }) ==
        "GradientReducer: bucket_bytes must be at least 1, got 0");
}

#ifdef TRAINER_WITH_GLOO

TEST_CASE("half of the batch on each of two ranks gives the gradients of the whole batch") {
  const at::Tensor x = numbers({6, 3}, 5);
  const at::Tensor y = numbers({6, 2}, 6);
  const Tensors whole = network();
  ((outputs(whole, x) - y).square().sum() / 6).backward();
  const Tensors expected = gradients(whole);

  // One parameter per bucket, all in one bucket, and in between.
  for (const std::int64_t bucket_bytes : {1, 100, 1 << 20}) {
    CAPTURE(bucket_bytes);
    const auto differences = on_ranks(2, [&](const Group& group) {
      const Tensors parts = network();
      GradientReducer reducer(parts, group, bucket_bytes);
      double largest = 0.0;
      for (int step = 0; step < 3; ++step) {
        // Released, or filled with zeros.
        for (const at::Tensor& p : parts) {
          if (step < 2)
            p.mutable_grad().reset();
          else
            p.mutable_grad().zero_();
        }
        const at::Tensor half = outputs(parts, x.narrow(0, 3 * group->rank(), 3));
        ((half - y.narrow(0, 3 * group->rank(), 3)).square().sum() / 6).backward();
        reducer.reduce();
        largest = std::max(largest, distance(gradients(parts), expected));
      }
      return largest;
    });
    CHECK(differences[0] < 1e-14);
    CHECK(differences[1] < 1e-14);
  }
}

TEST_CASE("gradients accumulated over several backward passes are summed once") {
  const auto sums = on_ranks(2, [](const Group& group) {
    const Tensors p = {parameter(at::ones({2})), parameter(at::ones({2})),
                       parameter(at::ones({2}))};
    GradientReducer reducer(p, group, 1);
    const double own = group->rank() + 1;
    (p[0].sum() * own + p[1].sum() * 10.0).backward();
    (p[0].sum() * own + p[2].sum() * 100.0).backward();
    reducer.reduce();
    Tensors result = gradients(p);
    return at::cat(result);
  });
  for (const at::Tensor& sum : sums)
    CHECK(sum.equal(at::tensor({6.0F, 6.0F, 20.0F, 20.0F, 200.0F, 200.0F})));
}

TEST_CASE("a gradient missing on a rank counts as zeros") {
  const auto sums = on_ranks(2, [](const Group& group) {
    const Tensors p = {parameter(at::ones({2})), parameter(at::ones({3})),
                       parameter(at::ones({4}))};
    GradientReducer reducer(p, group, 1);
    Tensors result;
    // p[2]'s gradient is missing on rank 0 at first, then p[0]'s on rank 1, and p[1]'s on both.
    for (int step = 0; step < 2; ++step) {
      for (const at::Tensor& each : p) each.mutable_grad().reset();
      at::Tensor loss = at::zeros({});
      if (!(step == 0 && group->rank() == 0)) loss = loss + p[2].sum() * 5;
      if (!(step == 1 && group->rank() == 1)) loss = loss + p[0].sum() * 7;
      loss.backward();
      reducer.reduce();
      for (const at::Tensor& each : p) result.push_back(each.grad().clone());
    }
    return at::cat(result);
  });
  const at::Tensor expected = at::cat({at::full({2}, 14.0), at::zeros({3}), at::full({4}, 5.0),
                                       at::full({2}, 7.0), at::zeros({3}), at::full({4}, 10.0)});
  for (const at::Tensor& sum : sums) CHECK(sum.equal(expected));
}

TEST_CASE("gradients have the layouts and types of their parameters") {
  const auto right = on_ranks(2, [](const Group& group) {
    const at::Tensor weight = numbers({4, 3, 3, 3}, 1).to(at::kFloat);
    const Tensors p = {parameter(weight.contiguous(at::MemoryFormat::ChannelsLast)),
                       parameter(numbers({4}, 2).to(at::kFloat)), parameter(numbers({1}, 3))};
    GradientReducer reducer(p, group);
    const at::Tensor images = numbers({2, 3, 5, 5}, 3 + group->rank())
                                  .to(at::kFloat)
                                  .contiguous(at::MemoryFormat::ChannelsLast);
    const auto loss = [&](const at::Tensor& x, const Tensors& q) {
      return (at::conv2d(x, q[0], q[1]).square().sum() * q[2]).sum();
    };
    loss(images, p).backward();
    reducer.reduce();

    const Tensors alone = {parameter(weight), parameter(p[1].detach()), parameter(p[2].detach())};
    for (int rank = 0; rank < 2; ++rank)
      loss(numbers({2, 3, 5, 5}, 3 + rank).to(at::kFloat), alone).backward();
    bool same = true;
    for (std::size_t i = 0; i < p.size(); ++i)
      same = same && p[i].grad().strides() == p[i].strides() &&
             p[i].grad().scalar_type() == p[i].scalar_type() &&
             at::allclose(p[i].grad(), alone[i].grad(), 1e-5, 1e-5);
    return same;
  });
  CHECK(right == std::vector<bool>{true, true});
}

TEST_CASE("parameters that need no gradient are ignored") {
  const auto right = on_ranks(2, [](const Group& group) {
    const Tensors p = {at::ones({2}), parameter(at::ones({2}))};
    GradientReducer reducer(p, group);
    (p[0] * p[1]).sum().backward();
    reducer.reduce();
    return !p[0].grad().defined() && p[1].grad().equal(at::full({2}, 2.0));
  });
  CHECK(right == std::vector<bool>{true, true});
}

TEST_CASE("a rank that fails in its backward pass is lost to the others and does not block them") {
  const auto errors = on_ranks(2, [](Group group) {
    return test::message<std::runtime_error>([&] {
      const Group mine = std::move(group);
      const Tensors p = network();
      GradientReducer reducer(p, mine, 1);
      at::Tensor hidden = at::tanh(at::linear(numbers({6, 3}, 5), p[0], p[1]));
      if (mine->rank() == 1)
        hidden.register_hook([](const at::Tensor&) { throw std::runtime_error("out of memory"); });
      at::linear(hidden, p[2], p[3]).sum().backward();
      reducer.reduce();
    });
  });
  CHECK(contains(errors[0], "rank 0: lost contact with rank 1 while summing gradients ("));
  CHECK(contains(errors[1], "out of memory"));
}

#endif
