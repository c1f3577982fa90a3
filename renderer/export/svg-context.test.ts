import { expect, test } from 'vitest';
import { svgContext } from './svg-context';

test('lines, areas, boxes and texts become elements of their own, in order', () => {
  const { context, markup } = svgContext();
  context.translate(10, 20);
  context.strokeStyle = '#123456';
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(5, 5);
  context.stroke();
  context.save();
  context.globalAlpha = 0.2;
  context.fillStyle = 'red';
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(5, 0);
  context.lineTo(5, 5);
  context.closePath();
  context.fill();
  context.restore();
  context.fillRect(1, 2, 3, 4);
  context.font = '600 12px Inter, sans-serif';
  context.textAlign = 'right';
  context.fillText('a < b', 0, 0);
  expect(markup()).toBe(
    '<path d="M10 20L15 25" fill="none" stroke="#123456" stroke-width="1.5"/>' +
      '<path d="M10 20L15 20L15 25Z" fill="red" fill-opacity="0.2"/>' +
      '<rect x="11" y="22" width="3" height="4" fill="#000"/>' +
      '<text x="10" y="20" fill="#000" font-family="Inter, sans-serif" font-size="12" font-weight="600" text-anchor="end">a &lt; b</text>',
  );
});

test('what the vector file could not show is refused rather than left out', () => {
  const { context } = svgContext();
  expect(() => context.drawImage({} as CanvasImageSource, 0, 0)).toThrow(/drawImage/);
  expect(() => {
    context.shadowBlur = 3;
  }).toThrow(/shadowBlur/);
});
