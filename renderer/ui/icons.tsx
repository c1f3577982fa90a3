/** The icon set: 16 px, 1.5 px strokes with round ends, drawn for Zlens. Decorative only; the control names itself. */
import type { ReactNode } from 'react';

const path = (d: string): ReactNode => <path d={d} />;
const solid = (d: string): ReactNode => <path d={d} fill="currentColor" />;
const ring = (x: number, y: number, r: number): ReactNode => <circle cx={x} cy={y} r={r} />;
const box = (x: number, y: number, w: number, h: number, r = 1): ReactNode => (
  <rect x={x} y={y} width={w} height={h} rx={r} />
);

const ICONS = {
  // Node types
  group: (
    <>
      {box(2.25, 4.75, 11.5, 8.5, 1.5)}
      {path('M2.75 2.5h5')}
    </>
  ),
  comment: path('M3.25 2.75h9.5v8H7.5L4.75 13.5v-2.75h-1.5zM5.5 5.5h5M5.5 8h3'),
  subgraph: (
    <>
      {box(3.25, 2.75, 9.5, 10.5, 1.5)}
      {path('M1 6h2.25M1 10h2.25M12.75 8H15')}
    </>
  ),
  subgraphInput: (
    <>
      {path('M1.75 8h6.5M6 5.5 8.5 8 6 10.5')}
      {box(8.75, 2.75, 4.5, 10.5)}
    </>
  ),
  subgraphOutput: (
    <>
      {box(2.75, 2.75, 4.5, 10.5)}
      {path('M7.75 8h6.5M12 5.5 14.5 8 12 10.5')}
    </>
  ),
  dataset: (
    <>
      <ellipse cx="8" cy="3.75" rx="5.25" ry="2" />
      {path('M2.75 3.75v8.5c0 1.1 2.35 2 5.25 2s5.25-.9 5.25-2v-8.5')}
      {path('M2.75 8c0 1.1 2.35 2 5.25 2s5.25-.9 5.25-2')}
    </>
  ),
  placeholder: (
    <>
      {box(2.25, 4, 11.5, 8, 1.5)}
      {path('M5.25 8h5.5')}
    </>
  ),
  constant: (
    <>
      {ring(8, 8, 5.75)}
      {path('M6.75 6.25 8.25 5.5v5')}
    </>
  ),
  variable: path('M4.75 2.75c-1.7 3.2-1.7 7.3 0 10.5M11.25 2.75c1.7 3.2 1.7 7.3 0 10.5M6.25 6l3.5 4M9.75 6l-3.5 4'),
  dense: (
    <>
      {ring(3.25, 3.75, 1.25)}
      {ring(3.25, 12.25, 1.25)}
      {ring(12.75, 3.75, 1.25)}
      {ring(12.75, 12.25, 1.25)}
      {path('M4.5 3.75h7M4.5 12.25h7M4.25 4.75l7.5 6.5M4.25 11.25l7.5-6.5')}
    </>
  ),
  convolution: (
    <>
      {box(2.25, 2.25, 11.5, 11.5)}
      {box(2.25, 2.25, 6, 6, 0.5)}
    </>
  ),
  pool: (
    <>
      {box(2.25, 2.25, 11.5, 11.5)}
      {path('M8 2.25v11.5M2.25 8h11.5')}
    </>
  ),
  flatten: path('M2.25 4.25h4v7.5h-4zM8.75 8h5M11.5 5.75 13.75 8l-2.25 2.25'),
  reshape: path('M2.25 2.75h4.5v10.5h-4.5zM9.25 5.5h4.5v5h-4.5z'),
  dropout: path('M8 2.25c2.2 2.5 4 5 4 7.25a4 4 0 0 1-8 0C4 7.25 5.8 4.75 8 2.25z'),
  noise: path('M1.75 8.5 3.5 6l1.75 5L7 4l1.75 8 1.75-6.5L12 10l2.25-2.5'),
  batchNorm: (
    <>
      {path('M1.75 12.75c3.25 0 3.5-9 6.25-9s3 9 6.25 9')}
      {path('M8 1.75v.75M8 5.75v7.5')}
    </>
  ),
  batchRenorm: (
    <>
      {path('M1.75 12.75c3.25 0 3.5-9 6.25-9s3 9 6.25 9')}
      {path('M8 6.75v5.5M6.5 10.75 8 12.25l1.5-1.5')}
    </>
  ),
  groupNorm: <>{path('M1.75 12.75c1.6 0 1.7-9 3.1-9s1.5 9 3.15 9 1.7-9 3.1-9 1.5 9 3.15 9')}</>,
  layerNorm: (
    <>
      {path('M1.75 12.75c3.25 0 3.5-9 6.25-9s3 9 6.25 9')}
      {path('M4.5 10h7')}
    </>
  ),
  activation: path('M1.75 12.75H4.5c3.75 0 3.25-9.5 7-9.5h2.75'),
  relu: path('M1.75 12.25H8l5.5-8.5'),
  softmax: path('M2.75 13.25V9.75M6.25 13.25v-10M9.75 13.25v-6M13.25 13.25v-2'),
  loss: (
    <>
      {ring(8, 8, 5.75)}
      {ring(8, 8, 2.25)}
    </>
  ),
  meanSquaredError: path('M2.25 13.5 13.75 4M5 8.25v2.75M8 4.25v4.25M11.25 2.75V6'),
  accuracy: (
    <>
      {ring(8, 8, 5.75)}
      {path('m5.5 8.25 1.75 1.75 3.25-4')}
    </>
  ),
  precision: (
    <>
      {ring(8, 8, 5.75)}
      {ring(8, 8, 1.5)}
      {path('M8 2.25v2M8 11.75v2M2.25 8h2M11.75 8h2')}
    </>
  ),
  recall: (
    <>
      {ring(6.25, 8, 4)}
      {path('M9.75 4.25a4 4 0 0 1 0 7.5')}
    </>
  ),
  f1: path('M3 13V3h5M3 7.75h4M10.5 5.25 13 3.5V13'),
  auc: path('M2.75 2.75v10.5h10.5M2.75 13.25c0-6.5 2.5-9.5 10.5-9.5'),
  meanAbsoluteError: path('M2.75 3v10M13.25 3v10M5.5 8h5M5.5 8l1.5-1.5M5.5 8 7 9.5M10.5 8 9 6.5M10.5 8 9 9.5'),
  rSquared: path('M3 13V3h3.25a2.5 2.5 0 0 1 0 5H3M6 8l3 5M10.75 3.75c0-1.6 2.5-1.6 2.5 0 0 1-2.5 1.6-2.5 2.75h2.5'),
  optimizer: path('M2.25 2.75c1.75 8.25 4.5 10.25 10.75 10.25M10.75 10.5l2.5 2.5-2.5 1.5'),
  penalty: path('M2.75 13.25V2.75M2.75 13.25h10.5M2.75 5c4.25 0 7.5 3 7.5 8.25'),
  maths: path('M3 4.75h4M5 2.75v4M9.5 4.75h3.75M3.25 9.75l3.5 3.5M6.75 9.75l-3.5 3.5M9.5 10.25h3.75M9.5 12.75h3.75'),
  add: path('M8 3v10M3 8h10'),
  subtract: path('M3 8h10'),
  multiply: path('m4 4 8 8M12 4l-8 8'),
  divide: path('M3 8h10M8 4.1v.1M8 11.8v.1'),
  maximum: path('M2.5 3.25 8 8.75l5.5-5.5M5.5 11.25l-.1.1M10.5 11.25l.1.1M3.25 13.5l-.1.1M12.75 13.5l.1.1'),
  matmul: path('M2.25 3v10M2.25 3H4M2.25 13H4M13.75 3v10M13.75 3H12M13.75 13H12M6 6h.1M10 6h.1M6 10h.1M10 10h.1'),
  concat: path('M2.5 3.5h4v4h-4zM2.5 9.5h4v4h-4zM9 5.5h4.5v5.5H9z'),
  square: path('M2.75 6.25 7.5 13M7.5 6.25 2.75 13M10 4c0-2 3.25-2 3.25 0 0 1.25-3.25 2-3.25 3.25h3.25'),
  power: path('M2.75 6.25 7.5 13M7.5 6.25 2.75 13M10 7.25v-5h2.25a1.25 1.25 0 0 1 0 2.5H10'),
  exp: path('M1.75 12.75c6 0 9-2.75 11.5-10'),
  log: path('M3 13.75C3 7 7 3.5 14 3.25'),
  negate: path('M2.5 8H6M9 4.5v7M9 4.5 7.75 5.5M12.75 4.5v7'),
  reduce: path('M11.75 3.25H4.25L8.5 8l-4.25 4.75h7.5'),
  oneHot: (
    <>
      {box(2.25, 6, 11.5, 4)}
      {path('M6 6v4M10 6v4M7.6 8h.8')}
    </>
  ),
  stopGradient: path('M2 8h6.5M6.25 5.75 8.5 8l-2.25 2.25M11 3.5v9M13.5 3.5v9'),
  node: box(2.75, 3.75, 10.5, 8.5, 1.5),

  // Actions
  play: solid('M4.75 3.25v9.5L12 8z'),
  pause: <path d="M5.5 4v8M10.5 4v8" strokeWidth="2.5" />,
  step: (
    <>
      {solid('M3.75 4v8l5.75-4z')}
      {path('M12.25 4v8')}
    </>
  ),
  reset: path('M3.25 8.25a4.75 4.75 0 1 0 1.5-3.5M4.5 2.25V5h2.75'),
  speed: path('M2.5 11.5a6 6 0 1 1 11 0M8 9.5l2.75-3.25'),
  search: (
    <>
      {ring(7, 7, 4.25)}
      {path('m10.25 10.25 3.5 3.5')}
    </>
  ),
  plus: path('M8 3.25v9.5M3.25 8h9.5'),
  minus: path('M3.25 8h9.5'),
  bypass: path('M2.25 11.5h1.5c1.5-7 7-7 8.5 0M9.5 9.750l2.750 1.750 1.500-2.750'),
  freeze: path(
    'M8 2.250v11.500M3 5.125l10 5.750M13 5.125 3 10.875M6.250 2.750 8 4.500l1.750-1.750M6.250 13.250 8 11.500l1.750 1.750',
  ),
  fit: path('M2.75 6V2.75H6M10 2.75h3.25V6M13.25 10v3.25H10M6 13.25H2.75V10'),
  up: path('m4.25 9.75 3.75-3.75 3.75 3.75'),
  down: path('m4.25 6.25 3.75 3.75 3.75-3.75'),
  right: path('m6.25 4.25 3.75 3.75-3.75 3.75'),
  close: path('m4.25 4.25 7.5 7.5M11.75 4.25l-7.5 7.5'),
  more: <path d="M3.5 8h.1M8 8h.1M12.5 8h.1" strokeWidth="2.5" />,
  warning: (
    <>
      {path('M8 2.25 14.25 13.25H1.75z')}
      {path('M8 6.5v3M8 11.4v.1')}
    </>
  ),
  info: (
    <>
      {ring(8, 8, 5.75)}
      {path('M8 7.5v3.25M8 5.25v.1')}
    </>
  ),
  check: path('m3.75 8.25 2.75 2.75 5.75-6'),
  wrench: path(
    'M13.5 4.75 11 7.25 8.75 5l2.5-2.5a3.5 3.5 0 0 0-4.5 4.5L2.5 11.25l2.25 2.25L9 9.25a3.5 3.5 0 0 0 4.5-4.5z',
  ),
  export: path('M8 10V2.5M5 5.25 8 2.5l3 2.75M2.75 9.5v4h10.5v-4'),
  lock: (
    <>
      {box(3.25, 7, 9.5, 6.75)}
      {path('M5.25 7V5.25a2.75 2.75 0 0 1 5.5 0V7')}
    </>
  ),
  unlock: (
    <>
      {box(3.25, 7, 9.5, 6.75)}
      {path('M5.25 7V5.25a2.75 2.75 0 0 1 5.25-1.25')}
    </>
  ),
  revert: path('M3 6.25h6.5a3.5 3.5 0 0 1 0 7H5M5.75 3.25l-3 3 3 3'),
  dice: (
    <>
      {box(2.5, 2.5, 11, 11, 2)}
      {path('M5.75 5.75h.1M10.25 5.75h.1M8 8h.1M5.75 10.25h.1M10.25 10.25h.1')}
    </>
  ),
  panel: (
    <>
      {box(2.25, 2.75, 11.5, 10.5, 1.5)}
      {path('M9.75 2.75v10.5')}
    </>
  ),
  file: path('M4 1.75h5L12.25 5v9.25H4zM9 1.75V5h3.25'),
  eye: (
    <>
      {path('M1.5 8C3 5.1 5.3 3.5 8 3.5S13 5.1 14.5 8C13 10.9 10.7 12.5 8 12.5S3 10.9 1.5 8z')}
      {ring(8, 8, 1.75)}
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICONS;

const isIcon = (name: string): name is IconName => Object.hasOwn(ICONS, name);

export function Icon({ name, size }: { name: string; size?: number }) {
  const style = size === undefined ? undefined : { width: size, height: size };
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false" style={style}>
      {isIcon(name) ? ICONS[name] : ICONS.node}
    </svg>
  );
}

/** The mark of Zlens: a z seen through a lens. */
export function Logo() {
  return (
    <svg className="logo" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect width="28" height="28" rx="6" fill="var(--accent)" />
      <path
        d="M3.5 14C6.2 9.4 9.8 7 14 7s7.800 2.400 10.500 7C21.800 18.600 18.200 21 14 21S6.200 18.600 3.500 14z"
        fill="none"
        stroke="#fff"
        strokeWidth="1.75"
      />
      <path
        d="M11 11h6l-6 6h6"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
