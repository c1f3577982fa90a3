import { adam } from './adam';
import type { OptimizerAlgorithm } from './types';

const decayed = (form: string): string => `w ← w − α·λ·w\n${form}`;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019): the decay does not pass through the moments. */
export const adamW: OptimizerAlgorithm = {
  ...adam,
  name: 'adamW',
  title: 'AdamW',
  formulas: { keras: decayed(adam.formulas.keras), pytorch: decayed(adam.formulas.pytorch) },
  references: [
    {
      title: 'Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization',
      url: 'https://arxiv.org/abs/1711.05101',
    },
    { title: 'Keras: AdamW', url: 'https://keras.io/api/optimizers/adamw/' },
    { title: 'PyTorch: AdamW', url: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html' },
  ],
  decoupled: true,
  defaults: { ...adam.defaults, weightDecay: { keras: 0.004, pytorch: 0.01 } },
};
