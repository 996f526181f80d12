import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type DemoCluster, startDemoCluster } from '@/lib/demo/server'
import { type Api, connect } from './api.mjs'
import { endpointsOf, play, summaryOf } from './parity'
import { parityCases } from './parity-cases'

const real = connect(inject('controlPlane'))
let cluster: DemoCluster
let demo: Api

beforeAll(async () => {
  cluster = await startDemoCluster({ scenario: 'empty', speed: 10 })
  demo = connect({ server: cluster.url })
})

afterAll(async () => {
  real.close()
  demo.close()
  await cluster.stop()
})

describe('the Service web, the same by Kubernetes and by the demo cluster,', () => {
  it.each(parityCases)('$name', async (parityCase) => {
    const expected = [parityCase, ...(parityCase.steps ?? [])].map(({ published }) => published)
    const byKubernetes = await play(real, parityCase)
    expect(byKubernetes.map(summaryOf), 'what Kubernetes publishes').toEqual(expected)
    const byDemo = await play(demo, parityCase)
    expect(byDemo.map(summaryOf), 'what the demo cluster publishes').toEqual(expected)
    expect(byDemo).toEqual(byKubernetes)
    await expect
      .poll(() => endpointsOf(demo, parityCase), { timeout: 30_000 })
      .toEqual(await endpointsOf(real, parityCase))
  })
})
