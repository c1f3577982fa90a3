import { expect, test } from 'vitest';
import { selectBackend } from '../backends/select';
import { Stream } from '../core/rng';
import { GraphBuilder } from '../ir/builder';
import { printGraph } from '../ir/printer';
import type { Graph, ValueId } from '../ir/types';
import { verify } from '../ir/verifier';
import { ops } from '../ops/index';
import { backends } from '../testing/backends';
import { check } from '../testing/documents';
import { expectNear } from '../testing/expect';
import { blobsNet } from '../testing/networks';
import { Running } from '../testing/programs';
import { foldBatchNorm } from './fold-batch-norm';
import { compileGraph } from './pipeline';

/** normalize(x·w + b) with fixed statistics; `make` may read more of it. */
function layer(rows: number, bias: boolean, make: (b: GraphBuilder, z: ValueId) => void = () => {}): Graph {
  const b = new GraphBuilder(ops);
  const vector = (name: string): ValueId => b.feed(name, [5]);
  const operands = [b.feed('x', [rows, 3]), b.feed('w', [3, 5]), ...(bias ? [vector('b')] : [])];
  const z = b.emit('matmul', operands, { transposeA: false, transposeB: false });
  const statistics = ['mean', 'variance', 'gamma', 'beta'].map(vector);
  b.output('y', b.emit('normalize', [z, ...statistics], { epsilon: 1e-3, statistics: 'fixed' }));
  make(b, z);
  return b.finish();
}

const folded = (graph: Graph): Graph => verify(foldBatchNorm.run(graph, ops).graph, ops);

test('the norm is gone, and the product has new weights and a bias', () => {
  expect(printGraph(folded(layer(4, false)))).toMatchInlineSnapshot(`
    "%0 = feed {name=x} : 4×3  # forward
    %1 = feed {name=w} : 3×5  # forward
    %2 = matmul %0 %1 {transposeA=false transposeB=false} : 4×5  # forward
    %3 = feed {name=mean} : 5  # forward
    %4 = feed {name=variance} : 5  # forward
    %5 = feed {name=gamma} : 5  # forward
    %6 = feed {name=beta} : 5  # forward
    %7 = inverseDeviation %4 {epsilon=0.001} : 5  # forward
    %8 = multiply %5 %7 : 5  # forward
    %9 = broadcastTo %8 : 3×5  # forward
    %10 = multiply %1 %9 : 3×5  # forward
    %11 = negate %3 : 5  # forward
    %12 = multiply %11 %8 : 5  # forward
    %13 = add %12 %6 : 5  # forward
    %14 = matmul %0 %10 %13 {transposeA=false transposeB=false} : 4×5  # forward
    output y = %14"
  `);
});

test('a product that something else reads stays as it is', () => {
  const graph = layer(4, true, (b, z) => b.output('z', z));
  expect(foldBatchNorm.run(graph, ops).applied).toEqual({});
});

test('statistics of the batch are not folded', () => {
  const graph = layer(4, true);
  const values = graph.values.map((value) =>
    value.op === 'normalize' ? { ...value, attributes: { ...value.attributes, statistics: 'batch' } } : value,
  );
  expect(foldBatchNorm.run({ ...graph, values }, ops).applied).toEqual({});
});

test('programs of inference are folded unless it is switched off or every value is kept', () => {
  const signature = {
    featureShape: [2],
    classes: 3,
    trainRows: 72,
    testRows: 18,
    classNames: ['a', 'b', 'c'],
    preview: { kind: 'points', x: new Float32Array(0), y: new Float32Array(0), labels: new Float32Array(0) },
  } as const;
  const checked = check(blobsNet(), { data: new Map([['data', signature]]) });
  const bytesOf = selectBackend('reference').bytesOf;
  const norms = (more: { foldBatchNorm?: boolean; keepAll?: boolean; mode?: 'train' }): number => {
    const { program } = compileGraph(checked, { ops, mode: 'inference', bytesOf, prediction: true, ...more });
    return program.graph.values.filter(({ op }) => op === 'normalize').length;
  };
  expect(norms({})).toBe(0);
  expect([norms({ foldBatchNorm: false }), norms({ keepAll: true }), norms({ mode: 'train' })]).toEqual([1, 1, 1]);
});

for (const { name, backend, precision } of backends) {
  const values = (rows: number): Record<string, number[]> => {
    const stream = new Stream(3, 'fold');
    const draw = (count: number, of: () => number): number[] => Array.from({ length: count }, of);
    const normal = () => stream.normal();
    const wide = { w: draw(15, normal), b: draw(5, normal), mean: draw(5, normal), gamma: draw(5, normal) };
    return {
      ...wide,
      beta: draw(5, normal),
      variance: draw(5, () => 0.05 + stream.normal() ** 2),
      x: draw(rows * 3, normal),
    };
  };
  const run = (graph: Graph, feeds: Record<string, number[]>): number[] => {
    const running = new Running(graph, backend);
    for (const { name: feed } of graph.feeds) running.feed(feed, feeds[feed] as number[]);
    return [...running.run().read('y')];
  };

  test(`agrees with the norm itself on the ${name} backend`, () => {
    for (const bias of [false, true]) {
      const feeds = values(7);
      const graph = layer(7, bias);
      const tolerance = precision === 'float64' ? 1e-12 : 1e-5;
      expectNear(run(folded(graph), feeds), run(graph, feeds), { relative: tolerance, absolute: tolerance }, name);
    }
  });

  test(`gives a row alone the bits that it has among others on the ${name} backend`, () => {
    const feeds = values(7);
    const all = run(folded(layer(7, true)), feeds);
    const third = { ...feeds, x: (feeds.x as number[]).slice(6, 9) };
    expect(run(folded(layer(1, true)), third)).toEqual(all.slice(10, 15));
  });
}
