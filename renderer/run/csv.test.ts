import { expect, test } from 'vitest';
import { fileStem, toCsv } from './csv';
import { StepSeries } from './series';

const series = (...steps: number[]): StepSeries => {
  const made = new StepSeries(1);
  for (const step of steps) made.push(step, [step / 2]);
  return made;
};

test('writes one row for every step that any column has', () => {
  const csv = toCsv([
    { name: 'loss', series: series(1, 2), column: 0 },
    { name: 'validation_loss', series: series(2, 50), column: 0 },
  ]);
  expect(csv).toBe('step,loss,validation_loss\n1,0.5,\n2,1,1\n50,,25\n');
});

test('quotes names that need it', () => {
  expect(toCsv([{ name: 'a,"b"', series: series(), column: 0 }])).toBe('step,"a,""b"""\n');
});

test('makes a file name of any graph name', () => {
  expect(fileStem('Digits: BN / no BN?')).toBe('Digits- BN - no BN-');
  expect(fileStem('..\\..\\x')).not.toMatch(/^[.]|[\\/]/);
  expect(fileStem('   ')).toBe('graph');
  expect(fileStem('数字')).toBe('数字');
});
