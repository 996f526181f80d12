import type { Chance } from '@/lib/demo/chance'
import type { Json } from '../api.mjs'
import { happens, pick, sample, times, wholeNumber } from './choose'
import { pickProtocol, portNames, portNumbers, type Template } from './pods'

const families = ['IPv4', 'IPv6']
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']

/** A Service of any type that selects among the pods of the templates, or by a slip none of them. */
export function makeService(chance: Chance, namespace: string, name: string, templates: readonly Template[]): Json {
  const type = pickType(chance)
  const selector = makeSelector(chance, templates)
  const metadata = { namespace, name, labels: makeServiceLabels(chance), annotations: makeAnnotations(chance) }
  const head = { apiVersion: 'v1', kind: 'Service', metadata }
  if (type === 'ExternalName')
    return { ...head, spec: { type, selector, externalName: 'elsewhere.example.com', ports: makePorts(chance) } }
  const headless = type === 'Headless'
  return {
    ...head,
    spec: {
      type: headless ? 'ClusterIP' : type,
      ...(headless && { clusterIP: 'None' }),
      selector,
      ...makeFamilies(chance),
      ...((!headless || happens(chance, 0.7)) && { ports: makePorts(chance) }),
      ...(happens(chance, 0.15) && { publishNotReadyAddresses: true }),
      ...(happens(chance, 0.4) && { trafficDistribution: pick(chance, distributions) }),
      ...(happens(chance, 0.1) && { internalTrafficPolicy: 'Local' }),
      ...((type === 'NodePort' || type === 'LoadBalancer') &&
        happens(chance, 0.4) && { externalTrafficPolicy: 'Local' }),
    },
  }
}

function pickType(chance: Chance): string {
  const fate = chance.next()
  if (fate < 0.55) return 'ClusterIP'
  if (fate < 0.8) return 'Headless'
  if (fate < 0.88) return 'NodePort'
  return fate < 0.97 ? 'LoadBalancer' : 'ExternalName'
}

export function makeSelector(chance: Chance, templates: readonly Template[]): Record<string, string> {
  const { labels } = pick(chance, templates)
  const pairs = sample(chance, Object.entries(labels), wholeNumber(chance, 1, 2))
  return { ...Object.fromEntries(pairs), ...(happens(chance, 0.06) && { app: 'misspelt' }) }
}

/** Labels are copied to slices, but for those that are the controller's own. */
export function makeServiceLabels(chance: Chance): Record<string, string> {
  return {
    ...(happens(chance, 0.5) && { team: pick(chance, ['blue', 'green']) }),
    ...(happens(chance, 0.05) && { 'endpointslice.kubernetes.io/managed-by': 'nobody' }),
    ...(happens(chance, 0.05) && { 'kubernetes.io/service-name': 'another' }),
  }
}

export const hintAnnotations = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints']

/** In a third of all Services an annotation about topology-aware hints, or both: the API wants them to agree. */
export function makeAnnotations(chance: Chance): Record<string, string> {
  if (happens(chance, 0.67)) return {}
  const value = pick(chance, ['Auto', 'Auto', 'auto', 'Disabled'])
  const keys = sample(chance, hintAnnotations, happens(chance, 0.2) ? 2 : 1)
  return Object.fromEntries(keys.map((key) => [key, value]))
}

function makeFamilies(chance: Chance): Json {
  const order = happens(chance, 0.5) ? families : [...families].reverse()
  const fate = chance.next()
  if (fate < 0.4) return {}
  if (fate < 0.6) return { ipFamilyPolicy: 'SingleStack', ipFamilies: order.slice(0, 1) }
  return { ipFamilyPolicy: pick(chance, ['PreferDualStack', 'RequireDualStack']), ipFamilies: order }
}

/** One to three ports, by number, by name, or by leaving the targetPort to the API. */
export function makePorts(chance: Chance): Json[] {
  const numbers = sample(chance, portNumbers, wholeNumber(chance, 1, 3))
  return times(numbers.length, (index) => {
    const fate = chance.next()
    return {
      ...((numbers.length > 1 || happens(chance, 0.6)) && { name: `port-${index}` }),
      port: numbers[index],
      protocol: pickProtocol(chance),
      ...(fate < 0.5 && { targetPort: pick(chance, portNames) }),
      ...(fate > 0.8 && { targetPort: pick(chance, portNumbers) }),
      ...(happens(chance, 0.2) && { appProtocol: pick(chance, ['http', 'kubernetes.io/h2c']) }),
    }
  })
}
