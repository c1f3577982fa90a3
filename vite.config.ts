/** The page alone: `npx vite` serves it with hot reload, without a desktop around it. */
import { defineConfig } from 'vite';
import { rendererConfig } from './vite.renderer';

export default defineConfig(rendererConfig());
