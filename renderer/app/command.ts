export type CommandGroup = 'file' | 'edit' | 'node' | 'arrange' | 'run' | 'view' | 'help';

/** One thing a person can do. */
export interface Command {
  /** `group.name`; never changes, since menus and tests go by it. */
  id: string;
  title: string;
  group: CommandGroup;
  /** Several keys mean the same; the first is shown. */
  keys?: readonly string[];
  /** Instead of `keys` in the page edition, where the browser keeps those for itself. */
  pageKeys?: readonly string[];
  /** Works while a text field has the focus. Only for keys that no text field knows. */
  inFields?: boolean;
  /** Its keys mean something else elsewhere, such as arrows in a list. */
  canvasOnly?: boolean;
  /** On the page its usual key is left to the browser, which tells of a copy, cut or paste by an event of its own. */
  byBrowser?: boolean;
  /** Stands in the menus. */
  menu?: boolean;
  /** A line above it in the menus. */
  separated?: boolean;
  /** Other words to find it by. */
  keywords?: string;
  enabled?(): boolean;
  checked?(): boolean;
  run(): void | Promise<void>;
}
