/**
 * The loss along its gradient, and how far the gradient can be trusted (Santurkar et al. 2018, figure 4): steps of several
 * lengths are taken from the weights as they are, on the same batch.
 */
import { distance, joined, type Measured, withGradients } from './gradients';

export interface Landscape {
  /** Lengths of the steps, as learning rates: w − η·∇L. */
  rates: number[];
  /** The loss at the weights as they are. */
  loss: number;
  /** The loss after each step. */
  losses: number[];
  /** Largest less smallest of `losses`. */
  range: number;
  /** ‖∇L(w) − ∇L(w − η·∇L)‖₂ after each step: gradient predictiveness. */
  gradientChanges: number[];
  /** ‖∇L(w)‖₂. */
  gradientNorm: number;
}

/** The rates of the paper's VGG figure are relative; these are the ones that the course's example uses. */
export const LANDSCAPE_RATES: readonly number[] = [0.05, 0.1, 0.2, 0.4];

/** Of the next update's batch. */
export function landscape(graph: Measured, rates: readonly number[] = LANDSCAPE_RATES): Landscape {
  return withGradients(graph, (program) => {
    const { device, step } = graph;
    const before = device.snapshot();
    const weights = program.trainable.map(({ name }) => ({ name, values: device.readVariable(name) }));
    program.run(step);
    const { loss } = program;
    const gradients = weights.map(({ name }) => program.gradient(name));
    const whole = joined(gradients);
    const points = rates.map((rate) => {
      device.restore(before);
      weights.forEach(({ name, values }, which) => {
        const gradient = gradients[which] as Float64Array;
        device.writeVariable(
          name,
          values.map((value, place) => value - rate * (gradient[place] as number)),
        );
      });
      program.run(step);
      const after = joined(weights.map(({ name }) => program.gradient(name)));
      return { loss: program.loss, change: distance(whole, after) };
    });
    const losses = points.map((point) => point.loss);
    return {
      rates: [...rates],
      loss,
      losses,
      range: Math.max(...losses) - Math.min(...losses),
      gradientChanges: points.map(({ change }) => change),
      gradientNorm: distance(whole, new Float64Array(whole.length)),
    };
  });
}
