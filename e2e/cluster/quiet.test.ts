import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFindingTeller } from '@/messages/finding-text'
import messages from '@/messages/findings/en'
import { type ControlPlane, startControlPlane } from './control-plane.mjs'
import { type Observer, observe } from './generated/observer'
import { type Project, projects, shapes, strictProjects } from './quiet/expected'
import { type FindingsWatch, type Found, watchFindings } from './quiet/findings'
import { applyProject, filesOf, manifestsFolder } from './quiet/project'
import { eventually } from './wait.mjs'

/** Longer than the rules of integrity let a difference last before they speak. */
const REST_MS = 15_000
/** Longer than any rule waits for what a controller should write. */
const MUCH_LATER_MS = 600_000
const LIMIT_MS = 300_000

/** Where the scheduler places pods, and how far a busy machine lets slices lag, is chance: what is told of it is true. */
const chance: ReadonlySet<string> = new Set(['one-node', 'one-zone', 'slices-lag'])

/** What is told of the moments in which a workload replaces its pods, and true of them. */
const ofMoments: ReadonlySet<string> = new Set(['only-draining', 'single-ready-endpoint', 'internal-local-gaps'])

const shapesFolder = fileURLToPath(new URL('./quiet/shapes', import.meta.url))
const gatewayApi = fileURLToPath(new URL('./gateway-api.yaml', import.meta.url))
const teller = createFindingTeller(messages, 'en')
const everything = [...projects, ...strictProjects, ...shapes]

describe('on a real Kubernetes', () => {
  let plane: ControlPlane
  let observer: Observer
  let watch: FindingsWatch
  /** Errors and warnings that stand at rest, or would ten minutes later, by project. */
  const standing = new Map<string, readonly Found[]>()
  /** Those that stand where no project is. */
  let elsewhere: readonly Found[] = []
  /** Those that stood at some moment while pods were replaced. */
  let raised: readonly Found[] = []

  beforeAll(async () => {
    const manifests = manifestsFolder()
    plane = await startControlPlane({ log: console.log })
    await plane.kubectl(['apply', '-f', gatewayApi])
    await eventually('the kinds of the Gateway API', () =>
      plane.call('GET', '/apis/gateway.networking.k8s.io/v1/gateways'),
    )
    observer = await observe(plane.kubeconfig)
    watch = watchFindings(observer.mirror)
    for (const project of projects) await apply(project, filesOf(`${manifests}/${project.name}`))
    for (const shape of shapes) await apply(shape, [`${shapesFolder}/${shape.name}.yaml`])
    await rest()
    const atRest = watch.standing()
    watch.takeRaised()
    await replacePods()
    await rest()
    raised = watch.takeRaised().filter(isAlarm)
    keep([...projects, ...shapes], [...atRest, ...watch.standing(MUCH_LATER_MS)])
    for (const project of strictProjects) await apply(project, filesOf(`${manifests}/${project.name}`))
    await rest()
    const found = [...watch.standing(), ...watch.standing(MUCH_LATER_MS)]
    keep(strictProjects, found)
    const known = new Set(everything.flatMap(namespacesOf))
    elsewhere = found.filter(({ namespace }) => !known.has(namespace))
  }, 900_000)

  afterAll(async () => {
    watch?.stop()
    observer?.stop()
    await plane?.stop()
  })

  async function apply({ name, afterwards = [] }: Project, files: readonly string[]): Promise<void> {
    await applyProject(plane, name, files)
    for (const words of afterwards)
      await eventually(`${words.join(' ')} in ${name}`, () => plane.kubectl(['--namespace', name, ...words]))
  }

  async function rest(): Promise<void> {
    await eventually('the cluster to be at rest', () => observer.quietFor() > REST_MS, { timeoutMs: LIMIT_MS })
  }

  /** A new template for everything: pods go and come, as many at a time as each workload allows. */
  async function replacePods(): Promise<void> {
    for (const { name } of [...projects, ...shapes])
      await plane.kubectl(['--namespace', name, 'rollout', 'restart', 'deployment,statefulset,daemonset'])
  }

  function keep(of: readonly Project[], found: readonly Found[]): void {
    for (const project of of) {
      const namespaces = namespacesOf(project)
      const own = found.filter((each) => namespaces.includes(each.namespace) && isAlarm(each))
      standing.set(project.name, own)
      for (const sentence of new Set(own.map(sentenceOf))) console.log(sentence)
    }
  }

  it.each(everything)('of $name at rest only what is true is found', ({ name, expected }) => {
    const found = (standing.get(name) ?? []).filter(({ finding }) => !chance.has(finding.code))
    const wanted = Object.entries(expected).flatMap(([namespace, each]) =>
      Object.keys(each).map((text) => `${namespace}: ${text}`),
    )
    expect([...new Set(found.map(textOf))].sort()).toEqual(wanted.sort())
  })

  it('nothing is found where nobody put anything, and every rule can be asked', () => {
    expect(elsewhere.map(sentenceOf)).toEqual([])
    expect(watch.unread()).toEqual([])
  })

  it('replacing all pods raises no error, and no warning but of what is so for that moment', () => {
    const known = new Set([...standing.values()].flat().map(textOf))
    const untrue = raised.filter(
      (found) =>
        !known.has(textOf(found)) &&
        !chance.has(found.finding.code) &&
        !(found.finding.severity === 'warning' && ofMoments.has(found.finding.code)),
    )
    expect(untrue.map(sentenceOf)).toEqual([])
  })
})

function namespacesOf({ expected }: Project): readonly string[] {
  return Object.keys(expected)
}

function isAlarm({ finding }: Found): boolean {
  return finding.severity !== 'info'
}

function textOf({ namespace, subject, finding }: Found): string {
  return `${namespace}: ${finding.severity} ${finding.id} ${subject}`
}

function sentenceOf(found: Found): string {
  return `${textOf(found)}: ${teller.plain(found.finding).title}`
}
