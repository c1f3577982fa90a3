/** Bypass and freeze of what is selected, where it can be: the same commands as in the menus. */
import type { GraphNode } from '../../engine';
import { runCommand, tooltip } from '../app/commands';
import { canFlag } from '../document/structure';
import { texts } from '../texts';
import { Icon } from '../ui/icons';

const FLAGS = [
  { flag: 'bypassed', command: 'node.bypass', icon: 'bypass', title: texts.arrange.bypass },
  { flag: 'frozen', command: 'node.freeze', icon: 'freeze', title: texts.arrange.freeze },
] as const;

export function FlagButtons({ nodes }: { nodes: readonly GraphNode[] }) {
  const able = nodes.filter(canFlag);
  if (able.length === 0) return null;
  return (
    <div className="inspector-flags">
      {FLAGS.map(({ flag, command, icon, title }) => (
        <button
          key={flag}
          type="button"
          className="button small icon-only"
          aria-label={title}
          aria-pressed={able.every((node) => node[flag] === true)}
          title={tooltip(command)}
          onClick={() => runCommand(command)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
