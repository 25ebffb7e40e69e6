/** Spark is how a number went lately. The number itself stands beside it. */
export function Spark({ values }: { values: readonly number[] }) {
  const [width, height] = [160, 32];
  const top = Math.max(...values, 1e-9);
  const step = width / 89;
  const from = width - (values.length - 1) * step;
  const points = values.map(
    (v, i) => `${(from + i * step).toFixed(1)},${(height - 1 - (v / top) * (height - 3)).toFixed(1)}`,
  );
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      {values.length > 1 && <polygon points={`${from},${height} ${points.join(' ')} ${width},${height}`} />}
      {values.length > 1 && <polyline points={points.join(' ')} />}
    </svg>
  );
}
