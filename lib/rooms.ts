/**
 * The law of the house: which room may import which. A room is a folder; its own files are always allowed.
 * `rooms.test.ts` reads every import and fails on an arrow that does not stand here. A new arrow is a change of one
 * line, and a decision: say why in the commit.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'lib/kubernetes': [],
  'lib/membership': ['lib/kubernetes'],
  'lib/cluster': ['lib/kubernetes'],
  'lib/demo': ['lib/kubernetes', 'lib/membership'],
  'lib/stream': ['lib/kubernetes', 'lib/cluster'],
  'lib/topology': ['lib/kubernetes'],
  'lib/layout': ['lib/kubernetes', 'lib/topology'],
  'lib/policy': ['lib/kubernetes'],
  'lib/names': ['lib/kubernetes'],
  'lib/diagnosis': ['lib/kubernetes', 'lib/membership', 'lib/policy', 'lib/topology'],
  'lib/traffic': ['lib/kubernetes', 'lib/membership', 'lib/policy', 'lib/topology'],
  'lib/viewer': ['lib/kubernetes', 'lib/stream', 'lib/topology'],
  messages: [],
  'components/ui': ['messages', 'lib/kubernetes'],
  'components/data': ['lib/kubernetes', 'lib/stream', 'lib/topology', 'lib/viewer'],
  'components/graph': [
    'components/ui',
    'components/data',
    'messages',
    'lib/kubernetes',
    'lib/topology',
    'lib/traffic',
    'lib/layout',
    'lib/viewer',
  ],
  'components/wall': [
    'components/ui',
    'components/data',
    'messages',
    'lib/kubernetes',
    'lib/topology',
    'lib/layout',
    'lib/viewer',
  ],
  'components/panels': [
    'components/ui',
    'components/data',
    'components/graph',
    'messages',
    'lib/diagnosis/explain',
    'lib/kubernetes',
    'lib/names',
    'lib/policy',
    'lib/topology',
    'lib/traffic',
    'lib/layout',
    'lib/viewer',
  ],
  app: ['components', 'lib', 'messages', 'server'],
  server: [
    'lib/kubernetes',
    'lib/cluster',
    'lib/stream',
    'lib/topology',
    'lib/diagnosis',
    'lib/policy',
    'lib/names',
    'lib/traffic',
    'lib/demo',
    'messages',
  ],
  bin: ['server', 'lib/demo', 'lib/cluster'],
  e2e: ['lib', 'server', 'messages', 'bin'],
}

/** Packages that a room may import, where that matters: the pure rooms import none. Absent means any. */
export const mayUse: Readonly<Record<string, readonly string[]>> = {
  'lib/kubernetes': [],
  'lib/membership': [],
  'lib/topology': [],
  'lib/layout': [],
  'lib/policy': [],
  'lib/names': [],
  'lib/diagnosis': [],
  'lib/traffic': [],
  'lib/stream': [],
  'lib/viewer': ['eventsource-parser'],
  'lib/cluster': ['@kubernetes/client-node', 'node:'],
  'lib/demo': ['node:', 'yaml'],
}

/** Files that a room keeps from those who may import it otherwise: the browser never loads the hub. */
export const serverOnly: readonly string[] = ['lib/stream/hub.ts', 'lib/cluster/', 'lib/demo/', 'server/']
