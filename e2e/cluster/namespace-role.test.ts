import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Api, createApi } from '@/lib/cluster/api'
import { systemClock } from '@/lib/cluster/clock'
import { loadContexts } from '@/lib/cluster/contexts'
import { createMirror } from '@/lib/cluster/mirror'
import { createPermissions } from '@/lib/cluster/permissions'
import { resources } from '@/lib/kubernetes/resources'
import { stateIn } from '@/lib/kubernetes/state'
import { controlPlaneBinary } from './binary.mjs'
import { kubectlEnvironment } from './control-plane.mjs'
import { eventually } from './wait.mjs'

const plane = inject('controlPlane')
const run = promisify(execFile)
const never = new AbortController().signal

async function kubectl(...words: string[]): Promise<void> {
  await run(await controlPlaneBinary(), ['kubectl', ...words], { env: kubectlEnvironment(plane.kubeconfig) })
}

const role = fileURLToPath(new URL('../../deploy/role-for-a-namespace.yaml', import.meta.url))
const installed = resources.filter(({ custom }) => custom !== true)

describe('the role for one namespace, on a real Kubernetes', () => {
  let api: Api

  beforeAll(async () => {
    for (const namespace of ['walled', 'beyond']) {
      await kubectl('create', 'namespace', namespace)
      await kubectl('create', 'service', 'clusterip', 'web', '--tcp=80', '--namespace', namespace)
    }
    await kubectl('apply', '--namespace', 'walled', '-f', role)
    await kubectl('create', 'rolebinding', 'switchboard', '--role=switchboard', '--user=bob', '--namespace', 'walled')
    const found = loadContexts({ env: {}, kubeconfig: plane.kubeconfig })
    const opened = found.ok ? found.value.open('bob@control-plane') : found
    if (!opened.ok) throw new Error(opened.error.message)
    api = createApi({ credentials: opened.value })
  })

  afterAll(async () => {
    api?.close()
    await kubectl('delete', 'namespace', 'walled', 'beyond', '--wait=false')
  })

  it('shows that namespace live, nothing of another, and says of all else that it is refused', async () => {
    const mirror = createMirror({
      api,
      context: 'bob',
      clock: systemClock,
      random: Math.random,
      namespaces: ['walled'],
      resources: installed,
    })
    mirror.start()
    await eventually('every first list', () =>
      installed.every(
        ({ plural }) => !['syncing', undefined].includes(stateIn(mirror.states(), plural, 'walled')?.status),
      ),
    )
    for (const { plural, namespaced } of installed) {
      const status = stateIn(mirror.states(), plural, namespaced ? 'walled' : '')?.status
      expect(`${plural} ${status}`).toBe(`${plural} ${namespaced ? 'live' : 'denied'}`)
      if (namespaced) expect(stateIn(mirror.states(), plural, 'beyond')).toBeUndefined()
    }
    expect(mirror.store.namespaces()).toEqual(['walled'])
    expect([...(mirror.store.records('walled').Service?.keys() ?? [])]).toEqual(['walled/web'])
    mirror.stop()
  })

  it('is told by the reviews as it is written', async () => {
    const permissions = createPermissions(api, resources)
    const readable = await permissions.readable('walled', never)
    const namespaced = resources.filter((resource) => resource.namespaced).map(({ plural }) => plural)
    expect(readable).toEqual({ plurals: new Set(namespaced), complete: true })
    expect((await permissions.readable('beyond', never))?.plurals).toEqual(new Set())
    for (const resource of installed) {
      expect(await permissions.mayWatch(resource, 'walled', never)).toBe(resource.namespaced)
      expect(await permissions.mayWatch(resource, '', never)).toBe(false)
    }
  })

  it('is told by the server, not guessed, that a version has not been reached', async () => {
    const [services] = resources.filter(({ plural }) => plural === 'services')
    if (services === undefined) throw new Error('services are not read')
    const collection = { resource: services, version: 'v1', namespace: 'walled' }
    const list = await api.list(collection, { limit: 1 }, never)
    if (!list.ok) throw new Error(list.error.message)
    expect(await api.verify(collection, list.value.resourceVersion, never)).toBeUndefined()
    expect(await api.verify(collection, `${list.value.resourceVersion}000`, never)).toMatchObject({ type: 'gone' })
  })
})
