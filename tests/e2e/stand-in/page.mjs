/** What the page is given before its own scripts: the preload, with the two modules of Electron that it may ask for. */

/** Carries what structured cloning would and JSON does not. Runs on both sides, so it stands on its own. */
export function codec() {
  const encode = (value) =>
    JSON.stringify(value, (_key, item) => {
      if (item === undefined) return { $: 'undefined' };
      if (item instanceof Uint8Array)
        return { $: 'bytes', text: Array.from(item, (byte) => String.fromCharCode(byte)).join('') };
      if (typeof item === 'function' || typeof item === 'symbol') throw new Error('An object could not be cloned.');
      return item;
    });
  const revive = (item) => {
    if (item === null || typeof item !== 'object') return item;
    if (item.$ === 'undefined') return undefined;
    if (item.$ === 'bytes') return Uint8Array.from(item.text, (character) => character.charCodeAt(0));
    for (const [key, inner] of Object.entries(item)) item[key] = revive(inner);
    return item;
  };
  return { encode, decode: (text) => revive(JSON.parse(text)) };
}

/** The script that goes in front of the page's own. */
export function preloadScript(source) {
  return `(() => {
    const { encode, decode } = (${codec.toString()})();
    const call = window.__standInCall;
    delete window.__standInCall;
    const heard = new Map();
    Object.defineProperty(window, '__standInTell', {
      value: (channel, text) => {
        for (const listener of heard.get(channel) ?? []) listener({}, ...decode(text));
      },
    });
    window.open = (address) => {
      void call(encode(['window.open', String(address)]));
      return null;
    };
    const strict = (name, object) =>
      new Proxy(object, {
        get(target, key) {
          if (typeof key === 'symbol' || key in target) return target[key];
          throw new Error('stand-in: ' + name + '.' + key + ' is not there');
        },
      });
    const electron = {
      contextBridge: strict('contextBridge', {
        exposeInMainWorld: (name, object) => {
          Object.defineProperty(window, name, { value: Object.freeze({ ...object }), enumerable: true });
        },
      }),
      ipcRenderer: strict('ipcRenderer', {
        invoke: async (channel, ...values) => {
          const answer = decode(await call(encode(['invoke', channel, ...values])));
          if (answer.error !== undefined) throw new Error("Error invoking remote method '" + channel + "': " + answer.error);
          return answer.value;
        },
        on: (channel, listener) => {
          heard.set(channel, [...(heard.get(channel) ?? []), listener]);
        },
      }),
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('module not found: ' + name);
      return strict('electron', electron);
    };
    const module = { exports: {} };
    (function (require, module, exports) {${source}\n})(require, module, module.exports);
  })();`;
}
