/** Compiles further programs of a graph onto the device that holds its state, and counts them. */
import type { Backend, Device, Executable } from '../backends/backend';
import type { CheckedGraph } from '../graph/types';
import { ops } from '../ops/index';
import { type CompiledGraph, type CompileOptions, compileGraph } from '../passes/pipeline';

type Choices = Omit<CompileOptions, 'ops' | 'bytesOf' | 'sameLayout'>;

/** Compiles for a backend; loading is another matter. */
export const compileFor = (checked: CheckedGraph, backend: Backend, choices: Choices): CompiledGraph =>
  compileGraph(checked, { ...choices, ops, bytesOf: backend.bytesOf, sameLayout: backend.sameLayout });

export class Programs {
  /** Programs compiled so far. What is fed or set never moves it. */
  compilations = 0;

  constructor(
    private readonly backend: Backend,
    readonly device: Device,
  ) {}

  /** @throws {OutOfMemory} */
  load(compiled: CompiledGraph): Executable {
    this.compilations++;
    return this.device.load(compiled.program);
  }

  /**
   * A program of the graph that shares the state and nothing else. Whoever asks for it frees it.
   *
   * @throws {OutOfMemory}
   */
  make(checked: CheckedGraph, choices: Choices): Executable {
    return this.load(compileFor(checked, this.backend, choices));
  }
}
