import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aDeployment } from '@/lib/topology/records.fixture'
import { layOut } from './lay-out'
import type { LayoutOptions, Scene } from './scene'
import {
  database,
  dualStack,
  graphsOf,
  nothingPublished,
  sharedPods,
  shop,
  threeZones,
  toDebugSvg,
  tutorial,
} from './scene.fixture'

const columns: LayoutOptions = { arrangement: 'columns', unfolded: new Set() }
const tree: LayoutOptions = { ...columns, arrangement: 'tree' }

function draw(records: readonly KubernetesRecord[], options = columns): Scene {
  return layOut(graphsOf(records), options)
}

const thousand = [...threeZones, ...aDeployment('web', 1000, { nodes: threeZones })]
const someGroup = 'group:endpoints:default/web:Deployment/web:b'
const seventy = [...threeZones, ...aDeployment('web', 70, { nodes: threeZones })]

describe('the picture of', () => {
  it.each<[string, readonly KubernetesRecord[], LayoutOptions]>([
    ['tutorial-3', tutorial(3), columns],
    ['tutorial-5', tutorial(5), columns],
    ['headless', database(), columns],
    ['nothing-published', nothingPublished(), columns],
    ['dual-stack', dualStack(), columns],
    ['shared-pods', sharedPods(), columns],
    ['thousand-pods', thousand, columns],
    ['unfolded-group', seventy, { ...columns, unfolded: new Set([someGroup]) }],
    ['namespace', shop(), columns],
    ['namespace-folded', [...shop(), ...aDeployment('img', 60, { nodes: threeZones, subnet: 3 })], columns],
    ['tree', tutorial(3), tree],
    ['tree-dual-stack', dualStack(), tree],
    ['tree-namespace', shop(), tree],
    ['tree-shared-pods', sharedPods(), tree],
  ])('%s is the committed one', async (name, records, options) => {
    await expect(toDebugSvg(draw(records, options))).toMatchFileSnapshot(`__shots__/${name}.svg`)
  })
})
