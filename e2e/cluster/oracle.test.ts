import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readService } from '@/lib/kubernetes/read-service'
import { categorize, usesCluster, usesLocal } from '@/lib/traffic/categorize'
import { proxyEndpoints, proxyPorts } from '@/lib/traffic/proxy-view'
import { oracleBinary } from './binary.mjs'
import { type OracleCase, oracleCases } from './oracle-cases'

const count = Number(process.env.SWITCHBOARD_CASES ?? 20_000)
const seed = Number(process.env.SWITCHBOARD_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** What we say of a case, in the oracle's own shape. */
function answer({ service: json, slices: jsonSlices, node, labels }: OracleCase) {
  const service = readService(json)
  const slices = jsonSlices.flatMap((slice) => readEndpointSlice(slice) ?? [])
  if (service === undefined) throw new Error('a Service that cannot be read')
  const zone = labels['topology.kubernetes.io/zone']
  return proxyPorts(service)
    .map((port) => {
      const { family } = port
      const { name = '', protocol } = port.port
      const endpoints = proxyEndpoints(slices, family, name, protocol)
      const { cluster, local, any } = categorize(endpoints, port, { node, ...(zone !== undefined && { zone }) })
      const names = (list: typeof endpoints = []) =>
        list
          .map((endpoint) =>
            family === 'IPv6' ? `[${endpoint.address}]:${endpoint.port}` : `${endpoint.address}:${endpoint.port}`,
          )
          .sort()
      return {
        port: name,
        protocol,
        family,
        cluster: names(cluster?.endpoints as typeof endpoints),
        local: names(local?.endpoints as typeof endpoints),
        any,
        usesCluster: usesCluster(port),
        usesLocal: usesLocal(port),
        internalLocal: port.internalLocal,
        externalLocal: port.externalLocal,
        externallyAccessible: port.fromOutside,
      }
    })
    .sort((a, b) => (a.family + a.port + a.protocol < b.family + b.port + b.protocol ? -1 : 1))
}

describe('the endpoints that kube-proxy would use', () => {
  it(`are those that its own code names, in ${count.toLocaleString('en')} generated cases`, {
    timeout: 30 * 60_000,
  }, async () => {
    const program = await oracleBinary({ log: console.log })
    console.log(`Cases for kube-proxy's own code: ${count}, SWITCHBOARD_SEED=${seed}`)
    const oracle = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
    const asked: OracleCase[] = []
    const differences: object[] = []
    let answered = 0
    let forwarded = 0
    const reading = (async () => {
      for await (const line of createInterface({ input: oracle.stdout })) {
        const question = asked.shift()
        if (question === undefined) throw new Error('an answer that nobody asked for')
        answered++
        const ours = JSON.stringify(answer(question))
        forwarded += ours.includes('"cluster":["') || ours.includes('"local":["') ? 1 : 0
        if (ours !== line && differences.length < 3)
          differences.push({ case: answered, question, ours: JSON.parse(ours), theirs: JSON.parse(line) })
      }
    })()
    const cases = oracleCases(seed)
    for (let index = 0; index < count; index++) {
      const { value } = cases.next()
      asked.push(value)
      if (!oracle.stdin.write(`${JSON.stringify(value)}\n`)) await once(oracle.stdin, 'drain')
    }
    oracle.stdin.end()
    await reading
    expect(differences).toEqual([])
    expect(answered).toBe(count)
    expect(forwarded / count, 'the share of cases in which somebody answers').toBeGreaterThan(0.4)
  })
})
