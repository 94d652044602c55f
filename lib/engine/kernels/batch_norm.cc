// Batch normalisation with the residual sum and the ReLU behind it, in one kernel: two readings of the map instead of
// the six of FusedBatchNormV3 + AddV2 + Relu, and likewise backwards.
//
//   y = max(0, a·(x − μ) + β [+ side]),  a = γ/√(σ² + ε)          (max only with `relu`)
//
// Training: μ, σ² of the batch (σ² biased), running values r ← (1 − m)·r + m·batch with the unbiased variance.
// `coefficients` [4, C] = μ, 1/√(σ² + ε), a, β is what the backward needs besides x.
#include <cmath>

#include "common.h"

namespace kdlab {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;

// Σ(x − shift) and Σ(x − shift)² over [0, length), folded by channel into the double sums.
KDLAB_VECTORISED void momentSums(const float* xAll, int64_t length, int64_t period, const float* __restrict shift,
                                 float* __restrict sums, float* __restrict squares) {
  for (int64_t start = 0; start < length; start += period) {
    const int64_t count = std::min(period, length - start);
    const float* __restrict x = xAll + start;
    for (int64_t i = 0; i < count; i++) {
      const float d = x[i] - shift[i];
      sums[i] += d;
      squares[i] += d * d;
    }
  }
}

template <bool kRelu, bool kSide>
inline __attribute__((always_inline)) void normaliseAll(const float* xAll, const float* sideAll, int64_t length,
                                                        int64_t period, const float* __restrict mean,
                                                        const float* __restrict a, const float* __restrict b,
                                                        float* yAll) {
  for (int64_t start = 0; start < length; start += period) {
    const int64_t count = std::min(period, length - start);
    const float *__restrict x = xAll + start, *__restrict side = kSide ? sideAll + start : nullptr;
    float* __restrict y = yAll + start;
    for (int64_t i = 0; i < count; i++) {
      const float own = (x[i] - mean[i]) * a[i] + b[i];
      const float value = kSide ? own + side[i] : own;
      y[i] = kRelu ? (value < 0.0f ? 0.0f : value) : value;  // NaN stays NaN
    }
  }
}

KDLAB_VECTORISED void normalise(const float* x, const float* side, int64_t length, int64_t period, const float* mean,
                                const float* a, const float* b, bool relu, float* y) {
  if (relu) {
    if (side) return normaliseAll<true, true>(x, side, length, period, mean, a, b, y);
    return normaliseAll<true, false>(x, x, length, period, mean, a, b, y);
  }
  if (side) return normaliseAll<false, true>(x, side, length, period, mean, a, b, y);
  normaliseAll<false, false>(x, x, length, period, mean, a, b, y);
}

class BatchNorm : public OpKernel {
 public:
  explicit BatchNorm(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("epsilon", &epsilon_));
    OP_REQUIRES_OK(c, c->GetAttr("momentum", &momentum_));
    OP_REQUIRES_OK(c, c->GetAttr("relu", &relu_));
    OP_REQUIRES_OK(c, c->GetAttr("training", &training_));
    OP_REQUIRES_OK(c, c->GetAttr("sides", &sides_));
  }

  void Compute(OpKernelContext* c) override {
    const Tensor& input = c->input(0);
    const int64_t channels = input.dim_size(input.dims() - 1);
    const TensorShape vector({channels});
    Tensor *output, *newMean, *newVariance, *coefficients;
    OP_REQUIRES_OK(c, c->allocate_output(0, input.shape(), &output));
    OP_REQUIRES_OK(c, c->allocate_output(1, vector, &newMean));
    OP_REQUIRES_OK(c, c->allocate_output(2, vector, &newVariance));
    OP_REQUIRES_OK(c, c->allocate_output(3, TensorShape({4, channels}), &coefficients));
    const float* x = data(input);
    const float* side = sides_ ? data(c->input(5)) : nullptr;
    const float *scale = data(c->input(1)), *offset = data(c->input(2));
    const float *mean = data(c->input(3)), *variance = data(c->input(4));
    const Stream stream(input.NumElements(), channels);
    float* kept = data(coefficients);
    std::vector<double> batchMean(mean, mean + channels), batchVariance(variance, variance + channels);
    if (training_) moments(c, stream, x, batchMean, batchVariance);
    const double count = static_cast<double>(stream.size) / channels;
    for (int64_t k = 0; k < channels; k++) {
      const double inverse = 1.0 / std::sqrt(batchVariance[k] + epsilon_);
      kept[k] = batchMean[k];
      kept[channels + k] = inverse;
      kept[2 * channels + k] = scale[k] * inverse;
      kept[3 * channels + k] = offset[k];
      const double unbiased = count > 1 ? batchVariance[k] * count / (count - 1) : batchVariance[k];
      data(newMean)[k] = training_ ? mean[k] + momentum_ * (batchMean[k] - mean[k]) : mean[k];
      data(newVariance)[k] = training_ ? variance[k] + momentum_ * (unbiased - variance[k]) : variance[k];
    }
    const std::vector<float> centre = stream.repeated(kept);
    const std::vector<float> a = stream.repeated(kept + 2 * channels), b = stream.repeated(kept + 3 * channels);
    float* y = data(output);
    parallel(c, stream.blocks, stream.cost(), [&](int64_t block) {
      const int64_t begin = stream.begin(block), length = stream.end(block) - begin;
      normalise(x + begin, side ? side + begin : nullptr, length, stream.period, centre.data(), a.data(), b.data(),
                relu_, y + begin);
    });
  }

 private:
  // Mean and biased variance. The first pixel is taken off before squaring, so that a large mean cancels nothing.
  static void moments(OpKernelContext* c, const Stream& stream, const float* x, std::vector<double>& mean,
                      std::vector<double>& variance) {
    const int64_t channels = stream.channels;
    const std::vector<float> shift = stream.repeated(x);
    const std::vector<double> sums =
        channelSums(c, stream, stream.cost(), [&](int64_t begin, int64_t end, float* first, float* second) {
          momentSums(x + begin, end - begin, stream.period, shift.data(), first, second);
        });
    const double count = static_cast<double>(stream.size) / channels;
    for (int64_t k = 0; k < channels; k++) {
      const double sum = sums[k], square = sums[channels + k];
      mean[k] = x[k] + sum / count;
      variance[k] = std::max(0.0, square / count - (sum / count) * (sum / count));
    }
  }

  float epsilon_, momentum_;
  bool relu_, training_;
  int sides_;
};

// What reaches the batch norm's output: g [+ g2], where the ReLU let y through. Without a side branch the ReLU's mask is
// computed again from x, which is read anyway.
struct Reach {
  const float *g, *g2, *x, *y, *mean, *a, *b;
};

template <bool kRelu, bool kY, bool kPair, bool kKeep>
inline __attribute__((always_inline)) void sumAll(const Reach& r, int64_t begin, int64_t end, int64_t period,
                                                  float* keepAll, float* __restrict sums, float* __restrict products) {
  const float *__restrict mean = r.mean, *__restrict a = r.a, *__restrict b = r.b;
  for (int64_t start = begin; start < end; start += period) {
    const int64_t length = std::min(period, end - start);
    const float *__restrict g = r.g + start, *__restrict g2 = kPair ? r.g2 + start : nullptr;
    const float *__restrict x = r.x + start, *__restrict y = kY ? r.y + start : nullptr;
    float* __restrict keep = keepAll + start;
    for (int64_t i = 0; i < length; i++) {
      const float gradient = kPair ? g[i] + g2[i] : g[i];
      const float activation = !kRelu ? 1.0f : kY ? y[i] : (x[i] - mean[i]) * a[i] + b[i];
      const float m = activation <= 0.0f ? 0.0f : gradient;
      if (kKeep) keep[i] = m;
      sums[i] += m;
      products[i] += m * (x[i] - mean[i]);
    }
  }
}

// Σm and Σm·(x − μ); m itself goes to `keep` where a later reader wants it.
KDLAB_VECTORISED void gradientSums(const Reach& r, int64_t begin, int64_t end, int64_t period, bool relu, float* keep,
                                   float* sums, float* products) {
  if (relu && r.y) {
    if (r.g2) return sumAll<true, true, true, true>(r, begin, end, period, keep, sums, products);
    return sumAll<true, true, false, true>(r, begin, end, period, keep, sums, products);
  }
  if (relu) {
    if (r.g2) return sumAll<true, false, true, true>(r, begin, end, period, keep, sums, products);
    return sumAll<true, false, false, false>(r, begin, end, period, keep, sums, products);
  }
  if (r.g2) return sumAll<false, false, true, true>(r, begin, end, period, keep, sums, products);
  sumAll<false, false, false, false>(r, begin, end, period, keep, sums, products);
}

template <bool kMask>
inline __attribute__((always_inline)) void inputAll(const float* mAll, const Reach& r, int64_t begin, int64_t end,
                                                    int64_t period, const float* __restrict p,
                                                    const float* __restrict q, const float* __restrict s,
                                                    float* dxAll) {
  const float *__restrict mean = r.mean, *__restrict a = r.a, *__restrict b = r.b;
  for (int64_t start = begin; start < end; start += period) {
    const int64_t length = std::min(period, end - start);
    const float *m = mAll + start, *__restrict x = r.x + start;
    float* dx = dxAll + start;  // may be m itself, entry by entry
#pragma GCC ivdep
    for (int64_t i = 0; i < length; i++) {
      const float d = x[i] - mean[i];
      const float reach = kMask ? (d * a[i] + b[i] <= 0.0f ? 0.0f : m[i]) : m[i];
      dx[i] = p[i] * reach + q[i] * d + s[i];
    }
  }
}

// dx = p·m + q·(x − μ) + s; with `mask` the ReLU is applied to m here.
KDLAB_VECTORISED void inputGradient(const float* m, const Reach& r, int64_t begin, int64_t end, int64_t period,
                                    bool mask, const float* p, const float* q, const float* s, float* dx) {
  if (mask) return inputAll<true>(m, r, begin, end, period, p, q, s, dx);
  inputAll<false>(m, r, begin, end, period, p, q, s, dx);
}

// Gradients of BatchNorm in training: ∂γ = Σ m·x̂, ∂β = Σ m, ∂x = γ/√(σ²+ε)·(m − mean(m) − x̂·mean(m·x̂)), ∂side = m.
class BatchNormGrad : public OpKernel {
 public:
  explicit BatchNormGrad(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("relu", &relu_));
    OP_REQUIRES_OK(c, c->GetAttr("side", &side_));
    OP_REQUIRES_OK(c, c->GetAttr("pair", &pair_));
    OP_REQUIRES_OK(c, c->GetAttr("outputs", &outputs_));
  }

  void Compute(OpKernelContext* c) override {
    const Tensor& input = c->input(0);
    const int64_t channels = input.dim_size(input.dims() - 1);
    const TensorShape vector({channels}), none({0});
    Tensor *dInput, *dSide, *dScale, *dOffset;
    OP_REQUIRES_OK(c, c->allocate_output(0, input.shape(), &dInput));
    OP_REQUIRES_OK(c, c->allocate_output(1, vector, &dScale));
    OP_REQUIRES_OK(c, c->allocate_output(2, vector, &dOffset));
    OP_REQUIRES_OK(c, c->allocate_output(3, side_ ? input.shape() : none, &dSide));
    const float *scale = data(c->input(1)), *kept = data(c->input(2));
    const Stream stream(input.NumElements(), channels);
    const std::vector<float> mean = stream.repeated(kept);
    const std::vector<float> a = stream.repeated(kept + 2 * channels), b = stream.repeated(kept + 3 * channels);
    int next = 3;
    Reach r{data(c->input(next)), nullptr, data(input), nullptr, mean.data(), a.data(), b.data()};
    if (pair_) r.g2 = data(c->input(++next));
    if (outputs_) r.y = data(c->input(++next));
    float* dx = data(dInput);
    // With a sum of gradients or a side branch m is written down; else it is cheap to compute twice.
    const bool written = side_ || pair_ || outputs_;
    float* keep = side_ ? data(dSide) : dx;
    const std::vector<double> sums =
        channelSums(c, stream, 2 * stream.cost(), [&](int64_t begin, int64_t end, float* first, float* second) {
          gradientSums(r, begin, end, stream.period, relu_, keep, first, second);
        });
    const double count = static_cast<double>(stream.size) / channels;
    std::vector<float> coefficients(3 * channels);
    for (int64_t k = 0; k < channels; k++) {
      const double sum = sums[k], product = sums[channels + k];
      const double inverse = kept[channels + k];
      data(dScale)[k] = product * inverse;
      data(dOffset)[k] = sum;
      const double p = scale[k] * inverse, q = -p * inverse * inverse * product / count;
      coefficients[k] = p;
      coefficients[channels + k] = q;
      coefficients[2 * channels + k] = -p * sum / count;
    }
    const std::vector<float> p = stream.repeated(coefficients.data());
    const std::vector<float> q = stream.repeated(coefficients.data() + channels);
    const std::vector<float> s = stream.repeated(coefficients.data() + 2 * channels);
    const float* m = written ? keep : r.g;
    parallel(c, stream.blocks, 2 * stream.cost(), [&](int64_t block) {
      inputGradient(m, r, stream.begin(block), stream.end(block), stream.period, relu_ && !written, p.data(), q.data(),
                    s.data(), dx);
    });
  }

 private:
  bool relu_, side_, pair_, outputs_;
};

REGISTER_OP("KdlabBatchNorm")
    .Input("x: float")
    .Input("scale: float")
    .Input("offset: float")
    .Input("mean: float")
    .Input("variance: float")
    .Input("side: sides * float")
    .Output("y: float")
    .Output("new_mean: float")
    .Output("new_variance: float")
    .Output("coefficients: float")
    .Attr("epsilon: float")
    .Attr("momentum: float")
    .Attr("relu: bool")
    .Attr("training: bool")
    .Attr("sides: int >= 0")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_OP("KdlabBatchNormGrad")
    .Input("x: float")
    .Input("scale: float")
    .Input("coefficients: float")
    .Input("gradient: terms * float")
    .Output("dx: float")
    .Output("d_scale: float")
    .Output("d_offset: float")
    .Output("d_side: float")
    .Attr("relu: bool")
    .Attr("side: bool")
    .Attr("pair: bool")
    .Attr("outputs: bool")
    .Attr("terms: int >= 1")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("KdlabBatchNorm").Device(tensorflow::DEVICE_CPU), BatchNorm);
REGISTER_KERNEL_BUILDER(Name("KdlabBatchNormGrad").Device(tensorflow::DEVICE_CPU), BatchNormGrad);

}  // namespace
}  // namespace kdlab
