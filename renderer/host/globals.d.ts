/** Written in by the build, from package.json. */
declare const __ZLENS_VERSION__: string;
