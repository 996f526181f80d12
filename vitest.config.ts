import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{lib,server,components,app,bin,messages}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 15_000,
  },
})
