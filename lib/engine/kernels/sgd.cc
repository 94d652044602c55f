// One step of stochastic gradient descent with momentum over the flat vector, in one reading instead of five:
//   g ← g + decay·mask·p,  v ← momentum·v + g,  p ← p − rate·(nesterov ? g + momentum·v : v)
#include "common.h"

namespace kdlab {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;

struct Step {
  float rate, momentum, decay;
  bool nesterov;
};

KDLAB_VECTORISED void update(const Step& step, const float* p, const float* g, const float* v, const float* mask,
                             int64_t length, float* newP, float* newV) {
  const float rate = step.rate, momentum = step.momentum, decay = step.decay;
  if (mask) {
    for (int64_t i = 0; i < length; i++) {
      const float gradient = g[i] + decay * (mask[i] * p[i]);
      const float velocity = momentum * v[i] + gradient;
      newV[i] = velocity;
      newP[i] = p[i] - rate * (step.nesterov ? gradient + momentum * velocity : velocity);
    }
    return;
  }
  for (int64_t i = 0; i < length; i++) {
    const float gradient = g[i] + decay * p[i];
    const float velocity = momentum * v[i] + gradient;
    newV[i] = velocity;
    newP[i] = p[i] - rate * (step.nesterov ? gradient + momentum * velocity : velocity);
  }
}

class Sgd : public OpKernel {
 public:
  explicit Sgd(OpKernelConstruction* c) : OpKernel(c) {
    OP_REQUIRES_OK(c, c->GetAttr("momentum", &momentum_));
    OP_REQUIRES_OK(c, c->GetAttr("decay", &decay_));
    OP_REQUIRES_OK(c, c->GetAttr("nesterov", &nesterov_));
    OP_REQUIRES_OK(c, c->GetAttr("masks", &masks_));
  }

  void Compute(OpKernelContext* c) override {
    const Tensor& value = c->input(0);
    Tensor *newValue, *newVelocity;
    OP_REQUIRES_OK(c, c->allocate_output(0, value.shape(), &newValue));
    OP_REQUIRES_OK(c, c->allocate_output(1, value.shape(), &newVelocity));
    const Step step{data(c->input(3))[0], momentum_, decay_, nesterov_};
    const float *p = data(value), *g = data(c->input(1)), *v = data(c->input(2));
    const float* mask = masks_ ? data(c->input(4)) : nullptr;
    float *newP = data(newValue), *newV = data(newVelocity);
    constexpr int64_t kBlock = 1 << 14;
    const int64_t size = value.NumElements();
    parallel(c, (size + kBlock - 1) / kBlock, 4 * kBlock, [&](int64_t block) {
      const int64_t begin = block * kBlock, length = std::min(kBlock, size - begin);
      update(step, p + begin, g + begin, v + begin, mask ? mask + begin : nullptr, length, newP + begin, newV + begin);
    });
  }

 private:
  float momentum_, decay_;
  bool nesterov_;
  int masks_;
};

REGISTER_OP("KdlabSgd")
    .Input("value: float")
    .Input("gradient: float")
    .Input("velocity: float")
    .Input("rate: float")
    .Input("mask: masks * float")
    .Output("new_value: float")
    .Output("new_velocity: float")
    .Attr("momentum: float")
    .Attr("decay: float")
    .Attr("nesterov: bool")
    .Attr("masks: int >= 0")
    .SetShapeFn(tensorflow::shape_inference::UnknownShape);
REGISTER_KERNEL_BUILDER(Name("KdlabSgd").Device(tensorflow::DEVICE_CPU), Sgd);

}  // namespace
}  // namespace kdlab
