/** All backends, for tests with one body over each of them. */
import type { Backend } from '../backends/backend';
import { selectBackend } from '../backends/select';

interface TestedBackend {
  name: string;
  backend: Backend;
  /** Relative error that its precision allows. */
  tolerance: number;
  precision: 'float64' | 'float32';
}

export const reference: TestedBackend = {
  name: 'reference',
  backend: selectBackend('reference'),
  tolerance: 1e-9,
  precision: 'float64',
};

export const wasm: TestedBackend = {
  name: 'wasm',
  backend: selectBackend('wasm'),
  tolerance: 1e-5,
  precision: 'float32',
};

export const backends: readonly TestedBackend[] = [reference, wasm];
