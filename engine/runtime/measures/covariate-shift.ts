/**
 * Internal covariate shift as Santurkar et al. 2018 define it (definition 2.1): how much a layer's gradient changes, on the
 * same batch, when the layers before it have already been updated.
 */
import { cosine, distance, type Measured, withGradients } from './gradients';

export interface LayerShift {
  nodeId: string;
  /** ‖G − G′‖₂ of the layer's kernel, or of its first weight where it has none. */
  shift: number;
  /** Cosine of the angle between G and G′; 1 where nothing before the layer is trained. */
  cosine: number;
  /** ‖G‖₂. */
  gradientNorm: number;
}

/** Of the next update's batch, for every layer with trainable weights, in the order of the data flow. */
export function covariateShift(graph: Measured): LayerShift[] {
  return withGradients(graph, (program) => {
    const { device, step } = graph;
    const before = device.snapshot();
    program.run(step);
    const { trainable } = program;
    const layers = [...new Set(trainable.map(({ nodeId }) => nodeId))].map((nodeId) => {
      const own = trainable.filter((variable) => variable.nodeId === nodeId);
      const name = (own.find((variable) => variable.name.endsWith('/kernel')) ?? own[0])?.name as string;
      return { nodeId, name, gradient: program.gradient(name) };
    });
    const updated = new Map(trainable.map(({ name }) => [name, device.readVariable(name)]));
    const order = layers.map(({ nodeId }) => nodeId);
    return layers.map(({ nodeId, name, gradient }, place) => {
      device.restore(before);
      const earlier = new Set(order.slice(0, place));
      for (const variable of trainable) {
        if (earlier.has(variable.nodeId))
          device.writeVariable(variable.name, updated.get(variable.name) as Float64Array);
      }
      program.run(step);
      const after = program.gradient(name);
      return {
        nodeId,
        shift: distance(gradient, after),
        cosine: cosine(gradient, after),
        gradientNorm: distance(gradient, new Float64Array(gradient.length)),
      };
    });
  });
}
