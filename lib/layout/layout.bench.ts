import { bench, describe } from 'vitest'
import { aDeployment } from '@/lib/topology/records.fixture'
import { layOut } from './lay-out'
import type { LayoutOptions } from './scene'
import { graphsOf, threeZones } from './scene.fixture'

const options: LayoutOptions = { arrangement: 'columns', unfolded: new Set() }

function services(count: number, podsEach: number) {
  const records = Array.from({ length: count }, (_, at) =>
    aDeployment(`app-${at}`, podsEach, { nodes: threeZones, subnet: at % 250 }),
  )
  return graphsOf([...threeZones, ...records.flat()])
}

describe('layout', () => {
  const hundred = services(100, 10)
  const scene = layOut(hundred, options)
  bench('100 Services, 1,000 pods', () => {
    layOut(hundred, options, scene)
  })

  const unfolded = new Set(scene.nodes.filter((node) => node.type === 'group').map((node) => node.id))
  const wholeScene = layOut(hundred, { ...options, unfolded })
  bench('100 Services, 1,000 pods, every group unfolded', () => {
    layOut(hundred, { ...options, unfolded }, wholeScene)
  })

  const wide = services(1, 5000)
  const wideScene = layOut(wide, options)
  bench('one Service of 5,000 pods', () => {
    layOut(wide, options, wideScene)
  })
})
