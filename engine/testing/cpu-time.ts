/** Time that this process computed. Limits on it hold on a busy machine too, where a clock on the wall would not. */

/** Milliseconds of processor time that `run` took. */
export function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
