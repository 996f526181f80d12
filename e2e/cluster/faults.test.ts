import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleBook } from '@/lib/diagnosis/rules'
import { ensureBuilt } from '../../bin/prepare.mjs'
import { chromiumArguments, ensureChromium } from '../chromium.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import type { Json } from './api.mjs'
import { type ControlPlane, startControlPlane } from './control-plane.mjs'
import { type Fault, foundText, readFaults } from './faults/fault'
import { applyFaults, handsIn, stepsOf, takeSteps } from './faults/make'
import { type Step, steps } from './faults/steps'
import { eventually } from './wait.mjs'

const faults = readFaults()
const rules = [...ruleBook.services, ...ruleBook.namespaces]
const codes = [...new Set(rules.map(({ code }) => code))]
/** Faults that bring a worse one with them, which is what the page says first. */
const besideWorse: ReadonlyMap<string, string> = new Map([
  ['apiservice-unavailable', 'not-ready'],
  ['slices-lag', 'not-ready'],
])

/** What takes a minute or two to be a fault is looked for last. */
const slow: ReadonlySet<string> = new Set(['node-not-ready', 'load-balancer-pending', 'ingress-no-address'])
/** What is remembered for five minutes alone happens when it is looked for. */
const brief: ReadonlySet<string> = new Set(['flapping', 'rollout-dip'])
const has = (code: string, type: string) => (steps[code] ?? []).some((step) => step.type === type)
const isPaused = (code: string) => has(code, 'pause')
const isResumed = (code: string) => has(code, 'resume')

/** A folder for what the API says of each fault, and a picture: e2e/findings-docs.mjs makes the documentation of it. */
const record = process.env.FINDINGS_RECORD

/** A template whose pods start as pods do. */
const withoutOrders = JSON.stringify({ spec: { template: { metadata: { annotations: { $patch: 'replace' } } } } })

describe('the faults of the documentation', () => {
  it('are one for every rule', () => {
    expect([...faults.keys()]).toEqual([...codes].sort())
  })

  if (record === undefined)
    it('stand in docs/findings.md, which `node e2e/findings-docs.mjs` writes', () => {
      expect([...documented()].sort()).toEqual([...codes].sort())
    })

  it('tell in their manifests the steps that are taken besides', () => {
    for (const [code, { steps }] of faults) expect({ code, steps }).toEqual({ code, steps: stepsSaid(code) })
    expect(Object.keys(steps).filter((code) => !faults.has(code))).toEqual([])
  })
})

function documented(): readonly string[] {
  const page = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8')
  return [...page.matchAll(/<a id="([^"]+)">/g)].map(([, code = '']) => code)
}

function firstSteps(some: Iterable<string>): ReadonlyMap<string, readonly Step[]> {
  return new Map([...some].map((code) => [code, stepsOf(code).first]))
}

function stepsSaid(code: string): readonly string[] {
  return (steps[code] ?? []).map(({ says }) => says)
}

describe('a fault made on a real Kubernetes', () => {
  let plane: ControlPlane
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ensureBuilt()
    if (record !== undefined) {
      mkdirSync(record, { recursive: true })
      writeFileSync(join(record, 'order.json'), JSON.stringify(codes))
    }
    plane = await startControlPlane({ log: console.log })
    await plane.kubectl(['apply', '-f', new URL('../../deploy/role.yaml', import.meta.url).pathname])
    await plane.kubectl(['create', 'clusterrolebinding', 'switchboard', '--clusterrole=switchboard', '--user=viewer'])
    switchboard = await startSwitchboard(['--context', 'viewer@control-plane'], {
      env: { KUBECONFIG: plane.kubeconfig },
    })
    browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
    page = await browser.newPage({ viewport: pictureSize, reducedMotion: 'reduce' })
    await applyFaults(plane)
    await takeSteps(plane, firstSteps(codes.filter((code) => !isPaused(code) && !brief.has(code))))
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await switchboard?.stop()
    await plane?.stop()
  })

  const findings = async ({ code }: Fault): Promise<readonly Json[]> => {
    const answer = await fetch(`${switchboard.url}/api/namespaces/${code}/findings`)
    return ((await answer.json()) as Json).findings
  }

  /** The finding as the manifest announces it; while pods start it may still name fewer of them. */
  const found = (fault: Fault): Promise<Json> =>
    eventually(`${fault.code} to be found`, async () => {
      const all = await findings(fault)
      const finding = all.find(({ code, subject }) => code === fault.code && subject === subjectOf(fault))
      if (finding === undefined) throw new Error(`there is ${all.map(({ code }) => code).join(', ') || 'nothing'}`)
      const text = foundText(fault.code, finding.severity, finding.objects)
      if (text !== fault.found) throw new Error(`it is: ${text}`)
      return finding
    })

  async function isFoundAndShown(code: string): Promise<void> {
    const fault = faults.get(code)
    if (fault === undefined) throw new Error(`e2e/cluster/faults/${code}.yaml is missing`)
    const finding = await found(fault)
    const { kind, name } = fault.subject
    await page.goto(`${switchboard.url}/n/${code}${kind === 'Service' ? `/s/${name}` : ''}`)
    const shown = page.locator(`[data-finding="${finding.id}"]`).first()
    await shown.waitFor()
    if (record !== undefined) await keep(code, finding)
    // A figure in it may grow between the answer and the page.
    const sentence = await eventually('the page to say what the API says', async () => {
      const told: string = (await found(fault)).message.replaceAll('`', '')
      expect(await shown.locator('h3').first().textContent()).toContain(told)
      return told
    })

    const graph = await fetch(`${switchboard.url}/api/namespaces/${code}/services/${name}/graph`)
    if (!graph.ok) return
    const [first, ...rest]: Json[] = ((await graph.json()) as Json).findings
    expect([first, ...rest].map(({ id }) => id)).toContain(finding.id)
    if (finding.severity === 'info') return
    expect(first.code).toBe(besideWorse.get(code) ?? code)
    if (first.id === finding.id) await page.locator('header p').filter({ hasText: sentence }).waitFor()
  }

  async function keep(code: string, finding: Json): Promise<void> {
    await page.evaluate(() => document.fonts.ready)
    const session = await page.context().newCDPSession(page)
    const picture = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality: 50,
      clip: { x: 0, y: 0, ...pictureSize, scale: 0.75 },
    })
    writeFileSync(join(record ?? '', `${code}.webp`), Buffer.from(picture.data, 'base64'))
    writeFileSync(join(record ?? '', `${code}.json`), JSON.stringify(finding))
  }

  for (const code of codes.filter((code) => !isPaused(code) && !slow.has(code) && !brief.has(code)))
    it(`is found in the API and shown on the page: ${code}`, () => isFoundAndShown(code))

  for (const code of brief)
    it(`is found in the API and shown on the page: ${code}`, async () => {
      await takeSteps(plane, firstSteps([code]))
      await isFoundAndShown(code)
    })

  describe('while the controller manager has stopped', () => {
    beforeAll(async () => {
      const paused = codes.filter(isPaused)
      await takeSteps(plane, firstSteps(paused))
      plane.pause('kube-controller-manager')
      await takeSteps(plane, new Map(paused.map((code) => [code, stepsOf(code).paused])))
    })

    afterAll(() => plane.resume('kube-controller-manager'))

    for (const code of codes.filter((code) => isPaused(code) && !isResumed(code)))
      it(`is found in the API and shown on the page: ${code}`, () => isFoundAndShown(code))
  })

  describe('once the controller manager runs again', () => {
    for (const code of codes.filter(isResumed))
      it(`is found in the API and shown on the page: ${code}`, () => isFoundAndShown(code))

    it('is put right by it', async () => {
      for (const code of ['missing-from-slices', 'stale-endpoint', 'stale-conditions', 'address-of-another-pod'])
        await gone(code)
    })
  })

  for (const code of codes.filter((code) => slow.has(code)))
    it(`is found in the API and shown on the page, in time: ${code}`, () => isFoundAndShown(code))

  it.each([
    ['no-pod-matches', ['set', 'selector', 'service', 'web', 'app=front-end']],
    ['crash-loop', ['patch', 'deployment', 'web', '-p', withoutOrders]],
    ['scaled-to-zero', ['scale', 'deployment', 'web', '--replicas=2']],
    [
      'target-port-unresolved',
      ['patch', 'service', 'web', '-p', '{"spec":{"ports":[{"port":80,"targetPort":"http"}]}}'],
    ],
    ['ingress-class-missing', ['patch', 'ingress', 'shop', '-p', '{"spec":{"ingressClassName":"nginx"}}']],
  ])('is gone once it is mended: %s', async (code, words) => {
    await page.goto(`${switchboard.url}/n/${code}/s/web`)
    await page.locator(`[data-finding^="${code}"]`).first().waitFor()
    await handsIn(plane, code).kubectl(words)
    await gone(code)
    await page.locator(`[data-finding^="${code}"]`).waitFor({ state: 'detached' })
  })

  const gone = (code: string) =>
    eventually(`${code} to be gone`, async () => {
      const fault = faults.get(code)
      return fault !== undefined && (await findings(fault)).every((finding) => finding.code !== code)
    })
})

const pictureSize = { width: 1280, height: 560 }

const subjectOf = ({ code, subject }: Fault) => `${subject.kind}/${code}/${subject.name}`
