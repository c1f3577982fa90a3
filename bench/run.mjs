/**
 * `npm run bench`: training steps per second of the four networks, z-statistics on, one thread, and what compiling takes.
 *
 *   NODE24=/path/to/node   measures a second Node beside this one
 *   BENCH_CORE=1           the core to run on
 *   CLOCK=cpu              counts processor time, for a machine that has other work to do
 */
import { buildSteps, conditions, median, NETS, short, table, zlensSides } from './sides.mjs';

const ROUNDS = 5;
const sides = zlensSides(await buildSteps(), true);
try {
  for (const side of sides) {
    const { node, fma, kernel } = await side.ask({});
    console.log(`${side.name}: Node ${node}, ${kernel} tile, ${fma ? 'fused' : 'separate'} multiply and add`);
  }
  console.log(`${conditions}; medians of ${ROUNDS} rounds\n`);
  const rows = [['', ...NETS]];
  for (const side of sides) {
    const speed = [];
    const cost = [];
    const compiling = [];
    for (const net of NETS) {
      await side.rate(net, 1.5, true);
      await side.rate(net, 1.5, false);
      const rates = [];
      const shares = [];
      for (let round = 0; round < ROUNDS; round++) {
        const [on, off] = [await side.rate(net, 1, true), await side.rate(net, 1, false)];
        rates.push(on);
        shares.push(off / on - 1);
      }
      speed.push(short(median(rates)));
      cost.push(`${(100 * median(shares)).toFixed(1)} %`);
      compiling.push(short(median((await side.ask({ net, compile: 12 })).milliseconds.slice(2))));
    }
    rows.push([`${side.name}: steps per second`, ...speed]);
    rows.push(['  time that z-statistics add', ...cost]);
    rows.push(['  milliseconds to compile, warm', ...compiling]);
  }
  table(rows);
} finally {
  for (const side of sides) side.close();
}
