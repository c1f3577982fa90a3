/** Statistics of weights, gradients and updates of the next update, layer by layer, in the form of the z-statistics. */

import { zFrameLength } from '../../ir/z-frame';
import { ops } from '../../ops/index';
import { readDetail, type ZDetail } from '../statistics';
import { type Measured, norm, withGradients } from './gradients';

export interface WeightStatistics {
  nodeId: string;
  /** The variable's name, such as `dense_1/kernel`. */
  name: string;
  weight: ZDetail;
  gradient: ZDetail;
  /** What the update adds to the weight. */
  update: ZDetail;
  weightNorm: number;
  gradientNorm: number;
  updateNorm: number;
  /** ‖Δw‖/‖w‖; infinite where the weight is zero. About .001 is a healthy rate. */
  updateRatio: number;
}

/** The distribution of any tensor, over rows × last axis, with nothing dead or saturated. */
export function distributionOf(values: Float64Array, shape: readonly number[]): ZDetail {
  const matrix = shape.length === 0 ? [1, 1] : shape.length === 1 ? [1, ...shape] : [...shape];
  const length = zFrameLength(matrix.at(-1) as number);
  const output = new Float64Array(length);
  const attributes = { dead: false, saturation: 0 };
  ops.get('zStatistics')?.evaluate?.({ inputs: [values], shapes: [matrix], output, shape: [length], attributes });
  return readDetail(output);
}

/** Of the next update, which is not made. */
export function layerStatistics(graph: Measured): WeightStatistics[] {
  return withGradients(graph, (program) => {
    const { device, step } = graph;
    const before = new Map(program.trainable.map(({ name }) => [name, device.readVariable(name)]));
    program.run(step);
    return program.trainable.map(({ name, nodeId, shape }) => {
      const weight = before.get(name) as Float64Array;
      const gradient = program.gradient(name);
      const update = device.readVariable(name).map((value, place) => value - (weight[place] as number));
      const [weightNorm, updateNorm] = [norm(weight), norm(update)];
      return {
        nodeId,
        name,
        weight: distributionOf(weight, shape),
        gradient: distributionOf(gradient, shape),
        update: distributionOf(update, shape),
        weightNorm,
        gradientNorm: norm(gradient),
        updateNorm,
        updateRatio: updateNorm / weightNorm,
      };
    });
  });
}
