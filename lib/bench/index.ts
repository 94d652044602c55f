export type { Benchmark, BenchmarkLine, BenchmarkOptions } from './definition';
export { machine } from './machine';
export { BENCHMARKS, findBenchmark } from './registry';
export { storeClaim } from './store-claim';
