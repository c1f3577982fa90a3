import { expect, test } from 'vitest';
import { ModuleBuilder } from './assembler';
import { signed, unsigned } from './encoding';
import { f32x4, i32, load, shuffle, store } from './instructions';
import { type Instruction, OPCODES } from './opcodes';
import { printModule } from './printer';
import { instantiate, validates, webAssembly } from './webassembly';

const encoded = (write: (bytes: number[], value: number) => void, value: number): number[] => {
  const bytes: number[] = [];
  write(bytes, value);
  return bytes;
};

test.each([
  [0, [0x00]],
  [127, [0x7f]],
  [128, [0x80, 0x01]],
  [624485, [0xe5, 0x8e, 0x26]],
  [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])('unsigned LEB128 of %d', (value, bytes) => {
  expect(encoded(unsigned, value)).toEqual(bytes);
});

test.each([
  [0, [0x00]],
  [63, [0x3f]],
  [64, [0xc0, 0x00]],
  [-1, [0x7f]],
  [-64, [0x40]],
  [-65, [0xbf, 0x7f]],
  [-123456, [0xc0, 0xbb, 0x78]],
  [-2147483648, [0x80, 0x80, 0x80, 0x80, 0x78]],
])('signed LEB128 of %d', (value, bytes) => {
  expect(encoded(signed, value)).toEqual(bytes);
});

test('a module is these bytes and no others', () => {
  const module = new ModuleBuilder();
  module.add('f', ['i32'], (f, [p]) => store(f, p ?? 0, 16, load(p ?? 0)), { exported: true });
  expect([...module.finish()]).toEqual([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    // One type: (i32) to nothing.
    ...[0x01, 0x05, 0x01, 0x60, 0x01, 0x7f, 0x00],
    // The memory "host" "memory".
    ...[0x02, 0x10, 0x01, 0x04, 0x68, 0x6f, 0x73, 0x74, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00, 0x00],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
    // local.get 0, local.get 0, v128.load align=2, v128.store align=2 offset=16, end.
    ...[0x0a, 0x10, 0x01, 0x0e, 0x00, 0x20, 0x00, 0x20, 0x00, 0xfd, 0x00, 0x02, 0x00, 0xfd, 0x0b, 0x02, 0x10, 0x0b],
    // The name section.
    ...[0x00, 0x0b, 0x04, 0x6e, 0x61, 0x6d, 0x65, 0x01, 0x04, 0x01, 0x00, 0x01, 0x66],
  ]);
});

test('the printer shows what was built', () => {
  const module = new ModuleBuilder();
  const inner = module.add('inner', ['i32'], (f, [p]) => {
    const x = f.local('v128', f32x4.add(load(p ?? 0, 8), f.splat(1.5)));
    store(f, p ?? 0, 0, shuffle(x, x, [2, 3, 0, 1]));
  });
  module.add('outer', ['i32'], (f) => f.repeat(3, () => f.call(inner, [-100])), { exported: true });
  expect(printModule(module.finish())).toBe(`(module
  (import "host" "memory" (memory 0))
  (func $"inner" (param i32)
    (local v128 v128)
    v128.const i32x4 0x3fc00000 0x3fc00000 0x3fc00000 0x3fc00000
    local.set 1
    local.get 0
    v128.load offset=8
    local.get 1
    f32x4.add
    local.set 2
    local.get 0
    local.get 2
    local.get 2
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    v128.store
  )
  (func $"outer" (export "outer") (param i32)
    (local i32)
    i32.const 3
    local.set 1
    loop
      i32.const -100
      call $"inner"
      local.get 1
      i32.const -1
      i32.add
      local.set 1
      local.get 1
      br_if 0
    end
  )
)
`);
});

test('loops, conditions and while count as written', () => {
  const module = new ModuleBuilder();
  module.add(
    'count',
    ['i32'],
    (f, [limit]) => {
      const [i, sum] = [f.local('i32', 0), f.local('i32', 0)];
      f.while(i32.lt(i, limit ?? 0), () => {
        f.if(
          i32.and(i, 1),
          () => f.advance(sum, i),
          () => f.advance(sum, -1),
        );
        f.advance(i, 1);
      });
      f.repeat(0, () => f.advance(sum, 1000));
      f.repeat(1, () => f.advance(sum, 100));
      f.repeat(5, () => f.advance(sum, 10));
      f.store('i32.store', 0, 0, sum);
    },
    { exported: true },
  );
  const memory = new (webAssembly().Memory)({ initial: 1 });
  const { count } = instantiate(module.finish(), memory);
  count?.(6);
  expect(new Int32Array(memory.buffer)[0]).toBe(1 + 3 + 5 - 3 + 100 + 50);
  count?.(0);
  expect(new Int32Array(memory.buffer)[0]).toBe(150);
});

test('opcodes are all different', () => {
  const codes = Object.values(OPCODES);
  expect(new Set(codes).size).toBe(codes.length);
});

test('the host takes every vector instruction of the table that has two operands', () => {
  const names = (Object.keys(OPCODES) as Instruction[]).filter((name) =>
    /^(f32x4|i32x4|v128)\.(add|sub|mul|div|p?min|p?max|eq|ne|[lg][te](_s)?|and|andnot|or|xor)$/.test(name),
  );
  expect(names.length).toBeGreaterThan(20);
  const module = new ModuleBuilder();
  module.add('all', ['i32'], (f, [p]) => {
    for (const name of names) {
      store(f, p ?? 0, 0, (g) => {
        g.push(load(p ?? 0));
        g.push(load(p ?? 0));
        g.op(name);
      });
    }
  });
  expect(validates(module.finish())).toBe(true);
});
