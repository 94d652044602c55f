// What all kernels share: blocks of work on TensorFlow's own threads, and one copy of each loop per instruction set.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "tensorflow/core/framework/common_shape_fns.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"

// The compiler makes a version of the function for each of these; the first that the processor has is taken at load.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KDLAB_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KDLAB_VECTORISED
#endif

namespace kdlab {

using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

inline const float* data(const Tensor& tensor) { return tensor.flat<float>().data(); }
inline float* data(Tensor* tensor) { return tensor->flat<float>().data(); }

// Runs work(block) for block = 0 … blocks − 1 on TensorFlow's intra-op threads. What a block does must not depend on
// which thread runs it: sums are kept per block and added in the blocks' order, so that results never change.
// `cost`: rough number of floats a block touches.
inline void parallel(OpKernelContext* context, int64_t blocks, int64_t cost, const std::function<void(int64_t)>& work) {
  auto* workers = context->device()->tensorflow_cpu_worker_threads()->workers;
  if (blocks == 1) return work(0);
  workers->ParallelFor(blocks, cost, [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; block++) work(block);
  });
}

// A map [..., C] read as a stream. Per-channel numbers are repeated to `period` entries, a multiple of C and of the
// vector length: inner loops then run over `period` neighbours whatever C is. A block is `perBlock` periods.
struct Stream {
  int64_t channels, size, period, perBlock, blocks;

  Stream(int64_t size, int64_t channels) : channels(channels), size(size) {
    period = std::lcm<int64_t>(channels, 16);
    period *= (64 + period - 1) / period;
    const int64_t periods = (size + period - 1) / period;
    // Short enough that single precision sums within a block stay exact to a few units in the last place.
    perBlock = std::min<int64_t>(256, std::max<int64_t>(1, (periods + 63) / 64));
    blocks = (periods + perBlock - 1) / perBlock;
  }

  int64_t begin(int64_t block) const { return block * perBlock * period; }
  int64_t end(int64_t block) const { return std::min(size, (block + 1) * perBlock * period); }
  int64_t cost() const { return perBlock * period; }

  std::vector<float> repeated(const float* values) const {
    std::vector<float> result(period);
    for (int64_t i = 0; i < period; i++) result[i] = values[i % channels];
    return result;
  }
};

// Two sums a channel, [2, C] in double precision: `sum(begin, end, first, second)` adds the entries of a block to two
// arrays of one period in single precision; folded by channel and added in the blocks' order.
inline std::vector<double> channelSums(
    OpKernelContext* context, const Stream& stream, int64_t cost,
    const std::function<void(int64_t begin, int64_t end, float* first, float* second)>& sum) {
  const int64_t channels = stream.channels;
  std::vector<double> parts(2 * channels * stream.blocks);
  parallel(context, stream.blocks, cost, [&](int64_t block) {
    std::vector<float> part(2 * stream.period);
    sum(stream.begin(block), stream.end(block), part.data(), part.data() + stream.period);
    double* own = parts.data() + 2 * channels * block;
    for (int64_t i = 0; i < stream.period; i++) {
      own[i % channels] += part[i];
      own[channels + i % channels] += part[stream.period + i];
    }
  });
  std::vector<double> sums(2 * channels);
  for (int64_t block = 0; block < stream.blocks; block++) {
    for (int64_t k = 0; k < 2 * channels; k++) sums[k] += parts[2 * channels * block + k];
  }
  return sums;
}

}  // namespace kdlab
