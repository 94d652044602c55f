'use strict';
// Loads the freshly built engine and multiplies two matrices; run in a process of its own by engine.cjs.
const tf = require('@tensorflow/tfjs-node-gpu');

const left = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const right = tf.tensor2d([5, 6, 7, 8], [2, 2]);
const product = Array.from(tf.matMul(left, right).dataSync());
const backend = tf.backend();
console.log(`TensorFlow ${backend.binding.TF_Version}, product ${product}, GPU ${backend.isUsingGpuDevice}`);
if (product.join() !== '19,22,43,50')
  throw new Error(`the engine computes wrongly: found ${product}, expected 19,22,43,50`);
if (process.env.KDLAB_EXPECT_GPU === '1' && !backend.isUsingGpuDevice) {
  throw new Error(
    'no GPU is visible to TensorFlow: check the NVIDIA driver with nvidia-smi, or set up with --cpu',
  );
}
