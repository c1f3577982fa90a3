import { expect, test } from 'vitest';
import { evaluate } from './expression';

const result = (text: string): number => {
  const found = evaluate(text);
  if (!found.ok) throw new Error(`${text}: ${found.problem} at ${found.at}`);
  return found.value;
};

test.each([
  ['2*64', 128],
  ['1e-3/2', 0.0005],
  ['28^2', 784],
  ['2**3**2', 512],
  ['-2^2', -4],
  ['(28-4)^2/16', 36],
  ['2 + 3 * 4', 14],
  ['10 - 4 - 3', 3],
  ['8/4/2', 1],
  ['2^-1', 0.5],
  ['--3', 3],
  ['20%', 0.2],
  ['50% * 8', 4],
  ['sqrt(16)', 4],
  ['log(1000) + log2(8)', 6],
  ['ln(e)', 1],
  ['round(2.6)', 3],
  ['2·3×4', 24],
  ['6 ÷ 3 − 1', 1],
  ['.5*4', 2],
  ['3.*2', 6],
  ['2*pi', 2 * Math.PI],
  ['1e3*2', 2000],
])('%s is %d', (text, value) => {
  expect(result(text)).toBeCloseTo(value, 12);
});

test('a plain number is no sum, with a decimal comma too', () => {
  expect(evaluate('0,5')).toEqual({ ok: true, value: 0.5, isSum: false });
  expect(evaluate('-3')).toEqual({ ok: true, value: -3, isSum: false });
  expect(evaluate('1+1')).toEqual({ ok: true, value: 2, isSum: true });
});

test.each([
  ['2*', 2],
  ['(2', 2],
  ['2)', 1],
  ['2 3', 2],
  ['1..2', 2],
  ['sqrt 4', 4],
  ['alert(1)', 0],
  ['constructor(1)', 0],
  ['2*x', 2],
  ['1,000*2', 1],
])('%s cannot be read at place %d', (text, at) => {
  expect(evaluate(text)).toEqual({ ok: false, problem: 'syntax', at });
});

test('what has no finite value is told apart from what cannot be read', () => {
  for (const text of ['1/0', '0/0', 'ln(0)', 'sqrt(-1)', '9^999']) {
    expect(evaluate(text)).toMatchObject({ ok: false, problem: 'infinite' });
  }
  expect(evaluate('  ')).toMatchObject({ ok: false, problem: 'empty' });
});

test('a text of any depth ends with an answer', () => {
  expect(evaluate('('.repeat(100_000))).toMatchObject({ ok: false, problem: 'syntax' });
  expect(evaluate(`${'('.repeat(90)}1${')'.repeat(90)}`)).toMatchObject({ ok: true, value: 1 });
  expect(evaluate('-'.repeat(199))).toMatchObject({ ok: false });
});

test('sums of random numbers agree with the same sums made by hand', () => {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state % 2000) / 100 + 0.5;
  };
  for (let i = 0; i < 200; i++) {
    const [a, b, c, d] = [random(), random(), random(), random()];
    expect(result(`${a}*${b}-(${c}+${d})/${b}`)).toBeCloseTo(a * b - (c + d) / b, 9);
  }
});
