import { execFile, spawn } from 'node:child_process'
import { Resolver } from 'node:dns/promises'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { canonicalIp } from '@/lib/kubernetes/ip'
import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readService } from '@/lib/kubernetes/read-service'
import type { EndpointSlice, Service } from '@/lib/kubernetes/record'
import type { DnsRecord } from '@/lib/names/dns-record'
import { isAnswered, recordsOf } from '@/lib/names/records'
import { callsOf, lookUp, type Question } from '@/lib/names/search'
import { connect, type Json } from './api.mjs'
import { goProgram } from './binary.mjs'
import { eventually } from './wait.mjs'

const plane = inject('controlPlane')
const api = connect(plane)
const run = promisify(execFile)
const namespace = 'names'

const port = (name: string | undefined, number: number, protocol = 'TCP', targetPort: number | string = number) => ({
  ...(name !== undefined && { name }),
  port: number,
  protocol,
  targetPort,
})

const web = { selector: { app: 'web' } }
const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`

/** Every kind of Service that DNS tells apart. */
const specs: Readonly<Record<string, object>> = {
  'cluster-ip': { ...web, ports: [port('http', 80, 'TCP', 'web'), port('metrics', 9090)] },
  unnamed: { ...web, ports: [port(undefined, 80)] },
  udp: { ...web, ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53)] },
  'dual-stack': { ...web, ipFamilyPolicy: 'RequireDualStack', ports: [port('http', 80)] },
  'v6-first': { ...web, ipFamilies: ['IPv6', 'IPv4'], ipFamilyPolicy: 'RequireDualStack', ports: [port('http', 80)] },
  'node-port': { ...web, type: 'NodePort', ports: [port('http', 80)] },
  balancer: { ...web, type: 'LoadBalancer', ports: [port('http', 80)] },
  nobody: { selector: { app: 'nobody' }, ports: [port('http', 80)] },
  headless: { ...web, clusterIP: 'None', ports: [port('http', 80, 'TCP', 'web')] },
  'headless-dual': { ...web, clusterIP: 'None', ipFamilyPolicy: 'RequireDualStack', ports: [port('http', 80)] },
  'headless-no-ports': { ...web, clusterIP: 'None' },
  'headless-unnamed': { ...web, clusterIP: 'None', ports: [port(undefined, 80)] },
  'headless-nobody': { selector: { app: 'nobody' }, clusterIP: 'None', ports: [port('http', 80)] },
  'headless-unresolved': { ...web, clusterIP: 'None', ports: [port('http', 80, 'TCP', 'nowhere')] },
  'headless-unready': { selector: { app: 'broken' }, clusterIP: 'None', ports: [port('http', 80)] },
  'headless-pnr': {
    selector: { app: 'broken' },
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    ports: [port('http', 80)],
  },
  db: { selector: { app: 'db' }, clusterIP: 'None', ports: [port('pg', 5432)] },
  'by-hand': { clusterIP: 'None', ports: [port('http', 80)] },
  external: { type: 'ExternalName', externalName: 'db.example.com' },
  'external-ip': { type: 'ExternalName', externalName: '192.0.2.1', ports: [port('http', 80)] },
}

const template = (app: string, container: object = {}) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'main', image: 'main', ports: [{ name: 'web', containerPort: 8080 }], ...container }] },
})

function textOf(name: string, type: string, value: string, number: number): string {
  return [name, type, type === 'A' || type === 'AAAA' ? canonicalIp(value) : value, number].join(' ')
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('the names of the Services of a real Kubernetes', () => {
  let program = ''
  let address = ''
  let server: ReturnType<typeof spawn> | undefined
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-dns-'))

  beforeAll(async () => {
    program = await goProgram({
      name: 'coredns',
      folder: fileURLToPath(new URL('./coredns', import.meta.url)),
      log: console.log,
      expect: 'The first build takes about 2 minutes.',
    })
    await api.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
    for (const [name, spec] of Object.entries(specs))
      await api.call('POST', `/api/v1/namespaces/${namespace}/services`, { metadata: { name }, spec })
    await api.call('POST', slices, {
      metadata: { name: 'by-hand-1', labels: { 'kubernetes.io/service-name': 'by-hand' } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: [
        { addresses: ['192.0.2.10'], hostname: 'ten' },
        { addresses: ['192.0.2.11'], conditions: { ready: false } },
        { addresses: ['192.0.2.12'], conditions: { ready: true, terminating: true } },
      ],
    })
    const apps = `/apis/apps/v1/namespaces/${namespace}`
    const deployment = (app: string, annotations: object = {}) => ({
      metadata: { name: app },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app } },
        template: { ...template(app), metadata: { labels: { app }, annotations } },
      },
    })
    await api.call('POST', `${apps}/deployments`, deployment('web'))
    await api.call('POST', `${apps}/deployments`, deployment('broken', { 'switchboard.test/ready': 'false' }))
    await api.call('POST', `${apps}/statefulsets`, {
      metadata: { name: 'db' },
      spec: { replicas: 2, serviceName: 'db', selector: { matchLabels: { app: 'db' } }, template: template('db') },
    })
    await eventually('eight pods with their addresses in the slices', async () => {
      const { items } = await api.call('GET', slices)
      const published = (service: string) =>
        items
          .filter((slice: Json) => slice.metadata.labels['kubernetes.io/service-name'] === service)
          .flatMap((slice: Json) => slice.endpoints ?? [])
      const ready = (service: string) => published(service).filter((each: Json) => each.conditions.ready).length
      return (
        ready('headless') === 3 &&
        ready('db') === 2 &&
        ready('headless-pnr') === 3 &&
        published('headless-dual').length === 6
      )
    })

    address = `127.0.0.1:${await freePort()}`
    const [host, number] = address.split(':')
    writeFileSync(
      join(folder, 'Corefile'),
      `cluster.local:${number} {\n  bind ${host}\n  kubernetes cluster.local {\n    kubeconfig ${plane.kubeconfig}\n  }\n  transfer {\n    to *\n  }\n}\n`,
    )
    server = spawn(program, ['-conf', join(folder, 'Corefile')], { stdio: ['ignore', 'ignore', 'inherit'] })
  })

  afterAll(async () => {
    server?.kill('SIGTERM')
    await api.call('DELETE', `/api/v1/namespaces/${namespace}`)
    api.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** The records of our namespace that CoreDNS hands over, as sorted texts. */
  async function transferred(): Promise<string[]> {
    const { stdout } = await run(program, ['transfer', address, 'cluster.local.'])
    const records = stdout
      .trim()
      .split('\n')
      .map((line): { name: string; type: string; value: string; port?: number } => JSON.parse(line))
      .filter(({ name }) => name.endsWith(`.${namespace}.svc.cluster.local.`))
    return sorted(records.map(({ name, type, value, port: number = 0 }) => textOf(name, type, value, number)))
  }

  /** What the API server has of them. */
  async function read(): Promise<{ services: Service[]; published: EndpointSlice[] }> {
    const [services, published] = await Promise.all([
      api.call('GET', `/api/v1/namespaces/${namespace}/services`),
      api.call('GET', slices),
    ])
    return {
      services: services.items.flatMap((json: Json) => readService(json) ?? []),
      published: published.items.flatMap((json: Json) => readEndpointSlice(json) ?? []),
    }
  }

  /** What we say that it should hold. */
  async function predicted(): Promise<string[]> {
    const { services, published } = await read()
    const records = services.flatMap((service) => recordsOf(service, published))
    return sorted(
      records.map((record: DnsRecord) =>
        textOf(
          `${record.name}.`,
          record.type,
          record.type === 'A' || record.type === 'AAAA' ? record.value : `${record.value}.`,
          record.type === 'SRV' ? record.port : 0,
        ),
      ),
    )
  }

  it('are, one by one, those of a transfer of the zone from a real CoreDNS', async () => {
    let ours: string[] = []
    let theirs: string[] = []
    // CoreDNS hears of a change a moment after the API server has it.
    await eventually(
      'CoreDNS to have read every Service',
      async () => {
        theirs = await transferred()
        ours = await predicted()
        return ours.length > 0 && ours.join() === theirs.join()
      },
      { timeoutMs: 20_000 },
    ).catch(() => undefined)
    expect(ours).toEqual(theirs)
    expect(ours.length).toBeGreaterThan(60)
  })

  it('are asked for one by one, and answered first where we say so, wherever the client stands', async () => {
    const { services, published } = await read()
    const resolver = new Resolver()
    resolver.setServers([address])
    const hasAddress = async (name: string) => {
      const answers = await Promise.allSettled([
        resolver.resolve4(name),
        resolver.resolve6(name),
        resolver.resolveCname(name),
      ])
      return answers.some((answer) => answer.status === 'fulfilled' && answer.value.length > 0)
    }
    const isThere = (question: Question) =>
      services.some(
        (service) =>
          service.namespace === question.namespace &&
          service.name === question.name &&
          isAnswered(service, published, question.asked),
      )
    const endpoint = published
      .find(({ service }) => service === 'cluster-ip')!
      .endpoints[0]!.addresses[0]!.replaceAll('.', '-')
    const lookups = [
      ...services.flatMap((service) =>
        ['default', namespace].flatMap((from) => callsOf(service, from, isThere).map(({ asked }) => asked)),
      ),
      ...['db-0.db', 'ten.by-hand', `${endpoint}.cluster-ip`, `${endpoint}.headless`, `${namespace}.${namespace}`].map(
        (name) => lookUp(name, namespace, isThere),
      ),
    ]
    const ours = new Map(lookups.flat().map(({ name, service }) => [name, service !== undefined]))
    // What is not of the cluster is not CoreDNS' to answer here.
    const inCluster = [...ours].filter(([name]) => name.endsWith('.cluster.local'))
    const theirs = await Promise.all(inCluster.map(async ([name]) => [name, await hasAddress(name)] as const))
    expect(inCluster).toEqual(theirs)
    expect(inCluster.filter(([, answered]) => answered).length).toBeGreaterThan(services.length / 2)
  })
})
