/** The largest messages that either side accepts. Text is counted in UTF-16 units, bytes in bytes. */
export const limits = {
  /** A graph or a CSV file. */
  text: 64 * 1024 * 1024,
  /** An exported file: weights of a large net. */
  bytes: 512 * 1024 * 1024,
  id: 200,
  name: 255,
  path: 4096,
  label: 200,
  message: 1000,
  recent: 20,
  menus: 16,
  menuItems: 200,
} as const;
