export * from './cross-entropy';
export * from './decoupled';
export * from './divergence';
export * from './parts';
export * from './pooling';
export * from './softmax';
export * from './standardise';
export * from './vectors';
