import type { NextConfig } from 'next'

const config: NextConfig = {
  // Aborted compressed streams leak native memory in Node's zlib; the outer server compresses what is worth it.
  compress: false,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@kubernetes/client-node'],
  // `npm run typecheck` holds the types, those of tests included; who starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    // Sentences are compiled while building; the two lines belong together.
    rules: {
      '*.json': {
        condition: { path: /messages\/(findings\/)?([a-z]+\.)?[a-z]+\.json$/ },
        loaders: ['./messages/compile.mjs'],
        as: '*.js',
      },
      'index.js': {
        condition: { path: /@xyflow\/react\/dist\/esm\/index\.js$/ },
        loaders: ['./components/graph/lean-loader.mjs'],
      },
    },
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
}

export default config
