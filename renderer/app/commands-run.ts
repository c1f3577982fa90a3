import { useDocument } from '../document/store';
import { canReset, canRun, canStep, evaluate, reset, setSpeed, step, toggleRun, useRun } from '../run/store';
import { texts } from '../texts';
import type { Command } from './command';
import { newSeed, recompile } from './run-link';

const names = texts.commands;

const SPEEDS: readonly (readonly [id: string, stepsPerSecond: number | null, title: string])[] = [
  ['max', null, names.speedMax],
  ['100', 100, names.speedSteps(100)],
  ['10', 10, names.speedSteps(10)],
  ['1', 1, names.speedSteps(1)],
];

export function runCommands(): Command[] {
  const { state, speed } = useRun.getState();
  return [
    {
      id: 'run.toggle',
      title: state === 'running' ? names.pause : names.run,
      group: 'run',
      keys: ['Mod+Enter'],
      inFields: true,
      menu: true,
      keywords: 'run pause train start stop',
      enabled: () => canRun(useRun.getState()),
      run: async () => {
        await toggleRun();
      },
    },
    {
      id: 'run.step',
      title: names.step,
      group: 'run',
      keys: ['F10'],
      menu: true,
      enabled: () => canStep(useRun.getState()),
      run: async () => {
        await step(1);
      },
    },
    {
      id: 'run.reset',
      title: names.reset,
      group: 'run',
      keys: ['Mod+Shift+Enter'],
      inFields: true,
      menu: true,
      keywords: 'restart again',
      enabled: () => canReset(useRun.getState()),
      run: async () => {
        await reset();
      },
    },
    { id: 'run.newSeed', title: names.newSeed, group: 'run', menu: true, keywords: 'random weights', run: newSeed },
    {
      id: 'run.evaluate',
      title: names.evaluate,
      group: 'run',
      menu: true,
      keywords: 'validation accuracy',
      enabled: () => useRun.getState().info !== null,
      run: async () => {
        await evaluate();
      },
    },
    {
      id: 'run.compile',
      title: names.compile,
      group: 'run',
      menu: true,
      keywords: 'restart worker',
      enabled: () => useDocument.getState().checked?.ok === true,
      run: recompile,
    },
    ...SPEEDS.map(
      ([id, stepsPerSecond, title], place): Command => ({
        id: `run.speed.${id}`,
        title: names.speed(title),
        group: 'run',
        menu: true,
        separated: place === 0,
        checked: () => speed === stepsPerSecond,
        run: () => setSpeed(stepsPerSecond),
      }),
    ),
  ];
}
