import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { readNetworkPolicy } from '@/lib/kubernetes/read-network-policy'
import type { Pod } from '@/lib/kubernetes/record'
import { createPolicyJudge, type Peer } from '@/lib/policy/judge'
import { connect } from './api.mjs'
import { goProgram } from './binary.mjs'
import { type CyclonusCase, type CyclonusPeer, cyclonusCases } from './cyclonus-cases'
import { eventually } from './wait.mjs'

const folder = fileURLToPath(new URL('./cyclonus', import.meta.url))
const count = Number(process.env.SWITCHBOARD_CASES ?? 20_000)
const seed = Number(process.env.SWITCHBOARD_SEED ?? Math.floor(Math.random() * 2 ** 31))

function podOf(
  name: string,
  { ip, namespace = '', podLabels = {} }: CyclonusPeer,
  ports: Pod['containers'][number]['ports'],
): Pod {
  return {
    kind: 'Pod',
    namespace,
    name,
    uid: name,
    labels: podLabels,
    created: '2026-01-01T00:00:00Z',
    phase: 'Running',
    ips: [ip],
    containers: [{ name: 'main', image: 'main', ports }],
    conditions: [],
    readinessGates: [],
    schedulingGates: [],
  }
}

/** What we say of a case, in the judge's own shape. */
function answer(asked: CyclonusCase) {
  const { port, portName, protocol, source, destination } = asked
  const policies = asked.policies.flatMap((json) => readNetworkPolicy(json) ?? [])
  const labels = new Map(
    [source, destination].map(({ namespace = '', namespaceLabels = {} }) => [namespace, namespaceLabels]),
  )
  const { judge } = createPolicyJudge({
    policiesIn: (namespace) => policies.filter((policy) => policy.namespace === namespace),
    namespaceLabels: (name) => labels.get(name),
    otherKinds: [],
  })
  const server = podOf('server', destination, [{ ...(portName !== '' && { name: portName }), port, protocol }])
  const client: Peer =
    source.namespace === undefined
      ? { type: 'address', address: source.ip }
      : { type: 'pod', pod: podOf('client', source, []) }
  const { ingress, egress } = judge(client, server, {
    port,
    protocol,
    family: destination.ip.includes(':') ? 'IPv6' : 'IPv4',
  })
  return { ingress: ingress.verdict === 'allowed', egress: egress.verdict === 'allowed' }
}

describe('what NetworkPolicies let pass', () => {
  it(`is what the matcher of cyclonus lets pass, in ${count.toLocaleString('en')} generated cases`, {
    timeout: 30 * 60_000,
  }, async () => {
    const program = await goProgram({ name: 'cyclonus', folder, log: console.log })
    console.log(`Cases for the matcher of cyclonus: ${count}, SWITCHBOARD_SEED=${seed}`)
    const judge = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
    const asked: CyclonusCase[] = []
    const differences: object[] = []
    const seen = { answered: 0, allowed: 0 }
    const reading = (async () => {
      for await (const line of createInterface({ input: judge.stdout })) {
        const question = asked.shift()
        if (question === undefined) throw new Error('an answer that nobody asked for')
        seen.answered++
        const ours = answer(question)
        if (ours.ingress && ours.egress) seen.allowed++
        if (JSON.stringify(ours) !== line && differences.length < 3)
          differences.push({ case: seen.answered, question, ours, theirs: JSON.parse(line) })
      }
    })()
    const cases = cyclonusCases(seed)
    for (let index = 0; index < count; index++) {
      const { value } = cases.next()
      asked.push(value)
      if (!judge.stdin.write(`${JSON.stringify(value)}\n`)) await once(judge.stdin, 'drain')
    }
    judge.stdin.end()
    await reading
    expect(differences).toEqual([])
    expect(seen.answered).toBe(count)
    expect(seen.allowed / count, 'the share of connections that pass').toBeGreaterThan(0.2)
    expect(seen.allowed / count, 'the share of connections that pass').toBeLessThan(0.8)
  })

  it('are pods without the key as well where it says NotIn, as Kubernetes itself selects, though not cyclonus', async () => {
    const api = connect(inject('controlPlane'))
    await api.call('POST', '/api/v1/namespaces', { metadata: { name: 'not-in' } })
    await eventually('the default service account', () =>
      api.call('GET', '/api/v1/namespaces/not-in/serviceaccounts/default'),
    )
    const pod = { metadata: { name: 'plain' }, spec: { containers: [{ name: 'main', image: 'main' }] } }
    await api.call('POST', '/api/v1/namespaces/not-in/pods', pod)
    const selector = encodeURIComponent('tier notin (back)')
    const { items } = await api.call('GET', `/api/v1/namespaces/not-in/pods?labelSelector=${selector}`)
    await api.call('DELETE', '/api/v1/namespaces/not-in')
    api.close()
    expect(items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['plain'])

    const peer = { namespace: 'not-in', namespaceLabels: {}, podLabels: {} }
    const asked: CyclonusCase = {
      policies: [
        {
          metadata: { name: 'isolate', namespace: 'not-in', uid: 'isolate' },
          spec: {
            podSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['back'] }] },
            policyTypes: ['Ingress'],
          },
        },
      ],
      source: { ip: '10.244.1.1', ...peer },
      destination: { ip: '10.244.1.2', ...peer },
      port: 80,
      portName: '',
      protocol: 'TCP',
    }
    expect(answer(asked)).toEqual({ ingress: false, egress: true })
    const judge = spawn(await goProgram({ name: 'cyclonus', folder }), { stdio: ['pipe', 'pipe', 'inherit'] })
    judge.stdin.end(`${JSON.stringify(asked)}\n`)
    const [line] = await once(createInterface({ input: judge.stdout }), 'line')
    expect(JSON.parse(line)).toEqual({ ingress: true, egress: true })
  })
})
