import type { NextConfig } from 'next'

const config: NextConfig = {
  // Aborted compressed streams leak native memory in Node's zlib; the outer server compresses what is worth it.
  compress: false,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@kubernetes/client-node'],
}

export default config
