'use strict';
// Loaded into the kernel before tslab (`node --require`, see .jupyter/kernels/tslab/kernel.json).
const zeromq = require('zeromq');

// By default zeromq drops what a cell prints beyond some hundred messages in one turn, without a word. The limits are
// off here; linger lets the last messages out when the kernel is shut down.
const { Publisher } = zeromq;
zeromq.Publisher = class LosslessPublisher extends Publisher {
  constructor(options) {
    super({ ...options, sendHighWaterMark: 0, sendTimeout: 0, linger: 2000 });
  }
};

// Whoever started the kernel normally shuts it down; where that process was killed, the kernel must not live on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 2000).unref();
