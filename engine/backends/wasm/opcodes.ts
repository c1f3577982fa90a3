/**
 * The WebAssembly instructions that the code generator knows: name, opcode and immediates. One table serves the
 * encoder and the printer. Not the whole instruction set: a kernel that needs another instruction adds a line.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */

/** What follows the opcode in the binary. */
export type Immediate = 'none' | 'block' | 'index' | 'i32' | 'f32' | 'f64' | 'memory' | 'v128' | 'shuffle' | 'lane';

/** Prefix in the upper bits (0xfc, 0xfd), number below; one-byte opcodes have no prefix. */
const bulk = (n: number): number => 0xfc0000 + n;
const simd = (n: number): number => 0xfd0000 + n;

const plain = {
  unreachable: 0x00,
  else: 0x05,
  end: 0x0b,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.le_u': 0x4d,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'f32.eq': 0x5b,
  'f32.ne': 0x5c,
  'f32.lt': 0x5d,
  'f32.gt': 0x5e,
  'f32.le': 0x5f,
  'f32.ge': 0x60,
  'f64.eq': 0x61,
  'f64.ne': 0x62,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'f64.le': 0x65,
  'f64.ge': 0x66,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
  'f32.abs': 0x8b,
  'f32.neg': 0x8c,
  'f32.sqrt': 0x91,
  'f32.add': 0x92,
  'f32.sub': 0x93,
  'f32.mul': 0x94,
  'f32.div': 0x95,
  'f32.min': 0x96,
  'f32.max': 0x97,
  'f64.abs': 0x99,
  'f64.neg': 0x9a,
  'f64.floor': 0x9c,
  'f64.sqrt': 0x9f,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.min': 0xa4,
  'f64.max': 0xa5,
  'f32.convert_i32_s': 0xb2,
  'f32.demote_f64': 0xb6,
  'f64.convert_i32_s': 0xb7,
  'f64.promote_f32': 0xbb,
  'i32.reinterpret_f32': 0xbc,
  'f32.reinterpret_i32': 0xbe,
  'i32.trunc_sat_f32_s': bulk(0),
  'i32.trunc_sat_f64_s': bulk(2),
  'i32x4.splat': simd(0x11),
  'f32x4.splat': simd(0x13),
  'f64x2.splat': simd(0x14),
  'i32x4.eq': simd(0x37),
  'i32x4.lt_s': simd(0x39),
  'i32x4.gt_s': simd(0x3b),
  'f32x4.eq': simd(0x41),
  'f32x4.ne': simd(0x42),
  'f32x4.lt': simd(0x43),
  'f32x4.gt': simd(0x44),
  'f32x4.le': simd(0x45),
  'f32x4.ge': simd(0x46),
  'v128.not': simd(0x4d),
  'v128.and': simd(0x4e),
  'v128.andnot': simd(0x4f),
  'v128.or': simd(0x50),
  'v128.xor': simd(0x51),
  'v128.bitselect': simd(0x52),
  'v128.any_true': simd(0x53),
  'f32x4.demote_f64x2_zero': simd(0x5e),
  'f64x2.promote_low_f32x4': simd(0x5f),
  'i32x4.all_true': simd(0xa3),
  'i32x4.shl': simd(0xab),
  'i32x4.shr_s': simd(0xac),
  'i32x4.shr_u': simd(0xad),
  'i32x4.add': simd(0xae),
  'i32x4.sub': simd(0xb1),
  'i64x2.extmul_low_i32x4_u': simd(0xde),
  'i64x2.extmul_high_i32x4_u': simd(0xdf),
  'f32x4.abs': simd(0xe0),
  'f32x4.neg': simd(0xe1),
  'f32x4.sqrt': simd(0xe3),
  'f32x4.add': simd(0xe4),
  'f32x4.sub': simd(0xe5),
  'f32x4.mul': simd(0xe6),
  'f32x4.div': simd(0xe7),
  'f32x4.min': simd(0xe8),
  'f32x4.max': simd(0xe9),
  'f32x4.pmin': simd(0xea),
  'f32x4.pmax': simd(0xeb),
  'f64x2.sub': simd(0xf1),
  'f64x2.add': simd(0xf0),
  'f64x2.mul': simd(0xf2),
  'f64x2.div': simd(0xf3),
  'f64x2.pmax': simd(0xf7),
  'i32x4.trunc_sat_f32x4_s': simd(0xf8),
  'f32x4.convert_i32x4_s': simd(0xfa),
  'f32x4.relaxed_madd': simd(0x105),
  'f32x4.relaxed_nmadd': simd(0x106),
} as const;

const blocks = { block: 0x02, loop: 0x03, if: 0x04 } as const;

const indexed = {
  br: 0x0c,
  br_if: 0x0d,
  call: 0x10,
  'local.get': 0x20,
  'local.set': 0x21,
  'local.tee': 0x22,
} as const;

const constants = { 'i32.const': 0x41, 'f32.const': 0x43, 'f64.const': 0x44, 'v128.const': simd(0x0c) } as const;

const memory = {
  'i32.load': 0x28,
  'f32.load': 0x2a,
  'f64.load': 0x2b,
  'i32.load8_u': 0x2d,
  'i32.store': 0x36,
  'f32.store': 0x38,
  'f64.store': 0x39,
  'i32.store8': 0x3a,
  'v128.load': simd(0x00),
  'v128.load32_splat': simd(0x09),
  'v128.store': simd(0x0b),
  'v128.load64_zero': simd(0x5d),
} as const;

const lanes = {
  'i32x4.extract_lane': simd(0x1b),
  'f32x4.extract_lane': simd(0x1f),
  'f32x4.replace_lane': simd(0x20),
  'f64x2.extract_lane': simd(0x21),
} as const;

export const OPCODES = {
  ...plain,
  ...blocks,
  ...indexed,
  ...constants,
  ...memory,
  ...lanes,
  'i8x16.shuffle': simd(0x0d),
} as const;

export type Instruction = keyof typeof OPCODES;
export type PlainInstruction = keyof typeof plain;
export type MemoryInstruction = keyof typeof memory;
export type LaneInstruction = keyof typeof lanes;

const sized: Readonly<Record<string, Immediate>> = {
  'i32.const': 'i32',
  'f32.const': 'f32',
  'f64.const': 'f64',
  'v128.const': 'v128',
  'i8x16.shuffle': 'shuffle',
};

/** The immediates of an instruction. */
export function immediateOf(name: Instruction): Immediate {
  if (name in blocks) return 'block';
  if (name in indexed) return 'index';
  if (name in memory) return 'memory';
  if (name in lanes) return 'lane';
  return sized[name] ?? 'none';
}

/** log2 of the natural alignment of a memory instruction: the access's width. */
export function alignmentOf(name: MemoryInstruction): number {
  if (name.includes('8') && !name.startsWith('v128')) return 0;
  if (name === 'v128.load' || name === 'v128.store') return 4;
  if (name.startsWith('f64') || name.includes('64_')) return 3;
  return 2;
}
