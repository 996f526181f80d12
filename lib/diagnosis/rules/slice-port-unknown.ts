import type { Finding } from '@/lib/kubernetes/finding'
import type { EndpointSlice, Service, SlicePort } from '@/lib/kubernetes/record'
import { isHeadless } from '@/lib/membership/service'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import { serves } from '@/lib/topology/ports'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteField, refOf, refsOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel, slicePortLabel } from '../service-port'
import { several } from '../several'

/**
 * kube-proxy joins the ports of a slice to those of the Service by name and protocol, and ignores one without a number:
 * a port that nothing joins is never called. It matters where a port of the Service is left without endpoints.
 * Source: pkg/proxy endpointslicecache.go endpointInfoByServicePort.
 */
export const slicePortUnknown: Rule = {
  code: 'slice-port-unknown',
  needs: ['services', 'endpointslices'],
  *judge(inquiry) {
    const { service, slices } = inquiry.graph
    if (service.type === 'ExternalName' || isHeadless(service)) return
    const unknown = new Map<string, { port: SlicePort; slices: EndpointSlice[] }>()
    for (const slice of slices) {
      if (slice.endpoints.length === 0) continue
      for (const port of slice.ports) {
        if (service.ports.some((own) => serves(port, own))) continue
        const key = `${slicePortLabel(port)}/${port.protocol ?? 'TCP'}`
        // What its controller is about to write anew is no fault of anybody's.
        if (slice.managedBy === SLICE_CONTROLLER && !lasts(inquiry, `${slice.uid} ${key}`)) continue
        const entry = unknown.get(key)
        if (entry === undefined) unknown.set(key, { port, slices: [slice] })
        else entry.slices.push(slice)
      }
    }
    for (const [key, entry] of unknown) yield findingOf(service, slices, key, entry)
  },
}

function findingOf(
  service: Service,
  all: readonly EndpointSlice[],
  key: string,
  { port, slices }: { readonly port: SlicePort; readonly slices: readonly EndpointSlice[] },
): Finding {
  const unserved = service.ports.filter(
    (own) =>
      !all.some((slice) => slice.endpoints.length > 0 && slice.ports.some((published) => serves(published, own))),
  )
  const problem = problemOf(service, port)
  const wanted = several((unserved.length > 0 ? unserved : service.ports).map(portLabel))
  const [first] = slices
  const path = port.name === undefined ? 'ports[0]' : `ports[name=${port.name}]`
  const only = unserved.length === 1 ? unserved[0] : undefined
  const name = (text: string | undefined) => `name: ${text ?? "''"}`
  return {
    id: `slice-port-unknown:${key}`,
    code: 'slice-port-unknown',
    severity: unserved.length > 0 ? 'error' : 'warning',
    facts: {
      slicePort: slicePortLabel(port),
      protocol: port.protocol ?? 'TCP',
      problem,
      ports: wanted.names,
      more: wanted.more,
      unserved: unserved.length,
      slices: slices.length,
      slice: first?.name ?? '',
      endpoints: slices.reduce((sum, slice) => sum + slice.endpoints.length, 0),
    },
    objects: refsOf(slices),
    evidence: first === undefined ? [] : [quoteField(first, path, `${name(port.name)}, port: ${port.port ?? 'null'}`)],
    ...(first !== undefined &&
      only !== undefined &&
      problem === 'name' && {
        differences: [{ object: refOf(first), path: `${path}.name`, is: name(port.name), wants: name(only.name) }],
      }),
    command: slicesCommand(service),
  }
}

/** Which part of the port does not fit: it has no number, a name of another protocol, or a name of nothing. */
function problemOf(service: Service, port: SlicePort): 'number' | 'protocol' | 'name' {
  const named = service.ports.filter((own) => (own.name ?? '') === (port.name ?? ''))
  if (named.some((own) => own.protocol === (port.protocol ?? 'TCP'))) return 'number'
  return named.length > 0 ? 'protocol' : 'name'
}
