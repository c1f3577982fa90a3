/** The figures that the picture generators draw: each is told from the others by its shape, whatever its colours. */
import type { Stream } from '../../core/rng';
import { type Canvas, coat, plain } from './canvas';
import { ellipse, polygon, stroke } from './shapes';

/** Draws itself into −1…1 in the canvas's pose. Every figure takes its proportions from the stream. */
export type Figure = (canvas: Canvas, stream: Stream) => void;

const BLACK = plain(0.06, 0.06, 0.08);
const WHITE = plain(0.98, 0.98, 0.98);
const PINK = plain(0.93, 0.55, 0.58);

const between = (stream: Stream, low: number, high: number): number => low + (high - low) * stream.uniform();

/** Calls `draw` for the left and the right side. */
function onBothSides(draw: (side: -1 | 1) => void): void {
  draw(-1);
  draw(1);
}

/** A face with pointed ears, slit pupils and whiskers. */
export const cat: Figure = (canvas, stream) => {
  const width = between(stream, 0.72, 0.82);
  const height = between(stream, 0.6, 0.68);
  const ear = between(stream, 0.86, 1);
  const gaze = between(stream, -0.03, 0.03);
  const iris = stream.uniform() < 0.5 ? plain(0.55, 0.78, 0.3) : plain(0.95, 0.78, 0.25);
  onBothSides((side) => {
    const tip: [number, number] = [side * 0.66, -ear];
    canvas.paint(polygon([[side * width, -0.08], tip, [side * 0.1, -0.5]], 0.04), coat());
    canvas.paint(
      polygon(
        [
          [side * 0.6, -0.35],
          [side * 0.6, -ear + 0.2],
          [side * 0.32, -0.5],
        ],
        0.01,
      ),
      PINK,
    );
  });
  canvas.paint(ellipse(0, 0.1, width, height), coat());
  onBothSides((side) => {
    canvas.paint(ellipse(side * 0.3, -0.02, 0.16, 0.14), iris);
    canvas.paint(ellipse(side * 0.3 + gaze, -0.02, 0.05, 0.13), BLACK);
    canvas.paint(ellipse(side * 0.3 + gaze + 0.04, -0.07, 0.03), WHITE);
    canvas.paint(ellipse(side * 0.14, 0.42, 0.19, 0.16), coat(1, 0.3));
  });
  canvas.paint(
    polygon(
      [
        [-0.09, 0.25],
        [0.09, 0.25],
        [0, 0.36],
      ],
      0.02,
    ),
    PINK,
  );
  onBothSides((side) => {
    canvas.paint(stroke(0, 0.46, side * 0.14, 0.43, 0.022), plain(0.35, 0.2, 0.2));
    for (const tilt of [-0.1, 0, 0.1]) {
      canvas.paint(stroke(side * 0.28, 0.4 + tilt / 2, side * 1, 0.36 + 2 * tilt, 0.014), plain(0.8, 0.8, 0.8));
    }
  });
};

/** A face with hanging ears, a long light muzzle and a tongue. */
export const dog: Figure = (canvas, stream) => {
  const width = between(stream, 0.55, 0.63);
  const drop = between(stream, 0.3, 0.5);
  const muzzle = between(stream, 0.36, 0.42);
  const tongue = between(stream, 0.1, 0.24);
  canvas.paint(ellipse(0, -0.05, width, 0.68), coat());
  onBothSides((side) => canvas.paint(stroke(side * 0.5, -0.52, side * 0.74, drop, 0.17, 0.23), coat(0.65)));
  if (stream.uniform() < 0.4) canvas.paint(ellipse(0.26, -0.16, 0.22, 0.25), coat(0.65));
  canvas.paint(ellipse(0, 0.7 + tongue / 2, 0.13, 0.1 + tongue), plain(0.9, 0.42, 0.46));
  canvas.paint(ellipse(0, 0.42, muzzle, 0.36), coat(1, 0.45));
  canvas.paint(ellipse(0, 0.2, 0.16, 0.12), BLACK);
  canvas.paint(stroke(0, 0.3, 0, 0.5, 0.022), BLACK);
  onBothSides((side) => {
    canvas.paint(stroke(0, 0.54, side * 0.2, 0.48, 0.022), BLACK);
    canvas.paint(ellipse(side * 0.25, -0.17, 0.09, 0.1), BLACK);
    canvas.paint(ellipse(side * 0.25 + 0.03, -0.21, 0.03), WHITE);
  });
};

/** A round body with a small head, a beak to one side and two thin legs. */
export const chick: Figure = (canvas, stream) => {
  const body = between(stream, 0.52, 0.62);
  const headX = between(stream, 0.18, 0.3);
  const headY = between(stream, -0.5, -0.4);
  const lift = between(stream, -0.12, 0.12);
  const orange = plain(0.95, 0.55, 0.12);
  onBothSides((side) => {
    const x = side * 0.16;
    canvas.paint(stroke(x, 0.6, x, 0.95, 0.04), orange);
    canvas.paint(stroke(x - 0.1, 0.97, x + 0.16, 0.97, 0.035), orange);
  });
  canvas.paint(
    polygon(
      [
        [-0.5, 0.12],
        [-0.82, -0.1],
        [-0.4, 0.35],
      ],
      0.05,
    ),
    coat(0.9),
  );
  canvas.paint(ellipse(-0.05, 0.26, body, 0.5), coat());
  canvas.paint(ellipse(headX, headY, 0.36), coat());
  canvas.paint(stroke(0.02, 0.22, -0.32, 0.3 + lift, 0.19, 0.08), coat(0.82));
  canvas.paint(
    polygon(
      [
        [headX + 0.3, headY - 0.09],
        [headX + 0.62, headY + 0.04],
        [headX + 0.3, headY + 0.13],
      ],
      0.01,
    ),
    orange,
  );
  canvas.paint(ellipse(headX + 0.12, headY - 0.08, 0.065), BLACK);
  canvas.paint(ellipse(headX + 0.14, headY - 0.1, 0.022), WHITE);
};

const tree: Figure = (canvas, stream) => {
  const crown = between(stream, 0.38, 0.48);
  canvas.paint(stroke(0, 0.1, 0, 0.92, 0.09, 0.13), plain(0.45, 0.3, 0.18));
  onBothSides((side) => canvas.paint(ellipse(side * 0.36, -0.1, crown), coat(0.9)));
  canvas.paint(ellipse(0, -0.42, crown + 0.05), coat());
};

const house: Figure = (canvas, stream) => {
  const width = between(stream, 0.55, 0.7);
  const roof = between(stream, 0.8, 0.98);
  canvas.paint(
    polygon([
      [-width, -0.2],
      [width, -0.2],
      [width, 0.85],
      [-width, 0.85],
    ]),
    coat(),
  );
  canvas.paint(
    polygon(
      [
        [-width - 0.16, -0.18],
        [0, -roof],
        [width + 0.16, -0.18],
      ],
      0.02,
    ),
    plain(0.62, 0.25, 0.2),
  );
  canvas.paint(
    polygon([
      [-0.14, 0.25],
      [0.14, 0.25],
      [0.14, 0.85],
      [-0.14, 0.85],
    ]),
    plain(0.35, 0.24, 0.18),
  );
  onBothSides((side) => {
    const x = side * (width - 0.2);
    canvas.paint(
      polygon([
        [x - 0.1, 0],
        [x + 0.1, 0],
        [x + 0.1, 0.24],
        [x - 0.1, 0.24],
      ]),
      plain(0.75, 0.88, 0.96),
    );
  });
};

const car: Figure = (canvas, stream) => {
  const roof = between(stream, -0.5, -0.36);
  canvas.paint(
    polygon(
      [
        [-0.45, 0.02],
        [-0.28, roof],
        [0.3, roof],
        [0.56, 0.02],
      ],
      0.06,
    ),
    coat(0.85),
  );
  canvas.paint(
    polygon([
      [-0.34, -0.02],
      [-0.22, roof + 0.06],
      [-0.02, roof + 0.06],
      [-0.02, -0.02],
    ]),
    plain(0.75, 0.88, 0.96),
  );
  canvas.paint(
    polygon([
      [0.06, -0.02],
      [0.06, roof + 0.06],
      [0.25, roof + 0.06],
      [0.44, -0.02],
    ]),
    plain(0.75, 0.88, 0.96),
  );
  canvas.paint(
    polygon(
      [
        [-0.82, 0.06],
        [0.86, 0.06],
        [0.86, 0.36],
        [-0.82, 0.36],
      ],
      0.1,
    ),
    coat(),
  );
  onBothSides((side) => {
    canvas.paint(ellipse(side * 0.48, 0.45, 0.22), BLACK);
    canvas.paint(ellipse(side * 0.48, 0.45, 0.1), plain(0.7, 0.7, 0.72));
  });
};

const fish: Figure = (canvas, stream) => {
  const height = between(stream, 0.34, 0.46);
  canvas.paint(
    polygon(
      [
        [-0.45, 0],
        [-0.92, -0.4],
        [-0.92, 0.4],
      ],
      0.05,
    ),
    coat(0.8),
  );
  canvas.paint(
    polygon(
      [
        [-0.2, -0.25],
        [0.1, -0.68],
        [0.3, -0.25],
      ],
      0.04,
    ),
    coat(0.8),
  );
  canvas.paint(ellipse(0.12, 0, 0.72, height), coat());
  canvas.paint(ellipse(0.5, -0.08, 0.1), WHITE);
  canvas.paint(ellipse(0.53, -0.08, 0.05), BLACK);
  canvas.paint(stroke(0.62, 0.14, 0.78, 0.1, 0.02), BLACK);
};

const flower: Figure = (canvas, stream) => {
  const petal = between(stream, 0.2, 0.26);
  canvas.paint(stroke(0, 0, 0.04, 0.95, 0.045), plain(0.3, 0.55, 0.25));
  canvas.paint(stroke(0.04, 0.65, 0.38, 0.45, 0.03, 0.1), plain(0.3, 0.55, 0.25));
  const around = [
    [0, -0.42],
    [0.36, -0.16],
    [0.22, 0.26],
    [-0.22, 0.26],
    [-0.36, -0.16],
  ] as const;
  for (const [x, y] of around) canvas.paint(ellipse(x, y - 0.25, petal), coat());
  canvas.paint(ellipse(0, -0.27, 0.2), plain(0.96, 0.8, 0.25));
};

const mushroom: Figure = (canvas, stream) => {
  const cap = between(stream, 0.55, 0.68);
  canvas.paint(stroke(0, 0, 0, 0.75, 0.17, 0.22), plain(0.95, 0.91, 0.82));
  canvas.paint(
    polygon(
      [
        [-0.78, 0.06],
        [-0.6, -cap + 0.25],
        [-0.2, -cap],
        [0.2, -cap],
        [0.6, -cap + 0.25],
        [0.78, 0.06],
      ],
      0.08,
    ),
    coat(),
  );
  for (const [x, y, r] of [
    [-0.36, -0.16, 0.11],
    [0.08, -0.36, 0.12],
    [0.44, -0.1, 0.09],
  ] as const) {
    canvas.paint(ellipse(x, y, r), WHITE);
  }
};

const ball: Figure = (canvas, stream) => {
  const radius = between(stream, 0.62, 0.76);
  canvas.paint(ellipse(0, 0, radius), coat());
  canvas.paint(ellipse(0, 0, radius * 0.38, radius * 0.97), WHITE);
  canvas.paint(ellipse(0, 0, radius * 0.2, radius * 0.95), coat(0.8));
  canvas.paint(ellipse(-0.24, -0.3, 0.1, 0.14), coat(1, 0.6));
};

/** Things that are no animal with a face, and a fish. */
export const things: readonly Figure[] = [tree, house, car, fish, flower, mushroom, ball];
