import { type Curve, curvePath } from './function-curve';

interface Props {
  curve: Curve;
  width: number;
  height: number;
}

/** The function of an elementwise node, over its axes. The card's title names it. */
export function FunctionCurve({ curve, width, height }: Props) {
  const { path, zeroX, zeroY } = curvePath(curve, width, height);
  return (
    <svg className="function-curve" width={width} height={height} aria-hidden="true">
      <path className="axis" d={`M0 ${zeroY}H${width}M${zeroX} 0V${height}`} />
      <path className="curve" d={path} />
    </svg>
  );
}
