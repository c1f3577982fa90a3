/**
 * The wasm backend: a device is one linear memory with the state in front and an arena for each loaded program behind
 * it. A program becomes a module of its own over that memory; a step is one call. What this is not: a planner (offsets
 * come with the program) or an optimizer of graphs (the passes have done that).
 */
import type { Shape } from '../../core/shape';
import type { OpTable } from '../../ir/op';
import type { Program, Value, ValueId, Variable } from '../../ir/types';
import { allocate } from '../allocate';
import type { Backend, Device, DeviceInfo, Executable, FeedView, Snapshot } from '../backend';
import { generate, STEP } from './codegen';
import { at } from './kernel';
import { TILES, type Tile, type TileName } from './kernels/matmul';
import { eachElement, type Layout, layoutOf, sameLayout } from './layout';
import { printModule } from './printer';
import { probeKernels } from './probe';
import { Regions } from './regions';
import { instantiate, now, type WasmMemory, webAssembly } from './webassembly';

export interface WasmOptions {
  /** The register tile of matrix products; `auto` measures. The result is the same, bit for bit. */
  tile?: TileName | 'auto';
  /** Whether to fuse multiply and add; `auto` where the host can. */
  relaxed?: 'auto' | boolean;
}

const PAGE = 65536;
/** The first bytes stay unused, so that no address is 0. */
const STATE_START = 1024;
const ALIGNMENT = 64;
/** What programs mostly take for scratch, which is known only when their code is there. Memory that grows is copied. */
const SCRATCH = 2 ** 20;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Where a tensor lies, with its view of the memory, which is made anew when the memory has grown. */
class Place {
  readonly layout: Layout;
  private view = new Float32Array(0);

  constructor(
    private readonly memory: WasmMemory,
    readonly address: number,
    readonly shape: Shape,
  ) {
    this.layout = layoutOf(shape);
  }

  get floats(): Float32Array {
    if (this.view.buffer !== this.memory.buffer) {
      this.view = new Float32Array(this.memory.buffer, this.address, this.layout.bytes / 4);
    }
    return this.view;
  }

  /** The elements without padding. */
  read(target?: Float64Array): Float64Array {
    const { rows, columns } = this.layout;
    const { floats } = this;
    if (rows === 1) {
      const result = target ?? new Float64Array(columns);
      for (let i = 0; i < columns; i++) result[i] = floats[i] as number;
      return result;
    }
    const result = target ?? new Float64Array(rows * columns);
    eachElement(this.shape, (offset, index) => {
      result[index] = floats[offset] as number;
    });
    return result;
  }

  /** Whether all elements are finite; padding may hold anything. Loops, since it runs on a training run's time. */
  isFinite(): boolean {
    const { rows, columns, stride } = this.layout;
    const { floats } = this;
    for (let row = 0; row < rows; row++) {
      const end = row * stride + columns;
      for (let i = row * stride; i < end; i++) if (!Number.isFinite(floats[i])) return false;
    }
    return true;
  }

  /** A loop over rows: a large network's first weights are tens of millions of numbers. */
  write(values: ArrayLike<number>): void {
    const { rows, columns, stride } = this.layout;
    const { floats } = this;
    for (let row = 0; row < rows; row++) {
      const [to, from] = [row * stride, row * columns];
      for (let i = 0; i < columns; i++) floats[to + i] = values[from + i] as number;
    }
  }
}

class WasmDevice implements Device {
  readonly memory: WasmMemory;
  private readonly places = new Map<string, Place>();
  private readonly stateBytes: number;
  /** The arenas of the loaded programs. */
  readonly arenas: Regions;

  constructor(
    readonly variables: readonly Variable[],
    readonly info: DeviceInfo,
    readonly ops: OpTable,
    readonly tile: Tile,
    room: number,
  ) {
    this.stateBytes = variables.reduce((bytes, { shape }) => bytes + layoutOf(shape).bytes, 0);
    const end = aligned(STATE_START + this.stateBytes);
    this.arenas = new Regions(end);
    const { Memory } = webAssembly();
    const bytes = room > 0 ? end + room + SCRATCH : end;
    this.memory = allocate(bytes, () => new Memory({ initial: Math.ceil(bytes / PAGE) }));
    let address = STATE_START;
    for (const { name, shape } of variables) {
      this.places.set(name, new Place(this.memory, address, shape));
      address += layoutOf(shape).bytes;
    }
  }

  load(program: Program): Executable {
    return new WasmExecutable(program, this);
  }

  /** Takes these bytes for a program; the memory grows where it is too small. Returns what gives them back. */
  reserve(from: number, to: number): () => void {
    const missing = to - this.memory.buffer.byteLength;
    if (missing > 0) allocate(to, () => this.memory.grow(Math.ceil(missing / PAGE)));
    return this.arenas.take(from, aligned(to));
  }

  get usedBytes(): number {
    return this.arenas.used + this.stateBytes;
  }

  place(name: string): Place {
    const place = this.places.get(name);
    if (!place) throw new Error(`No variable "${name}".`);
    return place;
  }

  readVariable(name: string): Float64Array {
    return this.place(name).read();
  }

  writeVariable(name: string, values: ArrayLike<number>): void {
    this.place(name).write(values);
  }

  fillVariable(name: string, value: number): void {
    this.place(name).floats.fill(value);
  }

  snapshot(given?: Snapshot): Snapshot {
    const into = given ?? { bytes: allocate(this.stateBytes, () => new Uint8Array(this.stateBytes)) };
    into.bytes.set(new Uint8Array(this.memory.buffer, STATE_START, this.stateBytes));
    return into;
  }

  restore({ bytes }: Snapshot): void {
    if (bytes.length !== this.stateBytes) throw new Error('The snapshot is of another device.');
    new Uint8Array(this.memory.buffer, STATE_START, this.stateBytes).set(bytes);
  }

  isFinite(role?: Variable['role']): boolean {
    for (const variable of this.variables) {
      if (role !== undefined && variable.role !== role) continue;
      if (!this.place(variable.name).isFinite()) return false;
    }
    return true;
  }
}

interface PlacedProgram {
  arena: number;
  /** First byte behind the program's memory. */
  end: number;
  places: Place[];
  bytes: Uint8Array;
  fusedInto: ReadonlyMap<ValueId, ValueId>;
}

/** The code of a program whose arena begins at `arena`. */
function placeProgram(program: Program, device: WasmDevice, arena: number): PlacedProgram {
  const { graph, memory } = program;
  const places: Place[] = [];
  for (const { op, attributes, inputs, shape, id } of graph.values) {
    const offset = at(memory.offsets, id);
    // A variable under another shape lies where the variable lies.
    const lies = op === 'reshape' && offset < 0 ? at(places, at(inputs, 0)).address : arena + offset;
    places.push(op === 'variable' ? device.place(String(attributes.name)) : new Place(device.memory, lies, shape));
  }
  const scratch = aligned(arena + memory.bytes);
  const { bytes, scratchBytes, fusedInto } = generate(program, {
    ops: device.ops,
    tile: device.tile,
    relaxed: device.info.fma,
    addressOf: (id) => at(places, id).address,
    scratch,
  });
  return { arena, end: scratch + scratchBytes, places, bytes, fusedInto };
}

class WasmExecutable implements Executable {
  readonly compileMs: number;
  readonly codeBytes: number;
  readonly fusedInto: ReadonlyMap<ValueId, ValueId>;
  private readonly step: (probe: number) => void;
  private readonly code: Uint8Array;
  private readonly feeds = new Map<string, Place>();
  private readonly outputs = new Map<string, Place>();
  private readonly release: () => void;

  constructor(
    readonly program: Program,
    device: WasmDevice,
  ) {
    const start = now();
    const { graph, schedule } = program;
    // The code tells how much scratch memory it takes only when it is made: a gap that turns out too small is left.
    const gap = device.arenas.find(aligned(program.memory.bytes));
    let placed = placeProgram(program, device, gap);
    if (!device.arenas.isFree(gap, placed.end)) placed = placeProgram(program, device, device.arenas.end);
    const { places, bytes, fusedInto } = placed;
    this.release = device.reserve(placed.arena, placed.end);
    for (const value of graph.values) {
      if (value.op === 'feed') this.feeds.set(String(value.attributes.name), at(places, value.id));
    }
    for (const [name, id] of Object.entries(graph.outputs)) this.outputs.set(name, at(places, id));
    for (const id of schedule) writeConstant(at(graph.values, id), at(places, id));
    this.code = bytes;
    this.codeBytes = bytes.length;
    this.fusedInto = fusedInto;
    this.step = instantiate(bytes, device.memory)[STEP] as (probe: number) => void;
    this.compileMs = now() - start;
  }

  feed(name: string): FeedView {
    const place = this.feeds.get(name);
    if (!place) throw new Error(`No feed "${name}".`);
    return { data: place.floats, rowStride: place.layout.stride };
  }

  run(probe: boolean): void {
    this.step(probe ? 1 : 0);
  }

  read(output: string, target?: Float64Array): Float64Array {
    return this.output(output).read(target);
  }

  readScalar(output: string): number {
    return this.output(output).floats[0] as number;
  }

  print(): string {
    return printModule(this.code);
  }

  free(): void {
    this.release();
  }

  private output(name: string): Place {
    const place = this.outputs.get(name);
    if (!place) throw new Error(`No output "${name}".`);
    return place;
  }
}

/** Constants are in memory before the first step; one value fills the whole buffer. */
function writeConstant({ op, attributes }: Value, place: Place): void {
  if (op !== 'constant') return;
  const values = attributes.values as readonly number[];
  if (values.length === 1) place.floats.fill(at(values, 0));
  else place.write(values);
}

/**
 * @param ops the table of operations, for the scalar expressions of the elementwise ones.
 */
export function createWasmBackend(ops: OpTable, options: WasmOptions = {}): Backend {
  return {
    id: 'wasm',
    bytesOf: (shape) => layoutOf(shape).bytes,
    sameLayout,
    prepare() {
      probeKernels(options);
    },
    open(variables, room = 0) {
      const probed = probeKernels(options);
      const tile = TILES[probed.tile];
      const info: DeviceInfo = { backend: 'wasm', threads: 1, fma: probed.fma, kernel: tile.name };
      return new WasmDevice(variables, info, ops, tile, room);
    },
  };
}
