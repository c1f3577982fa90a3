import { describe, expect, test } from 'vitest';
import { Stream } from '../../core/rng';
import { Regions } from './regions';

describe('parts of a memory', () => {
  test('lie one behind another', () => {
    const regions = new Regions(64);
    expect(regions.find(100)).toBe(64);
    regions.take(64, 192);
    expect([regions.find(1), regions.end]).toEqual([192, 192]);
  });

  test('that are given back are used again where they are large enough', () => {
    const regions = new Regions(0);
    regions.take(0, 64);
    const release = regions.take(64, 192);
    regions.take(192, 256);
    release();
    expect(regions.find(128)).toBe(64);
    expect(regions.find(129)).toBe(256);
  });

  test('are given back once', () => {
    const regions = new Regions(0);
    const release = regions.take(0, 64);
    release();
    regions.take(0, 64);
    release();
    expect(regions.isFree(0, 64)).toBe(false);
  });

  test('that somebody has cannot be taken', () => {
    const regions = new Regions(0);
    regions.take(0, 64);
    expect(() => regions.take(32, 96)).toThrow('taken');
  });

  test('never overlap, whatever is taken and given back', () => {
    const regions = new Regions(0);
    const stream = new Stream(1, 'regions');
    const owned = new Uint8Array(10_000);
    const held: { from: number; to: number; release: () => void }[] = [];
    for (let i = 0; i < 500; i++) {
      if (held.length > 8 || (held.length > 0 && stream.uniform() < 0.4)) {
        const [gone] = held.splice(Math.floor(stream.uniform() * held.length), 1);
        gone?.release();
        owned.fill(0, gone?.from, gone?.to);
        continue;
      }
      const size = 1 + Math.floor(stream.uniform() * 300);
      const from = regions.find(size);
      expect(owned.subarray(from, from + size).every((byte) => byte === 0)).toBe(true);
      owned.fill(1, from, from + size);
      held.push({ from, to: from + size, release: regions.take(from, from + size) });
    }
    expect(regions.end).toBeLessThan(5000);
  });
});
