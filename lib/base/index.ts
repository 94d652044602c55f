export * from './definitions';
export * from './errors';
export * from './paths';
export * from './random';
export * from './record';
export * from './run-id';
export * from './run-spec';
export * from './schemas';
