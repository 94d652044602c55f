export * from './cross-entropy';
export * from './divergence';
export * from './parts';
export * from './softmax';
