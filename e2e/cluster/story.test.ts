import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ensureBuilt } from '../../bin/prepare.mjs'
import { chromiumArguments, ensureChromium } from '../chromium.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { connect, type Json } from './api.mjs'
import { controlPlaneBinary } from './binary.mjs'
import { kubectlEnvironment } from './control-plane.mjs'
import { eventually } from './wait.mjs'

const plane = inject('controlPlane')
const api = connect(plane)
const run = promisify(execFile)

async function kubectl(...words: string[]): Promise<string> {
  const { stdout } = await run(await controlPlaneBinary(), ['kubectl', ...words], {
    env: kubectlEnvironment(plane.kubeconfig),
  })
  return stdout
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Ages differ by the second in which each was printed; all else must not. */
const withoutAges = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+\S+$/, ''))

describe('the tutorial on a real Kubernetes', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ensureBuilt()
    await kubectl('apply', '-f', file('../../deploy/role.yaml'))
    await kubectl('create', 'clusterrolebinding', 'switchboard', '--clusterrole=switchboard', '--user=viewer')
    await kubectl('apply', '-f', file('tutorial.yaml'))
    // As a user who holds the role of deploy/ and nothing else.
    switchboard = await startSwitchboard(['--context', 'viewer@control-plane'], {
      env: { KUBECONFIG: plane.kubeconfig },
    })
    browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${switchboard.url}/n/default/s/web-service`)
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  })

  afterAll(async () => {
    await browser?.close()
    await switchboard?.stop()
    await kubectl('delete', '-f', file('tutorial.yaml'), '--wait=false')
    await kubectl('delete', 'clusterrolebinding', 'switchboard')
    await kubectl('delete', '-f', file('../../deploy/role.yaml'))
    api.close()
  })

  const published = async (): Promise<string[]> => {
    const selector = encodeURIComponent('kubernetes.io/service-name=web-service')
    const list = await api.call(
      'GET',
      `/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=${selector}`,
    )
    const endpoints: Json[] = list.items.flatMap((slice: Json) => slice.endpoints ?? [])
    return endpoints.map((endpoint: Json) => `${endpoint.addresses[0]}:8080`).sort()
  }

  /** Addresses of all cards or rows of one place in the page, once there are as many as wanted. */
  const shown = (where: string, count: number): Promise<string[]> =>
    eventually(`${count} endpoints in ${where}`, async () => {
      const found = await page.locator(`${where} [data-endpoint][data-state=ready]`).evaluateAll((marks) => {
        return marks.map((mark) => mark.getAttribute('data-endpoint'))
      })
      return found.length === count && found.map((address) => `${address}:8080`).sort()
    })

  for (const replicas of [3, 5, 2]) {
    it(`shows ${replicas} endpoints in picture, table, API and kubectl alike`, async () => {
      await kubectl('scale', 'deployment', 'frontend', `--replicas=${replicas}`)
      const truth = await eventually(`${replicas} endpoints`, async () => {
        const addresses = await published()
        return addresses.length === replicas && addresses
      })
      const legacy = await eventually('the legacy Endpoints', async () => {
        const { subsets = [] } = await api.call('GET', '/api/v1/namespaces/default/endpoints/web-service')
        const addresses = subsets.flatMap((subset: Json) =>
          (subset.addresses ?? []).map(({ ip }: Json) => `${ip}:8080`),
        )
        return addresses.length === replicas && addresses.sort()
      })
      expect(legacy).toEqual(truth)
      expect(await shown('[data-testid=graph]', replicas)).toEqual(truth)
      expect(await shown('table', replicas)).toEqual(truth)
      expect(await page.locator('[data-testid=graph] [data-service="default/web-service"]').first().isVisible()).toBe(
        true,
      )

      const answer: Json = await eventually('the API to agree', async () => {
        const response = await fetch(`${switchboard.url}/api/namespaces/default/services/web-service/graph`)
        const graph: Json = await response.json()
        return graph.endpoints.length === replicas && graph.summary.ready === replicas && graph
      })
      expect(answer.endpoints.map((endpoint: Json) => `${endpoint.address}:8080`).sort()).toEqual(truth)

      await page.locator('[data-tab=kubectl]').click()
      for (const words of [
        ['get', 'endpoints', 'web-service'],
        ['get', 'endpointslices', '-l', 'kubernetes.io/service-name=web-service'],
      ]) {
        const table = withoutAges(await kubectl(...words)).join('\n')
        await eventually(`kubectl ${words.join(' ')} on the page`, async () => {
          const printed = await page.getByRole('tabpanel').locator('pre').allInnerTexts()
          return printed.some((text) => withoutAges(text).join('\n') === table)
        })
      }
      await page.locator('[data-tab=endpoints]').click()
      expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
    })
  }

  it('asks for no resource that its role does not grant', async () => {
    const { contexts }: Json = await (await fetch(`${switchboard.url}/api/contexts`)).json()
    const current = contexts.find((context: Json) => context.name === 'viewer@control-plane')
    const statuses = current.resources.map(({ status }: Json) => status)
    expect(new Set(statuses)).toEqual(new Set(['live', 'absent']))
  })
})
