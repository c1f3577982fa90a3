/**
 * The part of a canvas's context that our charts draw with, as markup of SVG: one drawing function gives the picture on the
 * screen and the vector file. What it does not know throws, so that nothing is left out in silence.
 */
import { element, text } from './svg';

interface Style {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  lineJoin: string;
  lineCap: string;
  dash: string;
  x: number;
  y: number;
}

const START: Style = {
  fillStyle: '#000',
  strokeStyle: '#000',
  lineWidth: 1,
  globalAlpha: 1,
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  lineJoin: 'miter',
  lineCap: 'butt',
  dash: '',
  x: 0,
  y: 0,
};

const ANCHORS: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };
/** Where the baseline lies below the point, as a share of the letters' height. */
const BASELINES: Readonly<Record<string, number>> = { middle: 0.35, top: 0.8, hanging: 0.8, bottom: -0.2 };

const two = (value: number): string => String(Number(value.toFixed(2)));

class Recorder {
  readonly parts: string[] = [];
  private style: Style = { ...START };
  private readonly saved: Style[] = [];
  private path = '';

  get<K extends keyof Style>(key: K): Style[K] {
    return this.style[key];
  }

  set(key: string, value: unknown): boolean {
    if (!(key in START)) return false;
    this.style = { ...this.style, [key]: value };
    return true;
  }

  save(): void {
    this.saved.push(this.style);
  }
  restore(): void {
    this.style = this.saved.pop() ?? this.style;
  }
  translate(x: number, y: number): void {
    this.style = { ...this.style, x: this.style.x + x, y: this.style.y + y };
  }
  beginPath(): void {
    this.path = '';
  }
  closePath(): void {
    this.path += 'Z';
  }
  moveTo(x: number, y: number): void {
    this.path += `M${this.at(x, y)}`;
  }
  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${this.at(x, y)}`;
  }
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const point = (angle: number): string => this.at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    // Two halves: one arc cannot end where it began.
    const middle = (from + to) / 2;
    const half = (angle: number): string => `A${two(radius)} ${two(radius)} 0 0 1 ${point(angle)}`;
    this.path += `${this.path === '' ? 'M' : 'L'}${point(from)}${half(middle)}${half(to)}`;
  }
  setLineDash(dash: readonly number[]): void {
    this.style = { ...this.style, dash: dash.join(' ') };
  }
  fill(): void {
    this.parts.push(element('path', { d: this.path, fill: this.style.fillStyle, 'fill-opacity': this.alpha }));
  }
  stroke(): void {
    this.parts.push(
      element('path', {
        d: this.path,
        fill: 'none',
        stroke: this.style.strokeStyle,
        'stroke-width': this.style.lineWidth,
        'stroke-opacity': this.alpha,
        'stroke-linejoin': this.style.lineJoin === 'miter' ? undefined : this.style.lineJoin,
        'stroke-linecap': this.style.lineCap === 'butt' ? undefined : this.style.lineCap,
        'stroke-dasharray': this.style.dash || undefined,
      }),
    );
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.parts.push(
      element('rect', {
        x: x + this.style.x,
        y: y + this.style.y,
        width,
        height,
        fill: this.style.fillStyle,
        'fill-opacity': this.alpha,
      }),
    );
  }
  fillText(content: string, x: number, y: number): void {
    const { size, weight, family } = readFont(this.style.font);
    this.parts.push(
      text(content, {
        x: x + this.style.x,
        y: y + this.style.y + size * (BASELINES[this.style.textBaseline] ?? 0),
        fill: this.style.fillStyle,
        'fill-opacity': this.alpha,
        'font-family': family,
        'font-size': size,
        'font-weight': weight,
        'text-anchor': ANCHORS[this.style.textAlign],
      }),
    );
  }

  private get alpha(): number | undefined {
    return this.style.globalAlpha === 1 ? undefined : this.style.globalAlpha;
  }

  private at(x: number, y: number): string {
    return `${two(x + this.style.x)} ${two(y + this.style.y)}`;
  }
}

function readFont(font: string): { size: number; weight: string | undefined; family: string } {
  const found = /^(?:(\d{3}|bold)\s+)?([\d.]+)px\s+(.*)$/.exec(font);
  return { weight: found?.[1], size: Number(found?.[2] ?? 10), family: found?.[3] ?? 'sans-serif' };
}

/** A context to draw on, and the markup of what was drawn. */
export function svgContext(): { context: CanvasRenderingContext2D; markup(): string } {
  const recorder = new Recorder();
  const context = new Proxy(recorder, {
    get(target, key) {
      if (typeof key === 'string' && key in START) return target.get(key as keyof Style);
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== 'function') throw new Error(`an exported chart cannot use ${String(key)}`);
      return value.bind(target);
    },
    set(target, key, value) {
      if (!target.set(String(key), value)) throw new Error(`an exported chart cannot set ${String(key)}`);
      return true;
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, markup: () => recorder.parts.join('') };
}
